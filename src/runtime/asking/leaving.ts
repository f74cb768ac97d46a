import type { Confirming } from '../conversation.ts';
import { agentWords } from '../default-texts.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import { tell, textOr } from '../tell.ts';
import { containsWords, plainWords } from '../understanding/plain-words.ts';
import { understandIntent } from '../understanding/understand.ts';
import type { Input } from './input.ts';

/** Surer than this, in percent, is understood without asking back. Architect's default. */
export const HIGH_CONFIDENCE = 70;
/** Less sure than this is not understood. Architect's default. */
export const LOW_CONFIDENCE = 20;
/** A longer text that names a person is about something else. A guess. */
const MAX_AGENT_WORDS = 8;

/** Whether somebody asks for a person, and the bot may call one. */
export function wantsAgent({ text, understood }: Input, context: ActionContext): boolean {
  const { enableAgentEscalation = false, collectionHighConfidenceThreshold = HIGH_CONFIDENCE } =
    context.bot.settings;
  if (!enableAgentEscalation || understood !== undefined) return false;
  const words = plainWords(text);
  const isAsked =
    words.length <= MAX_AGENT_WORDS &&
    agentWords(context.language).some((one) => containsWords(words, plainWords(one)));
  if (!isAsked) return false;
  const intent = understandIntent(context.bot.nlu, text, context);
  return (intent?.confidence ?? 0) < collectionHighConfidenceThreshold;
}

/** The question whether a person is wanted. */
export function agentWanted({ text }: Input, context: ActionContext): Confirming {
  const { agentEscalationConfirmation } = context.bot.settings;
  const question = textOr(agentEscalationConfirmation, 'agentEscalationConfirmation', context);
  context.emit('askedForAgent', { words: text });
  return { what: 'agent', answer: true, words: text, question, noInputs: 0, noMatches: 0 };
}

/** Leaves the bot for a person. */
export function handOver(context: ActionContext): Next {
  const { agentEscalationHandover, agentEscalationHandling } = context.bot.settings;
  const text = textOr(agentEscalationHandover, 'agentHandover', context);
  return leaveBot(text, 'AgentRequestedByUser', agentEscalationHandling, context);
}

/** Says farewell and leaves the bot: back to its caller, or for good. */
export function leaveBot(
  text: string,
  reason: string,
  how: string | undefined,
  context: ActionContext,
): Next {
  tell(context, text, { bargeIn: false });
  if (how !== 'disconnect') return { exitFlow: { reason } };
  context.flush();
  return { end: { reason: 'flowDisconnected', detail: reason } };
}
