import type { Message } from '../messages/message.ts';

/** How the sending of one message ended. */
export type SendResult =
  /** The carrier took it; what becomes of it comes as receipts. */
  | { readonly kind: 'sent'; readonly externalId?: string }
  /** The carrier will never take it. */
  | { readonly kind: 'failed' | 'bounced'; readonly code: string; readonly reason: string }
  /** Nothing was taken; the same may be tried later. */
  | { readonly kind: 'later'; readonly code: string; readonly reason: string; readonly afterMs?: number }
  /** It may or may not have been taken. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Brings messages of a channel to the world outside: SMTP, Meta's Cloud API.
 *
 * `send` is called only for a message that is stored as `sending`, never throws for trouble with the network, and is
 * never called again for a message whose outcome is unknown.
 */
export interface Carrier {
  /** As it is kept with the message, such as `smtp`. */
  readonly name: string;
  /** How many messages may be under way at once. */
  readonly concurrency: number;
  /** Has a time limit of its own. */
  send(message: Message): Promise<SendResult>;
  close(): Promise<void>;
}
