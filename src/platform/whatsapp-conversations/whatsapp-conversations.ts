import { Type } from 'typebox';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type WhatsAppConversation, whatsAppConversationStore } from './whatsapp-conversation-store.ts';

const checkState = requestCheck(
  Type.Object({ state: Type.Enum(['connected', 'disconnected']) }, { additionalProperties: false }),
);

/** Conversations with customers, and the operator's way to say whether an agent is in one (W7). */
export function openWhatsAppConversations({
  database,
  clock,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
}) {
  const store = whatsAppConversationStore(database.sqlite);

  /** Connects an agent with a conversation, or disconnects it. */
  async function putState(id: string, body: unknown): Promise<Outcome<WhatsAppConversation>> {
    const checked = checkState(body);
    if (!checked.ok) return checked;
    await database.commits.add(() => void store.setState(id, checked.value.state, clock.now()));
    const conversation = store.one(id);
    return conversation === undefined
      ? refuse('attendant.conversation.not.found', 'No WhatsApp conversation has this id.')
      : done(conversation);
  }

  return { store, putState };
}
