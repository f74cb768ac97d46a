import { refuseMismatch } from '../message-templates/match-parameters.ts';
import {
  MAX_BODY_LENGTH,
  MAX_HEADER_LENGTH,
  type MessageTemplate,
} from '../message-templates/message-template.ts';
import { sentTemplate } from '../message-templates/sent-template.ts';
import { templateText } from '../message-templates/template-text.ts';
import { readPhoneId } from '../phone-id.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { isBlocked } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import { type AllowedSend, refuseConnected, type SendFacts } from './allowed-send.ts';
import type { WhatsAppSend } from './send-request.ts';

type FilledTemplate = Omit<AllowedSend, 'continues'>;

/** Whether a WhatsApp message may be sent, asked in the order W2, W3, W4, W5, W7; the first rule broken refuses. */
export function allowWhatsApp(send: WhatsAppSend, facts: SendFacts): Outcome<AllowedSend> {
  const refused = refuseIntegration(send, facts);
  if (refused !== undefined) return refused;
  const address = readPhoneId(send.toAddress, 'toAddress');
  if (!address.ok) return address;
  const filled = templateOf(send, facts);
  if (!filled.ok) return filled;
  if (facts.consent('whatsapp', send.toAddress)?.status !== 'granted') return NO_CONSENT;
  const continues = facts.conversation('whatsapp', send.fromAddress, send.toAddress);
  return refuseConnected(send, continues) ?? done({ ...filled.value, continues });
}

const NO_CONSENT = refuse(
  'attendant.consent.missing',
  'No granted WhatsApp consent is on record for toAddress; ask the person first, then record it in the consent register.',
  { field: 'toAddress' },
);

function refuseIntegration(send: WhatsAppSend, facts: SendFacts): Outcome<never> | undefined {
  const integration = facts.integration(send.fromAddress);
  const field = 'fromAddress';
  if (integration === undefined) {
    return refuse(
      'attendant.integration.not.found',
      'fromAddress must be the id of a WhatsApp integration of this organization.',
      { field },
    );
  }
  if (isBlocked(integration, facts.now())) {
    return refuse(
      'attendant.sender.blocked',
      `WhatsApp has blocked ${integration.name}: too many of its messages went to numbers that are not on WhatsApp. Wait, or have the operator lift it.`,
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

function templateOf(send: WhatsAppSend, facts: SendFacts): Outcome<FilledTemplate> {
  if (send.responseId === undefined) {
    return refuse(
      'attendant.template.required',
      'messagingTemplate is required: WhatsApp takes approved templates only.',
      { field: 'messagingTemplate' },
    );
  }
  const template = facts.template(send.responseId);
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
  if (template.integrationIds?.includes(send.fromAddress) === false) {
    return refuse(
      'attendant.template.other.integration',
      `The template ${template.id} does not belong to the integration in fromAddress.`,
      { field },
    );
  }
  return refuseMismatch(template, send.values) ?? filled(template, send);
}

function filled(template: MessageTemplate, send: WhatsAppSend): Outcome<FilledTemplate> {
  const { header, body } = templateText(template, send.values);
  if ([...header].length <= MAX_HEADER_LENGTH && [...body].length <= MAX_BODY_LENGTH)
    return done({
      templateId: template.id,
      text: header === '' ? body : `${header}\n${body}`,
      fields: { template: sentTemplate(template, send.values) },
    });
  return refuse(
    'attendant.template.text.too.long',
    `The template ${template.id} with these parameters is too long: the header takes ${MAX_HEADER_LENGTH} characters, the body ${MAX_BODY_LENGTH}.`,
    { field: 'messagingTemplate' },
  );
}
