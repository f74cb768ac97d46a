import { type Static, Type } from 'typebox';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting } from '../settings.ts';
import { SILENCE_SETTINGS, silenceMs, silenceTimeoutMs } from '../silence.ts';

const Settings = Type.Object(
  {
    audio: AudioSetting({ description: 'What is said.' }),
    ...SILENCE_SETTINGS,
    repeatCount: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 99,
        description: "How often it begins again after an interruption; the flow's default is 5.",
      }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;
type Out = Next<'success' | 'failure' | 'timeout'>;

/** Says something until it is heard without an interruption, as for an answering machine. Architect: Play Audio on Silence (facts/ACTIONS 2.2). */
export const playAudioOnSilence = defineFlowAction({
  type: 'playAudioOnSilence',
  title: 'Play Audio on Silence',
  description:
    'Says something at once. When somebody speaks meanwhile it waits for silence and begins again, until it was heard to its end.',
  category: 'Audio',
  paths: {
    success: 'it was heard to its end',
    failure: 'it was interrupted too often',
    timeout: 'it was not heard to its end in all the time',
  },
  events: ['brokeSilence'],
  differences: [
    'A word or a key interrupts for a moment: how long somebody speaks is not known here.',
    'Guess: keys interrupt as words do.',
  ],
  settings: Settings,
  outputs: ['success', 'failure', 'timeout'],
  flushes: true,
  flowTypes: CALL_FLOWS,
  enter: (settings, context) => play(settings, 0, context.now + silenceTimeoutMs(settings, context), context),
  resume(settings, stimulus, wait, context) {
    if (wait.for !== 'silence') return { wait };
    const { playing, retries, until } = wait;
    if (stimulus.type === 'timeElapsed') {
      if (playing === undefined && context.now < until) return play(settings, retries, until, context);
      const isHeard = playing !== undefined && (playing.at(-1)?.endsAt ?? 0) <= context.now;
      return { output: isHeard ? 'success' : 'timeout' };
    }
    if (stimulus.type !== 'spoke' && stimulus.type !== 'pressed') return { wait };
    const times = playing === undefined ? retries : retries + 1;
    context.emit('brokeSilence', {
      ...(stimulus.type === 'spoke' ? { words: stimulus.words } : {}),
      retries: times,
    });
    const isTooOften = times > (settings.repeatCount ?? context.defaults.silenceRepeatCount);
    return isTooOften ? { output: 'failure' } : listen(settings, times, until, context);
  },
});

function play(settings: Settings, retries: number, until: number, context: ActionContext): Out {
  context.say(settings.audio);
  const { playing, endsAt } = context.flush();
  return { wait: { for: 'silence', retries, until, playing, dueAt: Math.min(endsAt, until) } };
}

function listen(settings: Settings, retries: number, until: number, context: ActionContext): Out {
  const dueAt = Math.min(context.now + silenceMs(settings, context), until);
  return { wait: { for: 'silence', retries, until, dueAt } };
}
