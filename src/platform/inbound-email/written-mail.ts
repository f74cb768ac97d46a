import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { IncomingMail } from './incoming-mail.ts';
import { readMailbox } from './mailbox.ts';

/** One line, writable as UTF-8. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*$';
const TEXT = '^[^\\u0000\\p{Cs}]*$';
const Address = Type.String({ minLength: 3, maxLength: 254, pattern: LINE });
const MessageId = Type.String({ maxLength: 242, pattern: '^<[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,240}>$' });

const checkWritten = requestCheck(
  Type.Object(
    {
      from: Address,
      fromName: Type.Optional(Type.String({ maxLength: 300, pattern: LINE })),
      to: Address,
      subject: Type.Optional(Type.String({ maxLength: 998, pattern: LINE })),
      text: Type.Optional(Type.String({ maxLength: 3_000_000, pattern: TEXT })),
      html: Type.Optional(Type.String({ maxLength: 3_000_000, pattern: TEXT })),
      messageId: Type.Optional(MessageId),
      inReplyTo: Type.Optional(MessageId),
    },
    { additionalProperties: false },
  ),
);

/** An e-mail that an operator writes down as JSON, in place of one that comes in by SMTP. */
export function readWrittenMail(body: unknown): Outcome<IncomingMail> {
  const checked = checkWritten(body);
  if (!checked.ok) return checked;
  const { from, fromName, to, subject = '', text = '', html, messageId, inReplyTo } = checked.value;
  for (const [field, address] of Object.entries({ from, to })) {
    if (readMailbox(address) === undefined)
      return refuse(
        'postino.error.bad.address',
        `${field} is not an e-mail address such as ann@example.com.`,
        { field },
      );
  }
  const source = JSON.stringify(checked.value);
  return done({
    envelope: { from, to: [to] },
    from: { email: from, ...(fromName !== undefined && { name: fromName }) },
    to: [{ email: to }],
    subject,
    text,
    ...(html !== undefined && { html }),
    ...(messageId !== undefined && { messageId }),
    answers: inReplyTo === undefined ? [] : [inReplyTo],
    attachments: [],
    isAutomatic: false,
    messageIdsWithin: [],
    sizeBytes: Buffer.byteLength(source),
    hash: createHash('sha256').update(source).digest('hex'),
  });
}
