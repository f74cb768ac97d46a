import type { JsonObject } from '../../authoring/json.ts';
import { emailPath } from './email-entity.ts';
import type { EmailSend } from './send-email-request.ts';

/** What an accepted e-mail is told apart by. */
export interface AcceptedIds {
  readonly id: string;
  readonly conversationId: string;
  /** Epoch ms. */
  readonly acceptedAt: number;
}

/** The answer to an accepted e-mail, in the shape of Genesys' `AgentlessEmailSendResponseDto`. */
export function acceptedEmail(email: EmailSend, { id, conversationId, acceptedAt }: AcceptedIds): JsonObject {
  const { from, to, replyTo, subject } = email;
  return {
    id,
    conversationId,
    senderType: 'Outbound',
    fromAddress: { ...from.asked },
    toAddresses: [{ ...to.asked }],
    ...(replyTo !== undefined && { replyToAddress: { ...replyTo.asked } }),
    subject,
    dateCreated: new Date(acceptedAt).toISOString(),
    selfUri: emailPath(conversationId, id),
  };
}
