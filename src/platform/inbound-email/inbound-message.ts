import { type EmailFields, storedFields } from '../email/email-fields.ts';
import type { NewMessage } from '../messages/message.ts';
import type { IncomingMail } from './incoming-mail.ts';

/** What is decided about an e-mail that came in. */
export interface InboundMessageFacts
  extends Pick<NewMessage, 'id' | 'interactionId' | 'acceptedAt' | 'fromAddress' | 'toAddress'> {
  readonly isAutomatic: boolean;
}

/** The message of an e-mail that came in. */
export function inboundMessage(
  mail: IncomingMail,
  { isAutomatic, ...facts }: InboundMessageFacts,
): NewMessage {
  const { subject, text, messageId: externalId } = mail;
  return {
    ...facts,
    ...{ channel: 'email', direction: 'inbound', subject, text },
    ...(externalId !== undefined && { externalId }),
    fields: storedFields({ ...fieldsOf(mail), ...(isAutomatic && { autoSubmitted: 'auto-replied' }) }),
  };
}

function fieldsOf({ from, html, replyTo, cc, answers, attachments, sizeBytes }: IncomingMail): EmailFields {
  const [inReplyTo] = answers;
  return {
    ...(from?.name !== undefined && { fromName: from.name }),
    ...(html !== undefined && { html }),
    ...(replyTo !== undefined && { replyTo }),
    ...(cc !== undefined && { cc }),
    ...(inReplyTo !== undefined && { inReplyTo, references: answers.toReversed() }),
    ...(attachments.length > 0 && { attachments }),
    sizeBytes,
  };
}
