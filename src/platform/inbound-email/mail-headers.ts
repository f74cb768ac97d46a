import type { AddressObject, HeaderValue } from 'mailparser';
import { isAutomatic } from './automatic-mail.ts';
import type { CollectedParts } from './collect-parts.ts';
import type { IncomingMail, MailEnvelope, MailPerson } from './incoming-mail.ts';
import { readMailbox } from './mailbox.ts';

const MAX_SUBJECT_LENGTH = 998;
const MAX_NAME_LENGTH = 300;
/** How many Message-IDs of a thread are looked at: the first, and the newest. */
const MAX_ANSWERED = 100;
const MAX_LISTED = 100;
const MESSAGE_ID = /<[\x21-\x3b\x3d\x3f-\x7e]{1,240}>/g;

type Head = Omit<
  IncomingMail,
  'envelope' | 'text' | 'html' | 'attachments' | 'deliveryStatus' | 'messageIdsWithin' | 'sizeBytes' | 'hash'
>;

/** What the head of an e-mail says, bounded and in one line each. */
export function mailOf(parts: Pick<CollectedParts, 'headers' | 'headerLines'>, envelope: MailEnvelope): Head {
  const raw = (name: string) => rawHeader(parts, name);
  const [from] = people(parts.headers.get('from'));
  const [replyTo] = people(parts.headers.get('reply-to'));
  const to = people(parts.headers.get('to'));
  const cc = people(parts.headers.get('cc'));
  const [messageId] = idsIn(raw('message-id'));
  const origin = {
    autoSubmitted: raw('auto-submitted'),
    precedence: raw('precedence'),
    listId: raw('list-id'),
  };
  return {
    to,
    subject: line(textOf(parts.headers.get('subject')), MAX_SUBJECT_LENGTH),
    answers: answered(idsIn(raw('in-reply-to')), idsIn(raw('references'))),
    isAutomatic: isAutomatic(envelope.from, origin),
    ...(messageId !== undefined && { messageId }),
    ...(from !== undefined && { from }),
    ...(replyTo !== undefined && { replyTo }),
    ...(cc.length > 0 && { cc }),
  };
}

/** The value of a header as it was written, in one line; of one that stands twice the first. */
function rawHeader({ headerLines }: Pick<CollectedParts, 'headerLines'>, name: string): string {
  const found = headerLines.find(({ key }) => key === name)?.line ?? '';
  return found.slice(found.indexOf(':') + 1).replaceAll(/\r?\n/g, ' ');
}

function idsIn(text: string): readonly string[] {
  return text.match(MESSAGE_ID) ?? [];
}

/** In-Reply-To first, then the references from the newest to the oldest; the first one counts however many there are. */
function answered(inReplyTo: readonly string[], references: readonly string[]): readonly string[] {
  const [first] = references;
  const newest = references.slice(-(MAX_ANSWERED - 2)).toReversed();
  return [...new Set([...inReplyTo.slice(0, 1), ...newest, ...(first === undefined ? [] : [first])])];
}

function people(header: HeaderValue | undefined): readonly MailPerson[] {
  const lists = [header].flat().filter(isAddresses);
  const listed = lists.flatMap(({ value }) => value.flatMap((one) => one.group ?? one));
  return listed.slice(0, MAX_LISTED).flatMap(({ address = '', name }) => {
    const mailbox = readMailbox(address);
    if (mailbox === undefined) return [];
    // The local part stays as it was written: some servers tell cases apart.
    const email = `${address.slice(0, address.lastIndexOf('@'))}@${mailbox.domainName}`;
    const named = line(name, MAX_NAME_LENGTH);
    return [{ email, ...(named !== '' && { name: named }) }];
  });
}

function isAddresses(value: unknown): value is AddressObject {
  return typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value);
}

function textOf(header: HeaderValue | undefined): string {
  return typeof header === 'string' ? header : '';
}

function line(text: string, maxLength: number): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, maxLength);
}
