import { type Static, Type } from 'typebox';
import type { QueuedAudio } from '../conversation.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { type Audio, AudioSetting, SecondsValue } from '../settings.ts';
import { isUnknownPrompt } from '../spoken.ts';

/** Longest and usual time of hold music that is not played to its end. Genesys: 15 minutes, 1 minute. */
const MAX_SECONDS = 900;
const DEFAULT_MS = 60_000;
/** How long music plays whose length nobody tells. A guess. */
const UNKNOWN_LENGTH_MS = 60_000;

const Settings = Type.Object(
  {
    prompt: Type.Optional(
      AudioSetting({ description: 'The music; Flow.HoldPrompt when absent. Keys do not cut it short.' }),
    ),
    playStyle: Type.Optional(
      Type.Object(
        {
          entirePrompt: Type.Optional(Type.Literal(true, { description: 'Once, to its end.' })),
          durationSeconds: Type.Optional(
            SecondsValue({ minimum: 0, maximum: MAX_SECONDS, description: 'So long, again and again.' }),
          ),
        },
        {
          additionalProperties: false,
          description: '{ "entirePrompt": true } or { "durationSeconds": 60 }; one minute when absent.',
        },
      ),
    ),
    bargeIn: Type.Optional(Type.Boolean({ default: false, description: 'Whether a key ends the music.' })),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** Plays music while a caller waits in a queue. Architect: Hold Music (facts/ACTIONS 2.2). */
export const holdMusic = defineFlowAction({
  type: 'holdMusic',
  title: 'Hold Music',
  description: 'Plays music to a caller who waits in a queue, for some time or to its end.',
  category: 'Audio',
  differences: [
    'Guess: music whose length the environment does not tell plays for a minute.',
    'Music that plays for some time is told once in the transcript, however often it begins anew.',
  ],
  settings: Settings,
  outputs: [],
  flushes: true,
  flowTypes: ['inqueueCall'],
  check({ playStyle = {} }, tools) {
    if (playStyle.entirePrompt === true && playStyle.durationSeconds !== undefined)
      tools.report(
        'error',
        '/playStyle',
        'WRONG_VALUE',
        '`entirePrompt` goes without `durationSeconds`',
        'keep one of them',
      );
  },
  enter(settings, context) {
    const music = musicOf(settings.prompt, settings.bargeIn === true, context);
    const ms = lengthOf(settings, music, context);
    for (const one of music) context.queue(one);
    const { playing } = context.flush();
    const dueAt = context.now + ms;
    // Music begins anew or is cut so that it ends when the time is over.
    return { wait: { for: 'time', playing: playing.map((one) => ({ ...one, endsAt: dueAt })), dueAt } };
  },
  resume({ bargeIn = false }, stimulus, wait) {
    if (stimulus.type === 'timeElapsed') return { next: true };
    const isCut = stimulus.type === 'pressed' || stimulus.type === 'spoke';
    return isCut && bargeIn ? { next: true } : { wait };
  },
});

function musicOf(
  prompt: Audio | undefined,
  bargeIn: boolean,
  context: ActionContext,
): readonly QueuedAudio[] {
  const audio = prompt ?? { prompt: context.defaults.holdMusic, bargeIn };
  return context.audioOf(audio).map((one) => ({ ...one, bargeIn }));
}

function lengthOf(
  { playStyle = {} }: Settings,
  music: readonly QueuedAudio[],
  context: ActionContext,
): number {
  if (playStyle.entirePrompt === true) return musicMs(music, context) || UNKNOWN_LENGTH_MS;
  const given = playStyle.durationSeconds === undefined ? undefined : context.read(playStyle.durationSeconds);
  if (typeof given !== 'number') return DEFAULT_MS;
  return Math.min(Math.max(0, given), MAX_SECONDS * 1000);
}

/** How long music plays to its end, whole milliseconds; 0 when nobody tells. */
function musicMs(music: readonly QueuedAudio[], { environment }: ActionContext): number {
  if (music.some((one) => one.seconds === undefined && isUnknownPrompt(one))) return 0;
  const speed = environment.speechCharactersPerSecond || Number.POSITIVE_INFINITY;
  return music.reduce((ms, { text, seconds }) => ms + Math.round((seconds ?? text.length / speed) * 1000), 0);
}
