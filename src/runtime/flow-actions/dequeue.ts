import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Takes the caller out of the queue; the flow goes on. Architect: Dequeue. */
export const dequeue = defineFlowAction({
  type: 'dequeue',
  title: 'Dequeue',
  description: 'Takes the caller out of the queue: no agent answers any more, and the flow goes on.',
  category: 'Transfer',
  events: ['leftQueue'],
  differences: ['Guess: the flow goes on, and the call is disconnected when it runs out.'],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  flowTypes: ['inqueueCall'],
  enter(_settings, context) {
    const queue = context.queuePlace?.queue['name'];
    context.leaveQueue();
    if (queue !== undefined) context.emit('leftQueue', { queue });
    return { next: true };
  },
});
