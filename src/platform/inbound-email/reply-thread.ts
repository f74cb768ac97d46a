import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { InboundEmailStore } from './inbound-email-store.ts';
import type { IncomingMail } from './incoming-mail.ts';

/** How long after an e-mail a reply to it joins its thread (E11). */
export const REPLY_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The e-mail that another one answers, if that is still open: the newest of those it refers to, not older than 30 days
 * (E11). Both ages are of this machine's clock, when the one was accepted and when the other came in: the Date header is
 * the sender's to choose.
 */
export function answeredMessage(
  { answers }: Pick<IncomingMail, 'answers'>,
  {
    store,
    messages,
    now,
  }: { readonly store: InboundEmailStore; readonly messages: MessageStore; readonly now: number },
): Message | undefined {
  const named = answers.flatMap((messageId) => {
    const id = store.named(messageId);
    const message = id === undefined ? undefined : messages.one(id);
    return message === undefined ? [] : [message];
  });
  const [newest] = named.sort((one, other) => other.acceptedAt - one.acceptedAt);
  return newest !== undefined && isOpen(newest, now) ? newest : undefined;
}

/** Whether a reply that comes in now joins the thread of a message. */
export function isOpen({ acceptedAt }: Pick<Message, 'acceptedAt'>, now: number): boolean {
  return now - acceptedAt <= REPLY_WINDOW_MS;
}
