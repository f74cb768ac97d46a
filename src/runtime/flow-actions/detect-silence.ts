import { Type } from 'typebox';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { SILENCE_SETTINGS, type SilenceSettings, silenceMs, silenceTimeoutMs } from '../silence.ts';

/** Waits until nobody speaks. Architect: Detect Silence (facts/ACTIONS 2.2). */
export const detectSilence = defineFlowAction({
  type: 'detectSilence',
  title: 'Detect Silence',
  description: 'Waits until nobody has spoken for a while.',
  category: 'Audio',
  paths: { success: 'it was silent long enough', timeout: 'it was not, in all the time' },
  events: ['brokeSilence'],
  differences: [
    'A word or a key breaks the silence for a moment: how long somebody speaks is not known here.',
    'Guess: keys break the silence as words do.',
  ],
  settings: Type.Object(SILENCE_SETTINGS, { additionalProperties: false }),
  outputs: ['success', 'timeout'],
  flushes: true,
  flowTypes: CALL_FLOWS,
  enter: (settings, context) =>
    listen(settings, 0, context.now + silenceTimeoutMs(settings, context), context),
  resume(settings, stimulus, wait, context) {
    if (wait.for !== 'silence') return { wait };
    if (stimulus.type === 'timeElapsed') return { output: context.now < wait.until ? 'success' : 'timeout' };
    if (stimulus.type !== 'spoke' && stimulus.type !== 'pressed') return { wait };
    const retries = wait.retries + 1;
    context.emit('brokeSilence', {
      ...(stimulus.type === 'spoke' ? { words: stimulus.words } : {}),
      retries,
    });
    return listen(settings, retries, wait.until, context);
  },
});

function listen(
  settings: SilenceSettings,
  retries: number,
  until: number,
  context: ActionContext,
): Next<never> {
  const dueAt = Math.min(context.now + silenceMs(settings, context), until);
  return { wait: { for: 'silence', retries, until, dueAt } };
}
