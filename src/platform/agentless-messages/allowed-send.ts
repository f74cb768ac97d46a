import type { JsonObject } from '../../authoring/json.ts';
import type { Consent } from '../consents/consent-store.ts';
import type { InteractionStanding } from '../interactions/interaction-store.ts';
import type { MessageTemplate } from '../message-templates/message-template.ts';
import type { MessageChannel } from '../messages/message.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { SmsNumber } from '../sms-numbers/sms-number-store.ts';
import type { WhatsAppIntegration } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import type { AgentlessSend } from './send-request.ts';

/** What is known at the moment of deciding; read inside the write that stores the message. */
export interface SendFacts {
  readonly now: () => number;
  integration(id: string): WhatsAppIntegration | undefined;
  smsNumber(phoneNumber: string): SmsNumber | undefined;
  template(id: string): MessageTemplate | undefined;
  consent(channel: MessageChannel, address: string): Consent | undefined;
  conversation(channel: MessageChannel, ownAddress: string, address: string): InteractionStanding | undefined;
}

/** A message that may be sent. */
export interface AllowedSend {
  /** What the customer reads. */
  readonly text: string;
  readonly templateId?: string;
  /** What else its channel keeps. */
  readonly fields?: JsonObject;
  /** The conversation it continues; absent when it begins one. */
  readonly continues: InteractionStanding | undefined;
}

const CHANNEL_NAMES = { whatsapp: 'WhatsApp', sms: 'SMS' } as const;

/**
 * Why the customer's conversation is in the way (W7): an agent is in it, and the request does not say that it may join.
 * A disconnected one is continued, however old, and so is one that waits with a flow or in a queue: nobody talks there.
 */
export function refuseConnected(
  { channel, useExistingActiveConversation }: AgentlessSend,
  current: InteractionStanding | undefined,
): Outcome<never> | undefined {
  if (current?.state !== 'connected' || useExistingActiveConversation) return undefined;
  return refuse(
    'attendant.conversation.connected',
    `An agent is in a connected ${CHANNEL_NAMES[channel]} conversation with toAddress; wait until it is disconnected, or set useExistingActiveConversation to true.`,
    { field: 'useExistingActiveConversation' },
  );
}
