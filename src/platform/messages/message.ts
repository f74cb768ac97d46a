import type { JsonObject } from '../../authoring/json.ts';

/** Channels that carry messages. */
export const MESSAGE_CHANNELS = ['email', 'whatsapp', 'sms'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/**
 * How far a message is.
 *
 * `sending`: a carrier was asked and has not answered yet. `unknown`: it may or may not have been taken, and only a
 * receipt can tell; it is never sent again by itself. `received` is what a customer sent us.
 */
export type MessageStatus =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'bounced'
  | 'failed'
  | 'received';

/** What the local outbox does with a message, one after the other. */
export interface PlannedStep {
  readonly status: 'sent' | 'delivered' | 'read' | 'bounced' | 'failed';
  /** After the step before, or after acceptance; 0 for at once. */
  readonly afterMs: number;
  readonly code?: string;
  readonly reason?: string;
}

/** A row of `message`. Times are epoch ms. */
export interface Message {
  readonly id: string;
  readonly interactionId: string;
  readonly channel: MessageChannel;
  readonly direction: 'inbound' | 'outbound';
  /** The OAuth client that sent it; null for what customers and flows write. */
  readonly clientId: string | null;
  /** The run of the campaign that sent it, by its number; null for what no campaign sends. */
  readonly campaignRun: number | null;
  /** The contact of the campaign's list it is for. */
  readonly contactSequence: number | null;
  readonly fromAddress: string;
  readonly toAddress: string;
  readonly templateId: string | null;
  readonly subject: string | null;
  readonly text: string;
  /** What else its channel keeps. */
  readonly fields: JsonObject;
  /** The carrier's name for it: Message-ID, wamid. */
  readonly externalId: string | null;
  /** Who took it: outbox, smtp, meta. */
  readonly carrier: string | null;
  readonly status: MessageStatus;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
  readonly plan: readonly PlannedStep[] | null;
  /** When its carrier looks at it next; null: it has nothing to do. */
  readonly dueAt: number | null;
  readonly attempts: number;
  readonly acceptedAt: number;
  readonly sentAt: number | null;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly failedAt: number | null;
}

/** All of a message but what it says: an e-mail may say 3 MB. */
export type MessageHead = Omit<Message, 'text' | 'fields'>;

/** A message in a list: its head, and how its text begins. */
export type MessageExcerpt = Omit<Message, 'fields'>;

/** A message as it is accepted, or as it came in. */
export interface NewMessage
  extends Pick<
    Message,
    'id' | 'interactionId' | 'channel' | 'direction' | 'fromAddress' | 'toAddress' | 'text' | 'acceptedAt'
  > {
  readonly clientId?: string;
  readonly campaignRun?: number;
  readonly contactSequence?: number;
  readonly templateId?: string;
  readonly subject?: string;
  readonly fields?: JsonObject;
  readonly externalId?: string;
  /** What the local outbox does with it; absent: delivers it at once. Other carriers do not read it. */
  readonly plan?: readonly PlannedStep[];
}

/** Who sends a message: a client, or a campaign for a contact. */
export type MessageSender = Pick<NewMessage, 'clientId' | 'campaignRun' | 'contactSequence'>;

/** An outbound message as it is when it has just been accepted. */
export function queuedMessage({ text: _text, fields: _fields, ...message }: NewMessage): MessageHead {
  return {
    clientId: null,
    campaignRun: null,
    contactSequence: null,
    templateId: null,
    subject: null,
    externalId: null,
    plan: null,
    ...message,
    carrier: null,
    status: 'queued',
    errorCode: null,
    errorReason: null,
    dueAt: message.acceptedAt,
    attempts: 0,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failedAt: null,
  };
}

/** News of a message on its way. */
export interface DeliveryNews {
  readonly status: Exclude<MessageStatus, 'queued' | 'received'>;
  readonly at: number;
  readonly code?: string;
  readonly reason?: string;
  readonly externalId?: string;
}

const RANKS: { readonly [status in MessageStatus]: number } = {
  queued: 0,
  sending: 1,
  unknown: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  failed: 5,
  bounced: 6,
  received: 9,
};

/**
 * Whether news says more than what is known. Receipts come in any order and more than once: a message never goes back,
 * one that was read did not fail afterwards, and a bounce may come after everything but another bounce.
 */
export function isNews(known: MessageStatus, told: MessageStatus): boolean {
  if (known === 'received' || known === told) return false;
  if (known === 'read' && told === 'failed') return false;
  return RANKS[told] > RANKS[known] || (known === 'sending' && told === 'unknown');
}
