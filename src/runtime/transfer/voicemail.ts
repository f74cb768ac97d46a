import type { JsonObject } from '../../authoring/json.ts';
import type { Stimulus, Wait } from '../conversation.ts';
import { defaultText } from '../default-texts.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import type { Audio } from '../settings.ts';

/** Longest message of a caller: three minutes. Genesys: help page "transfer to voicemail action". */
const MAX_RECORDING_MS = 180_000;

/** Lets the caller leave a message. The caller is out of any queue from now on. @param mailbox whose it is, for events. */
export function beginVoicemail(
  mailbox: string,
  about: JsonObject,
  greeting: Audio | undefined,
  context: ActionContext,
): Next<never> {
  context.leaveQueue();
  context.emit('beganVoicemail', { mailbox, ...about });
  if (greeting === undefined)
    context.queue({ text: defaultText('voicemailGreeting', context.language), bargeIn: true });
  else context.say(greeting);
  const { playing, endsAt } = context.flush();
  return { wait: { for: 'recording', mailbox, playing, dueAt: endsAt + MAX_RECORDING_MS } };
}

/** Any key ends the message, as does the longest time it may take. A key that cuts the greeting short only does that. */
export function goOnRecording(
  stimulus: Stimulus,
  wait: Wait & { readonly for: 'recording' },
  context: ActionContext,
): Next<never> {
  if (stimulus.type === 'pressed') dropKeys(context);
  const isOver = stimulus.type === 'timeElapsed' || stimulus.type === 'pressed';
  if (!isOver || context.now <= beganAt(wait)) return { wait };
  leaveVoicemail(wait, context);
  return { end: { reason: 'transferred', detail: `voicemail of ${wait.mailbox}` } };
}

/** Tells that a message was left; a hang-up sends it, too. */
export function leaveVoicemail(wait: Wait, context: ActionContext): void {
  if (wait.for !== 'recording' || context.now <= beganAt(wait)) return;
  context.emit('leftVoicemail', {
    mailbox: wait.mailbox,
    seconds: Math.round((context.now - beganAt(wait)) / 1000),
  });
}

function beganAt({ dueAt = 0 }: Wait): number {
  return dueAt - MAX_RECORDING_MS;
}

function dropKeys(context: ActionContext): void {
  while (context.takeKey() !== undefined);
}
