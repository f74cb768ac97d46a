import type { EmailFields } from '../email/email-fields.ts';

/** One who is named in a header. */
export interface MailPerson {
  readonly email: string;
  readonly name?: string;
}

/** What the envelope of SMTP says. */
export interface MailEnvelope {
  /** '' for the null sender, `<>`. */
  readonly from: string;
  readonly to: readonly string[];
}

/** An e-mail as it came in, read and bounded; nothing in it is to be trusted. */
export interface IncomingMail extends Pick<EmailFields, 'html' | 'cc' | 'replyTo'> {
  readonly envelope: MailEnvelope;
  /** With its angle brackets; absent where the header is missing or broken. */
  readonly messageId?: string;
  /** Absent where the header is missing or names nobody. */
  readonly from?: MailPerson;
  /** As the header says; the envelope decides who gets it. */
  readonly to: readonly MailPerson[];
  readonly subject: string;
  readonly text: string;
  /** Message-IDs of what it answers, nearest first. */
  readonly answers: readonly string[];
  readonly attachments: NonNullable<EmailFields['attachments']>;
  /** Whether a program wrote it: nothing may answer it, or two programs would never stop. */
  readonly isAutomatic: boolean;
  /** The text of the part message/delivery-status; absent where it is no report of a mail server. */
  readonly deliveryStatus?: string;
  /** Every Message-ID that stands in it as a header, its own as well: a report brings back what it is about. */
  readonly messageIdsWithin: readonly string[];
  readonly sizeBytes: number;
  /** SHA-256 of it as it came in, hex. */
  readonly hash: string;
}
