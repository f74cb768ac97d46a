import { Type } from 'typebox';
import type { Json } from '../../authoring/json.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Actions, TaskName, Value } from '../settings.ts';

/** Runs a task and comes back by the output path its End Task names. Architect: Call Task. */
export const callTask = defineFlowAction({
  type: 'callTask',
  title: 'Call Task',
  description:
    "Runs a task and comes back. The task's End Task picks the output path; a task that runs out leaves by default.",
  settings: Type.Object(
    {
      task: TaskName({ description: 'The task to run.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), {
          description: 'Task.name or name: value the task variable starts with.',
        }),
      ),
      outputs: Type.Optional(
        Type.Record(Type.String(), Actions(), { description: 'Output path of the task: what happens then.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [] as string[],
  calls: true,
  short: 'task',
  enter({ task, inputs = {} }, context) {
    const variables: [string, Json][] = [];
    for (const [name, expression] of Object.entries(inputs)) {
      const value = context.read(expression);
      if (value !== undefined) variables.push([name, value]);
    }
    return { callTask: task, variables };
  },
});
