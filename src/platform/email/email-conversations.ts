import type { ConversationView } from '../conversations/conversation-view.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { EmailExcerpt, EmailExcerpts } from './email-excerpts.ts';

/** What reading e-mails works with. */
export interface EmailConversationsParts {
  readonly conversations: Pick<Conversations, 'one'>;
  readonly messages: Pick<MessageStore, 'one'>;
  readonly excerpts: EmailExcerpts;
}

/** Conversations by e-mail, and what became of each e-mail in them (E12). Genesys asks for no permission to read them. */
export function openEmailConversations({ conversations, messages, excerpts }: EmailConversationsParts) {
  function one(id: string): Outcome<ConversationView> {
    const found = conversations.one(id, 'all');
    return !found.ok || found.value.media === 'email' ? found : NO_EMAIL_CONVERSATION;
  }

  /** One page of its e-mails, the oldest first. */
  function list(
    id: string,
    page: { readonly limit: number; readonly offset: number },
  ): Outcome<{ readonly emails: readonly EmailExcerpt[]; readonly total: number }> {
    const found = one(id);
    return found.ok ? done({ emails: excerpts.page(id, page), total: excerpts.count(id) }) : found;
  }

  function email(conversationId: string, id: string): Outcome<Message> {
    const found = one(conversationId);
    if (!found.ok) return found;
    const message = messages.one(id);
    return message?.interactionId === conversationId && message.channel === 'email'
      ? done(message)
      : refuse('not.found', 'The conversation has no e-mail with this id.');
  }

  return { one, list, email };
}

/** What openEmailConversations returns. */
export type EmailConversations = ReturnType<typeof openEmailConversations>;

const NO_EMAIL_CONVERSATION = refuse(
  'conversation.error.conversation.not.found',
  'No conversation by e-mail has this id.',
);
