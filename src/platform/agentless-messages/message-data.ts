import type { JsonObject } from '../../authoring/json.ts';
import { type SentTemplate, sentTemplateOf } from '../message-templates/sent-template.ts';
import type { Message, MessageStatus } from '../messages/message.ts';

/** Where Genesys Cloud serves conversations of messages. */
export const MESSAGE_CONVERSATIONS_PATH = '/api/v2/conversations/messages';

/** Genesys' words for how far a message is. What a carrier may or may not have taken counts as sent. */
const STATUSES: { readonly [status in MessageStatus]: string } = {
  queued: 'queued',
  sending: 'queued',
  unknown: 'sent',
  sent: 'sent',
  delivered: 'delivery-success',
  read: 'read',
  bounced: 'delivery-failed',
  failed: 'delivery-failed',
  received: 'received',
};

const PLATFORMS: { readonly [channel: string]: string } = { whatsapp: 'Whatsapp', sms: 'Sms' };

/** A message in the shape of Genesys' `MessageData`. */
export function messageData(message: Message): JsonObject {
  const { id, interactionId: conversationId, channel, direction, fromAddress, toAddress } = message;
  const receipts = receiptsOf(message);
  return {
    id,
    conversationId,
    ...(message.externalId === null ? {} : { providerMessageId: message.externalId }),
    timestamp: new Date(message.acceptedAt).toISOString(),
    direction,
    status: STATUSES[message.status],
    fromAddress,
    toAddress,
    messengerType: channel,
    normalizedMessage: normalizedMessage(message),
    ...(receipts.length === 0 ? {} : { normalizedReceipts: receipts }),
    selfUri: `${MESSAGE_CONVERSATIONS_PATH}/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(id)}`,
  };
}

function channelOf({ channel, fromAddress, toAddress, externalId }: Message, at: number): JsonObject {
  return {
    platform: PLATFORMS[channel] ?? 'Open',
    type: 'Private',
    ...(externalId === null ? {} : { messageId: externalId }),
    to: { id: toAddress },
    from: { id: fromAddress },
    time: new Date(at).toISOString(),
  };
}

function normalizedMessage(message: Message): JsonObject {
  const { id, acceptedAt, text } = message;
  const template = sentTemplateOf(message.fields);
  return {
    id,
    type: template === undefined ? 'Text' : 'Structured',
    direction: message.direction === 'inbound' ? 'Inbound' : 'Outbound',
    channel: channelOf(message, acceptedAt),
    ...(template === undefined
      ? { text }
      : {
          content: [
            { contentType: 'Notification', template: notification(template, message.templateId ?? '') },
          ],
        }),
  };
}

function notification(template: SentTemplate, id: string): JsonObject {
  const { language, header, headerMedia, body, footer, buttons = [] } = template;
  const media =
    headerMedia?.url ??
    template.values.find((one) => one.component === 'header' && one.kind !== 'text')?.value;
  return {
    id,
    language,
    ...(header === undefined
      ? {}
      : { header: { type: 'Text', text: header, parameters: parametersOf(template, 'header') } }),
    ...(media === undefined
      ? {}
      : { header: { type: 'Media', media: { mediaType: mediaType(template), url: media } } }),
    body: { text: body, parameters: parametersOf(template, 'body') },
    ...(footer === undefined ? {} : { footer: { text: footer } }),
    ...(buttons.length === 0
      ? {}
      : { buttons: buttons.map((button, index) => buttonContent(button, index)) }),
  };
}

function mediaType({ headerMedia, values }: SentTemplate): string {
  const kind = headerMedia?.kind ?? values.find(({ component }) => component === 'header')?.kind;
  return kind === 'image' ? 'Image' : kind === 'video' ? 'Video' : 'File';
}

function parametersOf({ values }: SentTemplate, component: string): readonly JsonObject[] {
  return values
    .filter((value) => value.component === component)
    .map(({ id: name, value }) => ({ name, text: value }));
}

function buttonContent(button: NonNullable<SentTemplate['buttons']>[number], index: number): JsonObject {
  const { text } = button;
  switch (button.kind) {
    case 'url':
      return { type: 'Url', index, text, url: button.url };
    case 'phoneNumber':
      return { type: 'PhoneNumber', index, text, phoneNumber: button.phoneNumber };
    case 'quickReply':
      return {
        type: 'QuickReply',
        index,
        text,
        ...(button.payload === undefined ? {} : { payload: button.payload }),
      };
  }
}

/** What became of a message, as Genesys tells it: one receipt each, in order. */
function receiptsOf(message: Message): readonly JsonObject[] {
  if (message.direction === 'inbound') return [];
  const { sentAt, deliveredAt, readAt, failedAt, errorCode, errorReason } = message;
  const told: readonly [string, number | null][] = [
    ['Sent', sentAt],
    ['Delivered', deliveredAt],
    ['Read', readAt],
    ['Failed', failedAt],
  ];
  const known = told.filter((one): one is [string, number] => one[1] !== null);
  return known.map(([status, at], index) => ({
    id: message.id,
    type: 'Receipt',
    direction: 'Outbound',
    status,
    channel: channelOf(message, at),
    isFinalReceipt: index === known.length - 1 && message.status !== 'sent',
    ...(status === 'Failed' ? { reasons: [reason(errorCode, errorReason)] } : {}),
  }));
}

/** Genesys' word for a carrier's code; the code itself stands in the message. */
const REASONS: { readonly [code: string]: string } = {
  '131026': 'InvalidDestination',
  '131047': 'MessageExpired',
  '131049': 'MessageNotAllowed',
  '131050': 'RecipientOptedOut',
  '130429': 'RateLimited',
};

function reason(code: string | null, words: string | null): JsonObject {
  const message = [code, words].filter((one) => one !== null).join(': ');
  return { code: REASONS[code ?? ''] ?? 'GeneralError', message };
}
