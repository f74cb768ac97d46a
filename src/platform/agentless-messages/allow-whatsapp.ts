import type { Consent } from '../consents/consent-store.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { refuseMismatch } from '../message-templates/match-parameters.ts';
import {
  MAX_BODY_LENGTH,
  MAX_HEADER_LENGTH,
  type MessageTemplate,
} from '../message-templates/message-template.ts';
import type { StoredTemplate } from '../message-templates/message-template-store.ts';
import { templateText } from '../message-templates/template-text.ts';
import { readPhoneId } from '../phone-id.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { WhatsAppIntegration } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import type { WhatsAppSend } from './send-request.ts';

/** What is known at the moment of deciding; read inside the write that stores the message. */
export interface WhatsAppFacts {
  integration(id: string): WhatsAppIntegration | undefined;
  template(id: string): StoredTemplate | undefined;
  consent(channel: string, address: string): Consent | undefined;
  conversation(integrationId: string, address: string): Interaction | undefined;
}

/** A message that may be sent. */
export interface AllowedWhatsApp {
  readonly template: MessageTemplate;
  readonly header: string;
  readonly body: string;
  /** The conversation it continues; absent when it begins one. */
  readonly continues: Interaction | undefined;
}

/** Whether a message may be sent, asked in the order W2, W3, W4, W5, W7; the first rule broken refuses. */
export function allowWhatsApp(send: WhatsAppSend, facts: WhatsAppFacts): Outcome<AllowedWhatsApp> {
  const refused = refuseIntegration(send, facts);
  if (refused !== undefined) return refused;
  const address = readPhoneId(send.toAddress, 'toAddress');
  if (!address.ok) return address;
  const text = templateOf(send, facts);
  if (!text.ok) return text;
  if (facts.consent('whatsapp', send.toAddress)?.status !== 'granted') return NO_CONSENT;
  const continues = facts.conversation(send.integrationId, send.toAddress);
  if (continues?.state === 'connected' && !send.useExistingActiveConversation) return CONNECTED;
  return done({ ...text.value, continues });
}

const NO_CONSENT = refuse(
  'attendant.consent.missing',
  'No granted WhatsApp consent is on record for toAddress; ask the person first, then record it in the consent register.',
  { field: 'toAddress' },
);

const CONNECTED = refuse(
  'attendant.conversation.connected',
  'An agent is in a connected WhatsApp conversation with toAddress; wait until it is disconnected, or set useExistingActiveConversation to true.',
  { field: 'useExistingActiveConversation' },
);

function refuseIntegration(send: WhatsAppSend, facts: WhatsAppFacts): Outcome<never> | undefined {
  const integration = facts.integration(send.integrationId);
  const field = 'fromAddress';
  if (integration === undefined) {
    return refuse(
      'attendant.integration.not.found',
      'fromAddress must be the id of a WhatsApp integration of this organization.',
      { field },
    );
  }
  if (integration.status === 'active') return undefined;
  return refuse(
    'attendant.integration.not.active',
    `The WhatsApp integration ${integration.name} is not active; activate it, or name another in fromAddress.`,
    { field },
  );
}

function templateOf(send: WhatsAppSend, facts: WhatsAppFacts): Outcome<Omit<AllowedWhatsApp, 'continues'>> {
  if (send.responseId === undefined) {
    return refuse(
      'attendant.template.required',
      'messagingTemplate is required: WhatsApp takes approved templates only.',
      { field: 'messagingTemplate' },
    );
  }
  const template = facts.template(send.responseId)?.template;
  const field = 'messagingTemplate.responseId';
  if (template === undefined)
    return refuse('attendant.template.not.found', `${field} must be the id of a message template.`, {
      field,
    });
  if (template.status !== 'approved') {
    return refuse(
      'attendant.template.not.approved',
      `The template ${template.id} is ${template.status}; only approved templates can be sent.`,
      { field },
    );
  }
  if (template.integrationIds?.includes(send.integrationId) === false) {
    return refuse(
      'attendant.template.other.integration',
      `The template ${template.id} does not belong to the integration in fromAddress.`,
      { field },
    );
  }
  return refuseMismatch(template, send.values) ?? filled(template, send);
}

function filled(template: MessageTemplate, send: WhatsAppSend): Outcome<Omit<AllowedWhatsApp, 'continues'>> {
  const { header, body } = templateText(template, send.values);
  if ([...header].length <= MAX_HEADER_LENGTH && [...body].length <= MAX_BODY_LENGTH)
    return done({ template, header, body });
  return refuse(
    'attendant.template.text.too.long',
    `The template ${template.id} with these parameters is too long: the header takes ${MAX_HEADER_LENGTH} characters, the body ${MAX_BODY_LENGTH}.`,
    { field: 'messagingTemplate' },
  );
}
