import { Type } from 'typebox';
import type { Stimulus, Wait } from '../conversation.ts';
import { defaultText } from '../default-texts.ts';
import type { Expression } from '../expression/expression.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import { SecondsValue } from '../settings.ts';
import { failTransfer, notTaken, TRANSFER_SETTINGS, type TransferSettings } from './transfer.ts';
import { beginVoicemail, goOnRecording } from './voicemail.ts';

/** Settings of transfers to somebody whose phone rings. */
export const RING_SETTINGS = {
  connectTimeoutSeconds: Type.Optional(
    SecondsValue({
      minimum: 0,
      maximum: 600,
      description: "How long it may ring; the flow's default is 30.",
    }),
  ),
  ...TRANSFER_SETTINGS,
} as const;

/** The settings above, compiled. */
export interface RingSettings extends TransferSettings {
  readonly connectTimeoutSeconds?: Expression;
}

/** Somebody whose phone rings, and what the environment says comes of it. */
export interface Callee {
  readonly kind: 'user' | 'group' | 'number';
  readonly name: string;
  /** Absent: at once. */
  readonly answers?: boolean;
  readonly answerSeconds?: number;
  /** Where the call goes when nobody answers. */
  readonly unanswered: 'voicemail' | 'failure';
}

const TRANSFERRED = {
  user: 'transferredToUser',
  group: 'transferredToGroup',
  number: 'transferredToNumber',
} as const;

/** Rings somebody: waits for an answer, or until it has rung long enough. */
export function ring(callee: Callee, settings: RingSettings, context: ActionContext): Next<never> {
  const { kind, name, answers = true, answerSeconds = 0 } = callee;
  if (settings.preTransferAudio !== undefined) context.say(settings.preTransferAudio);
  const { playing, endsAt } = context.flush();
  context.emit(TRANSFERRED[kind], { [kind]: name });
  const longest = connectMs(settings, context);
  const isAnswered = answers && answerSeconds * 1000 <= longest;
  const outcome = isAnswered ? 'answer' : callee.unanswered === 'voicemail' ? 'voicemail' : 'fail';
  const dueAt = endsAt + (isAnswered ? answerSeconds * 1000 : longest);
  return { wait: { for: 'transfer', to: name, outcome, playing, dueAt } };
}

function connectMs({ connectTimeoutSeconds }: RingSettings, context: ActionContext): number {
  const given = connectTimeoutSeconds === undefined ? undefined : context.read(connectTimeoutSeconds);
  return typeof given === 'number' ? Math.max(0, given) : context.defaults.connectTimeoutSeconds * 1000;
}

/**
 * What comes of the ringing: an answer ends the flow; otherwise there is a voicemail, or the transfer has failed.
 *
 * @param onFailure `hangUp`: says that nobody is there and hangs up.
 */
export function goOnRinging(
  settings: RingSettings,
  stimulus: Stimulus,
  wait: Wait,
  context: ActionContext,
  { onFailure }: { readonly onFailure: 'failure' | 'hangUp' } = { onFailure: 'failure' },
): Next<'failure'> {
  if (wait.for === 'recording') return goOnRecording(stimulus, wait, context);
  if (wait.for !== 'transfer') return { wait };
  const { to, outcome } = wait;
  if (stimulus.type === 'agentAnswered') return answered(to, context);
  if (stimulus.type !== 'timeElapsed') return { wait };
  if (outcome === 'answer') return answered(to, context);
  if (outcome === 'voicemail') return beginVoicemail(to, {}, undefined, context);
  if (onFailure === 'hangUp') return nobodyThere(to, settings, context);
  return failTransfer(notTaken(to), settings, context);
}

function answered(name: string, context: ActionContext): Next<never> {
  context.emit('answeredTransfer', { by: name });
  return { end: { reason: 'transferred', detail: name } };
}

function nobodyThere(
  name: string,
  { failureTransferAudio }: RingSettings,
  context: ActionContext,
): Next<never> {
  context.emit('failedTransfer', { ...notTaken(name) });
  if (failureTransferAudio === undefined)
    context.queue({ text: defaultText('transferFailed', context.language), bargeIn: true });
  else context.say(failureTransferAudio);
  return { hangUp: true };
}
