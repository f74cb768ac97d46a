import type { JsonObject } from '../authoring/json.ts';
import type { Interaction } from '../platform/interactions/interaction.ts';
import type { Message, NewMessage, PlannedStep } from '../platform/messages/message.ts';
import type { CallEvent } from '../runtime/conversation.ts';

/** For how long after a customer wrote WhatsApp takes free text: Meta's customer service window. */
const WINDOW_MS = 24 * 60 * 60 * 1000;
const WINDOW_CLOSED: readonly PlannedStep[] = [
  {
    status: 'failed',
    afterMs: 0,
    code: '131047',
    reason: 'More than 24 hours have passed since the customer wrote; only a template can be sent now.',
  },
];

/** What a flow wrote, and what it answers. */
export interface Written {
  readonly id: string;
  readonly at: number;
  readonly event: CallEvent;
  readonly interaction: Interaction;
  /** The newest message of the customer in the interaction. */
  readonly heard: Message | undefined;
}

/** The message of a text that a flow wrote; undefined for a blank one, which is not sent. */
export function textAnswer({ id, at, event, interaction, heard }: Written): NewMessage | undefined {
  const text = textOf(event, 'text');
  const { channel } = interaction;
  if (text.trim() === '' || channel === 'callback') return undefined;
  const isClosed = channel === 'whatsapp' && (heard === undefined || at - heard.acceptedAt > WINDOW_MS);
  const quickReplies = event['quickReplies'];
  return {
    ...{ id, channel, text, acceptedAt: at, direction: 'outbound' },
    interactionId: interaction.id,
    fromAddress: interaction.ownAddress,
    toAddress: interaction.customerAddress,
    ...(Array.isArray(quickReplies) && { fields: { quickReplies } }),
    ...(isClosed && { plan: WINDOW_CLOSED }),
  };
}

/** The reply to an e-mail that a flow wrote; undefined for a blank one, which is not sent. */
export function emailAnswer({ id, at, event, interaction, heard }: Written): NewMessage | undefined {
  const html = textOf(event, 'body');
  if (html.trim() === '') return undefined;
  const subject = interaction.subject ?? heard?.subject ?? '';
  const from = textOf(event, 'from');
  return {
    ...{ id, acceptedAt: at, channel: 'email', direction: 'outbound' },
    interactionId: interaction.id,
    fromAddress: from === '' ? interaction.ownAddress : from,
    toAddress: interaction.customerAddress,
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: plainText(html),
    fields: { html, autoSubmitted: 'auto-replied', ...copies(event), ...threadOf(heard) },
  };
}

function textOf(event: CallEvent, name: string): string {
  const value = event[name];
  return typeof value === 'string' ? value : '';
}

function copies({ replyTo, cc, bcc }: CallEvent): JsonObject {
  return {
    ...(typeof replyTo === 'string' && { replyTo: { email: replyTo } }),
    ...(cc !== undefined && { cc }),
    ...(bcc !== undefined && { bcc }),
  };
}

/** RFC 5322, section 3.6.4. */
function threadOf(heard: Message | undefined): JsonObject {
  const inReplyTo = heard?.externalId;
  if (inReplyTo === undefined || inReplyTo === null) return {};
  const before = heard?.fields['references'];
  return { inReplyTo, references: [...(Array.isArray(before) ? before : []), inReplyTo] };
}

/** HTML as it is read: without tags, with the commonest characters in place of their names. */
function plainText(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/div|\/li)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}
