import type { FastifyPluginAsync } from 'fastify';
import { RECIPIENTS_PATH } from '../platform/inbound-messages/recipients.ts';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';
import { queryChoice, queryText } from './query.ts';

const MESSENGER_TYPES = ['sms', 'facebook', 'twitter', 'whatsapp', 'open', 'instagram', 'apple'];

interface RecipientPath {
  readonly Params: { readonly recipientId: string };
}

/** Who gets what customers write, as `/api/v2/routing/message/recipients` has it. */
export function messageRecipientRoutes({ oauth, recipients }: Platform): FastifyPluginAsync {
  const manages = { onRequest: authorized(oauth, { all: ['routing:message:manage'] }) };
  const path = `${RECIPIENTS_PATH}/:recipientId`;
  return async (server) => {
    server.get(RECIPIENTS_PATH, manages, async (request, reply) => {
      const messengerType = queryChoice(request, 'messengerType', MESSENGER_TYPES);
      if (!messengerType.ok) return answer(request, reply, messengerType);
      const name = queryText(request, 'name');
      const all = recipients.list({
        ...(messengerType.value !== undefined && { messengerType: messengerType.value }),
        ...(name !== undefined && { name }),
      });
      return answer(request, reply, entityListing(request, RECIPIENTS_PATH, all));
    });
    server.get<RecipientPath>(path, manages, async (request, reply) =>
      answer(request, reply, recipients.read(request.params.recipientId)),
    );
    server.put<RecipientPath>(path, manages, async (request, reply) =>
      answer(request, reply, await recipients.put(request.params.recipientId, request.body)),
    );
  };
}
