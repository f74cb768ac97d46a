import type { AgentlessMessages } from '../agentless-messages/agentless-messages.ts';
import { MAX_SMS_LENGTH } from '../agentless-messages/send-request.ts';
import { type Contact, type ContactList, columnText } from '../contact-lists/contact-list.ts';
import type { AgentlessEmails } from '../email/agentless-emails.ts';
import { readMailAddress } from '../email/email-address.ts';
import {
  type EmailSend,
  MAX_BODY_BYTES,
  MAX_SUBJECT_LENGTH,
  type Mailbox,
} from '../email/send-email-request.ts';
import type { MessageSender } from '../messages/message.ts';
import type { Outcome, Refusal, RefusalCode } from '../refusal.ts';
import type { Campaign, EmailConfig, SkipReason, SmsConfig, WhatsAppConfig } from './campaign.ts';
import { type CampaignContent, contentOf } from './campaign-content.ts';
import { columnsOf } from './campaign-faults.ts';
import type { CampaignGround } from './campaign-ground.ts';
import { columnIndex } from './content-columns.ts';
import { filledText, htmlValue, lineValue } from './filled-text.ts';

/** What came of offering a contact a message. */
export type Offered =
  | { readonly kind: 'messaged' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  /** Nothing of the campaign can be sent now. */
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

/** Offers contacts of a campaign their message. Must run inside a commit. */
export type Offer = (contact: Contact, address: string, sender: MessageSender) => Offered;

/** What messages go out through. */
export interface OfferParts {
  readonly ground: CampaignGround;
  readonly messages: Pick<AgentlessMessages, 'offer'>;
  readonly emails: Pick<AgentlessEmails, 'offer'>;
}

/** The address that a contact is written to: that of the first of the campaign's columns which holds one; `''` for none. */
export function addressOf({ settings }: Campaign, list: ContactList, contact: Contact): string {
  for (const column of columnsOf(settings)) {
    const text = columnText(contact, list, column).trim();
    if (text !== '') return text;
  }
  return '';
}

/** Makes the offers of a campaign: what is the same for all contacts is looked up once. */
export function offersOf(campaign: Campaign, list: ContactList, parts: OfferParts): Offer {
  const { whatsApp, sms, email } = campaign.settings;
  if (whatsApp !== undefined) return whatsAppOffers(whatsApp, list, parts);
  if (sms !== undefined) return smsOffers(sms, list, parts);
  if (email !== undefined) return emailOffers(email, list, parts);
  throw new Error(`campaign ${campaign.id} has no channel`);
}

function whatsAppOffers(
  { integrationId, templateId }: WhatsAppConfig,
  list: ContactList,
  parts: OfferParts,
): Offer {
  const places = (parts.ground.template(templateId)?.parameters ?? []).map(({ component, id }) => ({
    component,
    id,
    column: columnIndex(list, id) ?? -1,
  }));
  return (contact, toAddress, sender) =>
    offered(
      parts.messages.offer(
        {
          channel: 'whatsapp',
          fromAddress: integrationId,
          toAddress,
          useExistingActiveConversation: false,
          responseId: templateId,
          values: places.map(({ component, id, column }) => ({
            component,
            id,
            value: contact.data[column] ?? '',
          })),
        },
        sender,
      ),
    );
}

function smsOffers(config: SmsConfig, list: ContactList, { ground, messages }: OfferParts): Offer {
  const content = contentFor(config.templateId, 'CampaignSmsTemplate', ground);
  return (contact, toAddress, sender) => {
    const text =
      content === undefined
        ? columnText(contact, list, config.messageColumn)
        : filledText(content.text ?? '', valuesOf(contact, list, content));
    if (text.trim() === '' || /[\0\p{Cs}]/u.test(text)) return skipped('INVALID_VALUE');
    if ([...text].length > MAX_SMS_LENGTH) return skipped('TEXT_TOO_LONG');
    const addressed = { channel: 'sms', fromAddress: config.senderNumber, toAddress } as const;
    return offered(messages.offer({ ...addressed, useExistingActiveConversation: false, text }, sender));
  };
}

function emailOffers(config: EmailConfig, list: ContactList, { ground, emails }: OfferParts): Offer {
  const content = contentFor(config.templateId, 'CampaignEmailTemplate', ground);
  const { domainName, localPart, friendlyName, replyTo } = config;
  const from = mailbox(`${localPart}@${domainName}`, friendlyName);
  const reply = replyTo && mailbox(ground.replyAddress(replyTo.domainName, replyTo.routeId) ?? '');
  const answered = reply && { replyTo: reply, unsubscribeTo: reply.address };
  return (contact, address, sender) => {
    const to = mailbox(address);
    if (to === undefined) return skipped('INVALID_ADDRESS');
    if (content === undefined || from === undefined) return stopped(NO_CONTENT);
    if (replyTo !== undefined && reply === undefined) return stopped(NO_ROUTE);
    const written = writtenEmail(content, valuesOf(contact, list, content));
    if (written === undefined) return skipped('TEXT_TOO_LONG');
    return offered(emails.offer({ from, to, ...answered, ...written }, sender));
  };
}

const NO_CONTENT: Refusal = {
  code: 'attendant.template.not.found',
  message: 'The content template or the sender of the campaign is not there any more.',
};

const NO_ROUTE: Refusal = {
  code: 'attendant.campaign.part.not.found',
  message: 'The route that takes the replies to the campaign is not there any more.',
};

function contentFor(
  id: string | undefined,
  type: 'CampaignEmailTemplate' | 'CampaignSmsTemplate',
  ground: CampaignGround,
): CampaignContent | undefined {
  const response = id === undefined ? undefined : ground.response(id);
  return response && contentOf(response, type);
}

/** Fills places from a contact's columns; an empty one takes the default. */
function valuesOf(contact: Contact, list: ContactList, { defaultFor }: CampaignContent) {
  return (name: string): string => {
    const text = contact.data[columnIndex(list, name) ?? -1] ?? '';
    return text === '' ? defaultFor(name) : text;
  };
}

function writtenEmail(
  content: CampaignContent,
  valueFor: (name: string) => string,
): Pick<EmailSend, 'subject' | 'textBody' | 'htmlBody'> | undefined {
  const subject = filledText(content.subject, (name) => lineValue(valueFor(name)));
  const text = content.text && filledText(content.text, (name) => lineValue(valueFor(name)));
  const html = content.html && filledText(content.html, (name) => htmlValue(lineValue(valueFor(name))));
  const bytes = Buffer.byteLength(text ?? '') + Buffer.byteLength(html ?? '');
  if ([...subject].length > MAX_SUBJECT_LENGTH || bytes > MAX_BODY_BYTES) return undefined;
  return {
    subject,
    ...(text !== undefined && { textBody: text }),
    ...(html !== undefined && { htmlBody: html }),
  };
}

function mailbox(address: string, name?: string): Mailbox | undefined {
  const read = readMailAddress(address, 'address');
  if (!read.ok) return undefined;
  const named = name === undefined ? {} : { name };
  return { ...read.value, ...named, asked: { email: address, ...named } };
}

function offered(outcome: Outcome<unknown>): Offered {
  if (outcome.ok) return { kind: 'messaged' };
  const reason = REASONS[outcome.refusal.code];
  return reason === undefined ? stopped(outcome.refusal) : skipped(reason);
}

const skipped = (reason: SkipReason): Offered => ({ kind: 'skipped', reason });
const stopped = (refusal: Refusal): Offered => ({ kind: 'stopped', refusal });

/** Refusals that concern one contact; every other one concerns all. */
const REASONS: { readonly [code in RefusalCode]?: SkipReason } = {
  'attendant.address.not.phone.id': 'INVALID_ADDRESS',
  'attendant.address.not.e164': 'INVALID_ADDRESS',
  'attendant.consent.missing': 'NO_CONSENT',
  'attendant.consent.withdrawn': 'OPTED_OUT',
  'attendant.conversation.connected': 'CONNECTED_CONVERSATION',
  'attendant.template.parameter.kind': 'INVALID_VALUE',
  'attendant.template.text.too.long': 'TEXT_TOO_LONG',
};
