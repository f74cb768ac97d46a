import type { Message } from '../messages/message.ts';
import { type EmailFields, emailFieldsOf } from './email-fields.ts';

/** A long thread keeps its first Message-ID, by which it is known, and the newest. */
const MAX_REFERENCES = 20;
/** What may go into a header: customers write References, too. */
const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,240}>$/;

/** What makes an e-mail one of a thread. */
export type ThreadHeaders = Pick<EmailFields, 'inReplyTo' | 'references'>;

/**
 * The headers of an e-mail that follows another (RFC 5322, section 3.6.4): it answers that one, and refers to what that
 * one referred to and to itself.
 */
export function threadAfter(parent: Message | undefined): ThreadHeaders {
  const { externalId: inReplyTo = null } = parent ?? {};
  if (parent === undefined || inReplyTo === null || !MESSAGE_ID.test(inReplyTo)) return {};
  const before = (emailFieldsOf(parent).references ?? []).filter((id) => MESSAGE_ID.test(id));
  const all = [...before.filter((id) => id !== inReplyTo), inReplyTo];
  const [first = inReplyTo, ...rest] = all;
  return { inReplyTo, references: [first, ...rest.slice(1 - MAX_REFERENCES)] };
}

/** The Message-ID of a message of ours: the same on every try, so that a customer's mail program shows it once. */
export function messageIdOf(id: string, domain: string): string {
  return `<${id}@${domain}>`;
}
