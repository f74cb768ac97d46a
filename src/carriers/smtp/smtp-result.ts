import type { SendResult } from '../../platform/deliveries/carrier.ts';
import type { SmtpTrouble } from './smtp-session.ts';

/**
 * What follows from trouble (RFC 5321, sections 4.2.1 and 4.5.4): 5xx is final and 4xx is not; without a reply the
 * message may be sent again, unless it was written to its end.
 *
 * What the server says goes into no reason: it likes to repeat the address.
 */
export function resultOf(trouble: SmtpTrouble): SendResult {
  const { code, systemCode = code, response, command = '', wasWhole } = trouble;
  const [, reply = '', status] = /^(\d{3})[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response ?? '') ?? [];
  const known = {
    code: [reply, status].filter(Boolean).join(' ') || systemCode,
    reason: reasonOf(trouble, reply, status),
  };
  const isOfMessage = /^(MAIL FROM|RCPT TO|DATA)$/.test(command);
  // 503 says that the session was in the wrong state, not that the message was refused.
  if (isOfMessage && reply.startsWith('5') && reply !== '503') return { kind: 'failed', ...known };
  if (/^[45]/.test(reply)) return { kind: 'later', ...known };
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return { kind: 'failed', ...known };
  if (wasWhole) return { kind: 'unknown', reason: NO_LAST_WORD };
  return { kind: 'later', ...known };
}

const NO_LAST_WORD =
  'The SMTP server did not answer after the whole message; it may have it. Only a bounce or a reply can tell.';

const NOT_SECURE =
  'No secure connection to the SMTP server was made: it offers none, or its certificate is not trusted.';

function reasonOf({ code, systemCode = '', command = '' }: SmtpTrouble, reply: string, status = ''): string {
  const subject = STATUS_REASONS[status.slice(2)];
  if (subject !== undefined) return subject;
  if (/CERT|SSL|TLS/.test(systemCode)) return NOT_SECURE;
  const step = reply === '' ? undefined : STEP_REASONS.find(([begin]) => command.startsWith(begin))?.[1];
  return step ?? CODE_REASONS[code] ?? 'The connection to the SMTP server failed.';
}

/** Enhanced status codes without their class (RFC 3463, and those that IANA added). */
const STATUS_REASONS: { readonly [status: string]: string } = {
  '1.1': 'The recipient’s mailbox does not exist.',
  '1.2': 'The recipient’s domain does not exist or takes no mail.',
  '1.3': 'The recipient’s address is not valid there.',
  '1.6': 'The recipient’s mailbox has moved.',
  '1.8': 'The sender’s address is not valid there.',
  '1.10': 'The recipient’s domain takes no mail.',
  '2.1': 'The recipient’s mailbox is disabled.',
  '2.2': 'The recipient’s mailbox is full.',
  '2.3': 'The message is larger than the recipient takes.',
  '3.2': 'The mail system takes no messages at the moment.',
  '3.4': 'The message is too large for the mail system.',
  '4.1': 'The recipient’s mail server does not answer.',
  '4.4': 'No way to the recipient’s mail server is known.',
  '7.1': 'The mail server refuses the message by its policy.',
  '7.8': 'The SMTP server refused the user or the password.',
};

const STEP_REASONS: readonly (readonly [command: string, reason: string])[] = [
  ['AUTH', 'The SMTP server refused the user or the password.'],
  ['MAIL FROM', 'The SMTP server refused the sender.'],
  ['RCPT TO', 'The SMTP server refused the recipient.'],
  ['DATA', 'The SMTP server refused the message.'],
  ['', 'The SMTP server takes no messages at the moment.'],
];

const CODE_REASONS: { readonly [code: string]: string } = {
  EAUTH: 'Logging in to the SMTP server failed.',
  EDNS: 'The name of the SMTP server was not found.',
  EMESSAGE: 'The message is too large for the SMTP server.',
  ETIMEDOUT: 'The SMTP server did not answer in time.',
  ETLS: NOT_SECURE,
};
