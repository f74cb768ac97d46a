import type { JsonObject } from '../../authoring/json.ts';
import type { AllowedWhatsApp } from './allow-whatsapp.ts';
import type { WhatsAppSend } from './send-request.ts';

/** What an accepted message is told apart by. */
export interface AcceptedIds {
  readonly messageId: string;
  readonly conversationId: string;
  /** Epoch ms. */
  readonly acceptedAt: number;
}

/** The answer to an accepted message, in the shape of Genesys' `SendAgentlessOutboundMessageResponse`. */
export function messageEntity(send: WhatsAppSend, allowed: AllowedWhatsApp, ids: AcceptedIds): JsonObject {
  const { messageId, conversationId } = ids;
  const timestamp = new Date(ids.acceptedAt).toISOString();
  const addresses = { fromAddress: send.integrationId, toAddress: send.toAddress, messengerType: 'whatsapp' };
  const selfUri = `/api/v2/conversations/messages/${conversationId}/messages/${messageId}`;
  return {
    id: messageId,
    conversationId,
    ...addresses,
    useExistingActiveConversation: send.useExistingActiveConversation,
    message: {
      id: messageId,
      conversationId,
      timestamp,
      direction: 'outbound',
      status: 'queued',
      ...addresses,
      normalizedMessage: normalizedMessage(send, allowed, messageId, timestamp),
      selfUri,
    },
    timestamp,
    selfUri,
  };
}

function normalizedMessage(
  send: WhatsAppSend,
  allowed: AllowedWhatsApp,
  id: string,
  time: string,
): JsonObject {
  const parametersOf = (component: string) =>
    send.values
      .filter((value) => value.component === component)
      .map(({ id: name, value }) => ({ name, text: value }));
  const header = { type: 'Text', text: allowed.header, parameters: parametersOf('header') };
  return {
    id,
    type: 'Structured',
    direction: 'Outbound',
    channel: {
      platform: 'Whatsapp',
      type: 'Private',
      to: { id: send.toAddress },
      from: { id: send.integrationId },
      time,
    },
    content: [
      {
        contentType: 'Notification',
        template: {
          id: allowed.template.id,
          language: allowed.template.language,
          ...(allowed.header === '' ? {} : { header }),
          body: { text: allowed.body, parameters: parametersOf('body') },
        },
      },
    ],
  };
}
