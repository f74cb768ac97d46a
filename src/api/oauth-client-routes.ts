import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import {
  OAUTH_CLIENTS_PATH,
  oauthClientEntity,
  type ShownClient,
} from '../platform/oauth/oauth-client-entity.ts';
import { MAX_CLIENTS } from '../platform/oauth/oauth-clients.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, clientOf } from './authorized.ts';
import { entityListing } from './entity-listing.ts';

interface ClientPath {
  readonly Params: { readonly clientId: string };
}

/** OAuth clients, as Genesys Cloud has them (O1). A secret is shown when it is made, and never again. */
export function oauthClientRoutes({ oauth, oauthClients }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  const one = `${OAUTH_CLIENTS_PATH}/:clientId`;
  return async (server) => {
    server.get(OAUTH_CLIENTS_PATH, needs('oauth:client:view'), async (request, reply) => {
      const all = oauthClients.all().map(oauthClientEntity);
      // The path has no parameters for pages: all clients are one page.
      const sizes = { pageSize: MAX_CLIENTS, maxPageSize: MAX_CLIENTS };
      return answer(request, reply, entityListing(request, OAUTH_CLIENTS_PATH, all, sizes));
    });
    server.get<ClientPath>(one, needs('oauth:client:view'), async (request, reply) =>
      answer(request, reply, shown(oauthClients.one(request.params.clientId))),
    );
    server.post(OAUTH_CLIENTS_PATH, needs('oauth:client:add'), async (request, reply) =>
      answer(request, reply, shown(await oauthClients.create(request.body, clientOf(request)))),
    );
    server.put<ClientPath>(one, needs('oauth:client:edit'), async (request, reply) => {
      const { clientId } = request.params;
      return answer(
        request,
        reply,
        shown(await oauthClients.update(clientId, request.body, clientOf(request))),
      );
    });
    server.post<ClientPath>(`${one}/secret`, needs('oauth:client:edit'), async (request, reply) =>
      answer(
        request,
        reply,
        shown(await oauthClients.renewSecret(request.params.clientId, clientOf(request))),
      ),
    );
    server.delete<ClientPath>(one, needs('oauth:client:delete'), async (request, reply) =>
      answer(request, reply, await oauthClients.remove(request.params.clientId), 204),
    );
  };
}

function shown(client: Outcome<ShownClient>): Outcome<JsonObject> {
  return client.ok ? done(oauthClientEntity(client.value)) : client;
}
