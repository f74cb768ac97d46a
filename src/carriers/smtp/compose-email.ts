import { createTransport } from 'nodemailer';
import type { SigningKey } from '../../platform/domains/domain-sending.ts';
import { emailFieldsOf } from '../../platform/email/email-fields.ts';
import type { Message } from '../../platform/messages/message.ts';

/** What the signature covers: nodemailer's own list lacks `list-unsubscribe-post` and `auto-submitted`. */
const SIGNED_HEADERS = [
  'from',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'in-reply-to',
  'references',
  'auto-submitted',
  'list-unsubscribe',
  'list-unsubscribe-post',
].join(':');

const composer = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * Writes an e-mail as it goes over the wire, signed. Written again, it is the same but for the signature's time.
 *
 * Addresses go in as objects: nodemailer would read a text as a list of them.
 */
export async function composeEmail(message: Message, key: SigningKey): Promise<Buffer> {
  const fields = emailFieldsOf(message);
  const { html, fromName, toName, replyTo, inReplyTo, references, autoSubmitted, unsubscribeTo } = fields;
  const { message: content } = await composer.sendMail({
    from: party(message.fromAddress, fromName),
    to: [party(message.toAddress, toName)],
    ...(replyTo !== undefined && { replyTo: party(replyTo.email, replyTo.name) }),
    envelope: { from: message.fromAddress, to: [message.toAddress] },
    subject: message.subject ?? '',
    date: new Date(message.acceptedAt),
    messageId: message.externalId ?? '',
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(references !== undefined && { references: [...references] }),
    headers: { 'Auto-Submitted': autoSubmitted ?? 'auto-generated' },
    ...(unsubscribeTo !== undefined && { list: { unsubscribe: `${unsubscribeTo}?subject=STOP` } }),
    baseBoundary: message.id,
    ...(message.text !== '' && { text: message.text }),
    ...(html !== undefined && { html }),
    dkim: { ...key, headerFieldNames: SIGNED_HEADERS },
  });
  if (!Buffer.isBuffer(content)) throw new Error('nodemailer composed no buffer');
  return content;
}

function party(address: string, name = ''): { readonly address: string; readonly name: string } {
  return { address, name };
}
