import { Type } from 'typebox';
import { readInputs, SaveOutputs, saveOutputs } from '../called-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Actions, TaskName, Value } from '../settings.ts';

/** Runs a task and comes back by the output path its End Task names. Architect: Call Task. */
export const callTask = defineFlowAction({
  type: 'callTask',
  title: 'Call Task',
  description:
    "Runs a task and comes back. The task's End Task picks the output path; a task that runs out leaves by default.",
  category: 'Task',
  paths: {
    'any name': 'the End Task of the task names it',
    default: 'the task ran out, or its End Task names no path',
  },
  differences: [
    'Guess: the variables of the task begin anew at each call.',
    'Guess: a task may call itself; the limit of 10,000 actions holds.',
    'A task that runs out leaves by `default`; in Architect such a task cannot be published.',
  ],
  settings: Type.Object(
    {
      task: TaskName({ description: 'The task to run.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), {
          description: 'Task.name or name: value the task variable starts with.',
        }),
      ),
      saveOutputs: SaveOutputs,
      outputs: Type.Optional(
        Type.Record(Type.String(), Actions(), { description: 'Output path of the task: what happens then.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [] as string[],
  calls: true,
  short: 'task',
  enter: ({ task, inputs }, context) => ({ callTask: task, variables: readInputs(inputs, context) }),
  returned: (settings, { values }, context) => saveOutputs(settings.saveOutputs, values, context),
});
