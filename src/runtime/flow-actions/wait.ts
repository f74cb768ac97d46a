import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Longest wait of a flow: 72 hours. Architect: help page "wait action". */
const MAX_WAIT_SECONDS = 72 * 3600;

/** Stands still for a time. Architect: Wait. NOT_SET or a negative time is no time (a guess, see docs/differences.md). */
export const wait = defineFlowAction({
  type: 'wait',
  title: 'Wait',
  description: 'Stands still for a time, then goes on. More than 72 hours is an error of the flow.',
  category: 'Logic',
  differences: [
    'Guess: NOT_SET and less than nothing are no time.',
    'A wait of more than 72 hours is an error of the flow at once; in Genesys the error comes when they are over.',
    'Guess: 72 hours are the limit of each wait by itself.',
  ],
  settings: Type.Object(
    { seconds: Value({ type: 'decimal', description: 'How long.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'seconds',
  enter({ seconds }, context) {
    const value = context.read(seconds);
    const length = typeof value === 'number' && value > 0 ? value : 0;
    if (length > MAX_WAIT_SECONDS) {
      return {
        error: {
          errorType: 'WaitTooLong',
          errorMessage: `a wait of ${length} seconds is over the limit of 72 hours`,
        },
      };
    }
    return { wait: { for: 'time', dueAt: context.now + length * 1000 } };
  },
  resume: (_settings, stimulus, current) =>
    stimulus.type === 'timeElapsed' ? { next: true } : { wait: current },
});
