import type { Tone } from '../../parts/badge.tsx';

/** A message in `GET /attendant/outbox`. */
export interface Message {
  readonly messageId: string;
  readonly conversationId: string;
  readonly clientId: string | null;
  readonly channel: keyof typeof CHANNELS;
  readonly fromAddress: string;
  readonly toAddress: string;
  readonly templateId: string | null;
  readonly subject: string | null;
  /** In the list: how it begins. */
  readonly text: string;
  readonly status: string;
  readonly carrier: string | null;
  readonly externalId: string | null;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
  readonly queuedAt: string;
  readonly sentAt: string | null;
  readonly deliveredAt: string | null;
  readonly readAt: string | null;
  readonly failedAt: string | null;
}

/** `GET /attendant/outbox/{messageId}`. */
export interface WholeMessage extends Message {
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly template?: Template | null;
  readonly email?: EmailParts;
}

/** A WhatsApp template with its values. */
export interface Template {
  readonly name: string;
  readonly language: string;
  readonly header: string | null;
  readonly media: { readonly kind: string; readonly url: string } | null;
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly {
    readonly kind: 'url' | 'phoneNumber' | 'quickReply';
    readonly text: string;
    readonly url?: string;
    readonly phoneNumber?: string;
  }[];
}

/** What an e-mail has besides. */
export interface EmailParts {
  readonly fromName: string | null;
  readonly toName: string | null;
  readonly replyTo: string | null;
  readonly hasHtml: boolean;
}

/** The channels, as people call them. */
export const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;

/** How far a message can be. */
export const STATUS_TONES: { readonly [status: string]: Tone } = {
  queued: 'live',
  sending: 'live',
  sent: 'live',
  delivered: 'good',
  read: 'good',
  unknown: 'warn',
  failed: 'bad',
  bounced: 'bad',
};
