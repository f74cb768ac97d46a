import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Ends the task: goes back to the Call Task by an output path, or ends the flow when nobody called. Architect: End Task. */
export const endTask = defineFlowAction({
  type: 'endTask',
  title: 'End Task',
  description:
    'Ends the task and goes back to the Call Task that called it, by the output path named. In a task nobody called it ends the flow.',
  category: 'Task',
  differences: ['Guess: in a task that nobody called it ends the flow.'],
  settings: Type.Object(
    {
      output: Type.Optional(
        Type.String({ minLength: 1, default: 'default', description: 'Output path of the Call Task.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'output',
  terminates: true,
  endsTaskBy: ({ output = 'default' }) => output,
  enter: ({ output = 'default' }) => ({ endTask: output }),
});
