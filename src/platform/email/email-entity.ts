import type { JsonObject } from '../../authoring/json.ts';
import { deliveryEntity } from '../conversations/conversation-entity.ts';
import type { Message } from '../messages/message.ts';
import type { EmailExcerpt } from './email-excerpts.ts';
import { emailFieldsOf } from './email-fields.ts';

/** Where an e-mail is read. */
export function emailPath(conversationId: string, id: string): string {
  return `/api/v2/conversations/emails/${conversationId}/messages/${id}`;
}

/** An e-mail in the shape of Genesys' `EmailMessagePreview`, for lists. */
export function emailPreviewEntity(email: EmailExcerpt, conversationId: string): JsonObject {
  return { ...headOf(email), textBodyPreview: email.text, selfUri: emailPath(conversationId, email.id) };
}

/** An e-mail in the shape of Genesys' `EmailMessage`. */
export function emailEntity(email: Message): JsonObject {
  const { html } = emailFieldsOf(email);
  return {
    ...headOf(email),
    textBody: email.text,
    ...(html !== undefined && { htmlBody: html }),
    selfUri: emailPath(email.interactionId, email.id),
  };
}

/** `attendantDelivery` is not Genesys': its model does not tell what became of an e-mail (E12). */
function headOf(email: EmailExcerpt | Message): JsonObject {
  const { fromName, toName, replyTo, cc = [], attachments = [], sizeBytes } = emailFieldsOf(email);
  return {
    id: email.id,
    from: addressEntity(email.fromAddress, fromName),
    to: [addressEntity(email.toAddress, toName)],
    cc: cc.map((one) => addressEntity(one.email, one.name)),
    bcc: [],
    ...(replyTo !== undefined && { replyTo: addressEntity(replyTo.email, replyTo.name) }),
    subject: email.subject ?? '',
    attachments: attachments.map((one) => ({ ...one })),
    time: new Date(email.acceptedAt).toISOString(),
    historyIncluded: false,
    ...(sizeBytes !== undefined && { emailSizeBytes: sizeBytes }),
    attendantDelivery: deliveryEntity(email),
  };
}

function addressEntity(email: string, name?: string): JsonObject {
  return name === undefined ? { email } : { email, name };
}
