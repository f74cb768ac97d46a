import type { JsonObject } from '../authoring/json.ts';
import { threadAfter } from '../platform/email/email-thread.ts';
import { outgoingEmail } from '../platform/email/outgoing-email.ts';
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
  const address = from === '' ? interaction.ownAddress : from;
  const replyTo = textOf(event, 'replyTo');
  const answer = outgoingEmail({
    ...{ id, acceptedAt: at, interactionId: interaction.id, html, text: plainText(html) },
    from: { address, domain: address.slice(address.lastIndexOf('@') + 1) },
    to: { address: interaction.customerAddress },
    ...(replyTo !== '' && { replyTo: { address: replyTo } }),
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    thread: threadAfter(heard),
  });
  return { ...answer, fields: { ...answer.fields, autoSubmitted: 'auto-replied', ...copies(event) } };
}

function textOf(event: CallEvent, name: string): string {
  const value = event[name];
  return typeof value === 'string' ? value : '';
}

function copies({ cc, bcc }: CallEvent): JsonObject {
  return { ...(cc !== undefined && { cc }), ...(bcc !== undefined && { bcc }) };
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
