import type { JsonObject } from '../../authoring/json.ts';

/** Channels that customers write messages on; e-mail has an intake of its own. */
export const INBOUND_CHANNELS = ['whatsapp', 'sms'] as const;

/** What a customer wrote, as a carrier or the operator brings it. */
export interface InboundMessage {
  readonly channel: (typeof INBOUND_CHANNELS)[number];
  /** The id of the integration, or the number of ours in E.164. */
  readonly to: string;
  /** A phone ID on WhatsApp, E.164 for SMS. */
  readonly from: string;
  /** As the customer calls themselves. */
  readonly name?: string;
  /** The carrier's name for it, by which it is known when it comes twice. */
  readonly externalId: string;
  /** What is read, and what a flow hears. */
  readonly text: string;
  /** What else its channel keeps. */
  readonly fields?: JsonObject;
  /** When it was written, epoch ms. */
  readonly at: number;
}
