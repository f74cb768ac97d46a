import { Type } from 'typebox';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import type { FlowType } from '../flow-types.ts';
import { SecondsValue, Value } from '../settings.ts';

const HOUR_MS = 3_600_000;
/** How long a flow may run: 72 hours, a survey invite 1 hour. Source: help page 112740. */
const MAX_RUN_HOURS = 72;
const MAX_RUN_HOURS_BY_TYPE: { readonly [type in FlowType]?: number } = { surveyInvite: 1 };

/** Stands still for a time. Architect: Wait. One that is longer than the flow may run is an error when that time is over. */
export const wait = defineFlowAction({
  type: 'wait',
  title: 'Wait',
  description:
    'Stands still for a time, then goes on. A flow may run for 72 hours, a survey invite for 1 hour: a longer wait is an error of the flow when they are over.',
  category: 'Logic',
  differences: [
    'Guess: NOT_SET and less than nothing are no time.',
    'It may stand in any flow; Architect has it in workflows, surveys and where people write.',
    'The time a flow may run counts from the beginning of the conversation, and only waits look at it.',
  ],
  settings: Type.Object(
    {
      seconds: SecondsValue({ description: 'How long.' }),
      trimDurationNearMaxRunningTime: Type.Optional(
        Value({
          type: 'boolean',
          default: false,
          description: 'Whether a wait that is longer than the flow may run ends in time for it to go on.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'seconds',
  enter({ seconds, trimDurationNearMaxRunningTime: trim }, context) {
    const length = context.read(seconds);
    const dueAt = context.now + (typeof length === 'number' ? Math.max(0, length) : 0);
    const latest = Math.max(context.now, context.startedAt + maxRunMs(context));
    if (dueAt <= latest) return { wait: { for: 'time', dueAt } };
    const isTrimmed = trim !== undefined && context.read(trim) === true;
    return { wait: { for: 'time', dueAt: latest, ...(!isTrimmed && { isTooLong: true }) } };
  },
  resume(_settings, stimulus, current, context) {
    if (stimulus.type !== 'timeElapsed') return { wait: current };
    if (current.for !== 'time' || current.isTooLong !== true) return { next: true };
    const errorMessage = `the flow has run for ${hoursText(maxRunMs(context))}, as long as it may`;
    return { error: { errorType: 'WaitTooLong', errorMessage } };
  },
});

function maxRunMs({ environment, flowType }: ActionContext): number {
  const { runTimeSeconds } = environment.limits ?? {};
  return runTimeSeconds === undefined
    ? (MAX_RUN_HOURS_BY_TYPE[flowType] ?? MAX_RUN_HOURS) * HOUR_MS
    : runTimeSeconds * 1000;
}

function hoursText(ms: number): string {
  const hours = Number((ms / HOUR_MS).toFixed(3));
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
