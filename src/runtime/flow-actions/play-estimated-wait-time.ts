import { type Static, Type } from 'typebox';
import { defaultText } from '../default-texts.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { SecondsValue } from '../settings.ts';

const MINUTE = 60_000;

const Settings = Type.Object(
  {
    estimatedWaitTime: Type.Optional(
      SecondsValue({ description: 'The time; Call.EstimatedWaitTime when absent. NOT_SET is not said.' }),
    ),
    playbackMode: Type.Optional(
      Type.Unsafe<'about' | 'exact' | 'lessThan' | 'range'>({
        type: 'string',
        enum: ['about', 'exact', 'lessThan', 'range'],
        default: 'about',
        description: 'How it is said: about 5 minutes, 5 minutes, less than 5 minutes, or 4 to 5 minutes.',
      }),
    ),
    roundingIntervalSeconds: Type.Optional(
      SecondsValue({ minimum: 1, default: 60, description: 'Rounded up to a multiple of this.' }),
    ),
    specificRoundingIntervalsSeconds: Type.Optional(
      Type.Array(Type.Number({ minimum: 1 }), {
        description: 'Rounded up to the smallest of these that is not below it, before all multiples.',
      }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** Says how long the caller will wait. Architect: Play Estimated Wait Time (facts/ACTIONS 2.2). */
export const playEstimatedWaitTime = defineFlowAction({
  type: 'playEstimatedWaitTime',
  title: 'Play Estimated Wait Time',
  description: 'Says in whole minutes how long the caller will wait. It is queued, as by Play Audio.',
  category: 'Audio',
  differences: [
    'The sentences are our own, in eight languages.',
    'Guess: a range begins one interval below its end, and times below a minute are said as one minute.',
    'Guess: without an interval it rounds up to whole minutes.',
  ],
  settings: Settings,
  outputs: [],
  flowTypes: ['inqueueCall'],
  enter(settings, context) {
    const time =
      settings.estimatedWaitTime === undefined
        ? context.builtIn('Call.EstimatedWaitTime')
        : context.read(settings.estimatedWaitTime);
    if (typeof time === 'number') say(settings, Math.max(0, time), context);
    return { next: true };
  },
});

function say(settings: Settings, time: number, context: ActionContext): void {
  const { from, to } = rounded(settings, time, context);
  const { language } = context;
  const mode = settings.playbackMode ?? 'about';
  const isRange = mode === 'range' && from < to;
  const text = isRange
    ? defaultText('estimatedWaitRange', language, { from, to })
    : defaultText(mode === 'range' ? TEXTS.about : TEXTS[mode], language, { minutes: to });
  context.queue({ text, bargeIn: true });
}

const TEXTS = {
  about: 'estimatedWaitAbout',
  exact: 'estimatedWaitExact',
  lessThan: 'estimatedWaitLessThan',
} as const;

/** Whole minutes: what it is rounded up to, and where a range to there begins. */
function rounded(
  { roundingIntervalSeconds, specificRoundingIntervalsSeconds = [] }: Settings,
  time: number,
  context: ActionContext,
): { readonly from: number; readonly to: number } {
  const specific = specificRoundingIntervalsSeconds.map((one) => one * 1000).sort((a, b) => a - b);
  const at = specific.findIndex((one) => one >= time);
  if (at >= 0) return { from: minutes(specific[at - 1] ?? 0), to: minutes(specific[at] ?? 0) };
  const given = roundingIntervalSeconds === undefined ? undefined : context.read(roundingIntervalSeconds);
  const interval = typeof given === 'number' && given > 0 ? given : MINUTE;
  const end = Math.ceil(time / interval) * interval;
  return { from: minutes(end - interval), to: minutes(end) };
}

function minutes(ms: number): number {
  return Math.max(1, Math.ceil(ms / MINUTE));
}
