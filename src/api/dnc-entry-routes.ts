import type { FastifyPluginAsync } from 'fastify';
import type { DncKind } from '../platform/dnc-lists/dnc-list.ts';
import { DNC_LISTS_PATH } from '../platform/dnc-lists/dnc-list-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { where } from './conversation-routes.ts';
import { queryFlag, queryText } from './query.ts';

const NO_CONTENT = 204;

interface ListPath {
  readonly Params: { readonly dncListId: string };
}

interface ConversationPath {
  readonly Params: { readonly conversationId: string };
}

/** The entries of do-not-contact lists, by the last part of their path. */
const KINDS: { readonly [path: string]: DncKind } = {
  phonenumbers: 'phone',
  emailaddresses: 'email',
  whatsappnumbers: 'whatsapp',
  customexclusioncolumns: 'custom',
};
/** Those that take a POST; the others are added by PATCH. */
const POSTED = ['phonenumbers', 'emailaddresses'];

/** The entries of do-not-contact lists, as the paths below `/api/v2/outbound/dnclists/{dncListId}` have them. */
export function dncEntryRoutes({ oauth, outbound: { dncLists } }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  const { add, patch, clear } = dncLists.entries;
  return async (server) => {
    server.post<ConversationPath>(
      '/api/v2/outbound/conversations/:conversationId/dnc',
      needs('outbound:dnc:add'),
      async (request, reply) => {
        const { conversationId } = request.params;
        const added = await dncLists.addCustomer(conversationId, where(request, 'outbound:dnc:add'));
        return answer(request, reply, added, NO_CONTENT);
      },
    );
    for (const [name, kind] of Object.entries(KINDS)) {
      const path = `${DNC_LISTS_PATH}/:dncListId/${name}`;
      if (POSTED.includes(name))
        server.post<ListPath>(path, needs('outbound:dnc:add'), async (request, reply) => {
          const expiry = queryText(request, 'expirationDateTime');
          const added = await add(request.params.dncListId, kind, request.body, expiry);
          return answer(request, reply, added, NO_CONTENT);
        });
      server.patch<ListPath>(path, needs('outbound:dnc:edit'), async (request, reply) =>
        answer(request, reply, await patch(request.params.dncListId, kind, request.body), NO_CONTENT),
      );
      server.delete<ListPath>(path, needs('outbound:dnc:delete'), async (request, reply) => {
        const expiredOnly = queryFlag(request, 'expiredOnly');
        if (!expiredOnly.ok) return answer(request, reply, expiredOnly);
        const { dncListId } = request.params;
        const cleared = await clear(dncListId, kind, { expiredOnly: expiredOnly.value ?? false });
        return answer(request, reply, cleared, NO_CONTENT);
      });
    }
  };
}
