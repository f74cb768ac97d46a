import { type Static, Type } from 'typebox';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type MailAddress, readMailAddress } from './email-address.ts';

/** E4. */
export const MAX_SUBJECT_LENGTH = 400;
/** E5: text and HTML together, in bytes of UTF-8. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;
/** E8. */
export const MAX_NAME_LENGTH = 64;
const MAX_ID_LENGTH = 100;

/** One line: no control characters, which could begin another header, and no half characters. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*$';
/** Several lines, without NUL and half characters, which no mail program shows. */
const LINES = '^[^\\0\\p{Cs}]*$';

const Address = Type.Object({
  email: Type.String(),
  name: Type.Optional(Type.String({ maxLength: MAX_NAME_LENGTH, pattern: LINE })),
});

/** Genesys' `AgentlessEmailSendRequestDto`. Fields it does not know are ignored, but for attachments (E6). */
const AgentlessEmailSendRequest = Type.Object({
  senderType: Type.Enum(['Outbound']),
  conversationId: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH })),
  fromAddress: Address,
  toAddresses: Type.Array(Address),
  replyToAddress: Type.Optional(Address),
  subject: Type.Optional(Type.String({ maxLength: MAX_SUBJECT_LENGTH, pattern: LINE })),
  textBody: Type.Optional(Type.String({ pattern: LINES })),
  htmlBody: Type.Optional(Type.String({ pattern: LINES })),
  attachments: Type.Optional(Type.Unknown()),
});

/** One who is written to or from. */
export interface Mailbox extends MailAddress {
  /** As it was asked for; the answer repeats it. */
  readonly asked: { readonly email: string; readonly name?: string };
  readonly name?: string;
}

/** An e-mail as it was asked for: well formed, not yet allowed. */
export interface EmailSend {
  /** The conversation to continue; absent to begin one. */
  readonly conversationId?: string;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo?: Mailbox;
  /** `''` for none. */
  readonly subject: string;
  readonly textBody?: string;
  readonly htmlBody?: string;
  /** Our mailbox that takes STOP, as e-mails to many must name one. */
  readonly unsubscribeTo?: string;
}

const checkRequest = requestCheck(AgentlessEmailSendRequest);

/** Reads a request body (E3 to E8); refuses what is not well formed, naming the field. */
export function readEmailRequest(body: unknown): Outcome<EmailSend> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const { senderType: _, attachments, fromAddress, toAddresses, replyToAddress, ...request } = checked.value;
  const refused = refuseAttachments(attachments) ?? refuseBody(request);
  if (refused !== undefined) return refused;
  const [toAddress] = toAddresses;
  if (toAddress === undefined || toAddresses.length > 1) return NOT_ONE_RECIPIENT;
  const from = readMailbox(fromAddress, 'fromAddress.email');
  if (!from.ok) return from;
  const to = readMailbox(toAddress, 'toAddresses.0.email');
  if (!to.ok) return to;
  const replyTo = replyToAddress && readMailbox(replyToAddress, 'replyToAddress.email');
  if (replyTo?.ok === false) return replyTo;
  const { subject = '', ...parts } = request;
  return done({
    ...parts,
    subject,
    from: from.value,
    to: to.value,
    ...(replyTo !== undefined && { replyTo: replyTo.value }),
  });
}

const NOT_ONE_RECIPIENT = refuse(
  'constraint.validation',
  'toAddresses must hold exactly one recipient; send an e-mail to each.',
  { field: 'toAddresses' },
);

/** E6. An empty list attaches nothing. */
function refuseAttachments(attachments: unknown): Outcome<never> | undefined {
  if (attachments === undefined || attachments === null) return undefined;
  if (Array.isArray(attachments) && attachments.length === 0) return undefined;
  return refuse(
    'attendant.email.attachments',
    'attachments cannot be sent: an agentless e-mail takes none. Put a link into the text.',
    { field: 'attachments' },
  );
}

function refuseBody({
  textBody = '',
  htmlBody = '',
}: Pick<EmailSend, 'textBody' | 'htmlBody'>): Outcome<never> | undefined {
  if (textBody === '' && htmlBody === '')
    return refuse('postino.error.reply.no.body', 'textBody is required where there is no htmlBody.', {
      field: 'textBody',
    });
  const textBytes = Buffer.byteLength(textBody);
  if (textBytes + Buffer.byteLength(htmlBody) <= MAX_BODY_BYTES) return undefined;
  const field = textBytes > MAX_BODY_BYTES ? 'textBody' : 'htmlBody';
  return refuse(
    'constraint.validation',
    `${field} is too long: textBody and htmlBody together take ${MAX_BODY_BYTES} bytes of UTF-8 (3 MB).`,
    { field },
  );
}

function readMailbox(asked: Static<typeof Address>, field: string): Outcome<Mailbox> {
  const read = readMailAddress(asked.email, field);
  if (!read.ok) return read;
  const { email, name } = asked;
  const named = name === undefined || name === '' ? {} : { name };
  return done({ ...read.value, ...named, asked: { email, ...named } });
}
