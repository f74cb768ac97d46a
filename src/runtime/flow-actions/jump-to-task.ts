import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TaskName } from '../settings.ts';

/** Goes on with another task and never comes back. Architect: Jump to Reusable Task. */
export const jumpToTask = defineFlowAction({
  type: 'jumpToTask',
  title: 'Jump to Reusable Task',
  description: 'Goes on with another task and never comes back.',
  category: 'Task',
  differences: ['Guess: Call Tasks that were under way are given up.'],
  settings: Type.Object(
    { task: TaskName({ description: 'The task to go on with.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'task',
  terminates: true,
  enter: ({ task }) => ({ jumpToTask: task }),
});
