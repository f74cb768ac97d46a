import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { organizationEntity } from '../platform/authorization/organization-entity.ts';
import { tokenInfoEntity } from '../platform/oauth/oauth-client-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { done, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, clientOf, NO_PERMISSION, sessionOf } from './authorized.ts';

const SCOPES_PATH = '/api/v2/oauth/scopes';

/** What a token can ask about itself: its organization, its client, the scopes there are. DELETE ends it (O1). */
export function sessionRoutes({ oauth, oauthClients, organization }: Platform): FastifyPluginAsync {
  const anyone = { onRequest: authorized(oauth, NO_PERMISSION) };
  return async (server) => {
    server.get('/api/v2/organizations/me', anyone, async (_request, reply) =>
      reply.send(organizationEntity(organization.one())),
    );
    server.get('/api/v2/tokens/me', anyone, async (request, reply) => {
      const client = oauthClients.one(clientOf(request).id);
      return answer(
        request,
        reply,
        client.ok ? done(tokenInfoEntity(client.value, organization.one())) : client,
      );
    });
    server.delete('/api/v2/tokens/me', anyone, async (request, reply) => {
      await oauth.endToken(sessionOf(request));
      return reply.code(200).send();
    });
    // Scopes narrow what users allow an application; client credentials have roles instead.
    server.get(SCOPES_PATH, anyone, async (_request, reply) =>
      reply.send({ total: 0, entities: [], selfUri: SCOPES_PATH } satisfies JsonObject),
    );
    server.get(`${SCOPES_PATH}/:scopeId`, anyone, async (request, reply) =>
      answer(request, reply, refuse('not.found', 'No scope has this id.')),
    );
  };
}
