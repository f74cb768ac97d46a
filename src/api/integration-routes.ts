import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type {
  IntegrationCatalogue,
  KnownIntegration,
} from '../platform/data-actions/integration-catalogue.ts';
import type { Oauth } from '../platform/oauth/oauth.ts';
import { done, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';
import { queryText } from './query.ts';

/** What the routes of integrations work with. */
export interface IntegrationRoutesOptions {
  readonly oauth: Oauth;
  readonly integrations: IntegrationCatalogue;
}

/** Where Genesys Cloud serves integrations. */
const PATH = '/api/v2/integrations';

/** Reads of integrations, as Genesys Cloud has them. They are set up in the operator's file and not over the API. */
export function integrationRoutes({ oauth, integrations }: IntegrationRoutesOptions): FastifyPluginAsync {
  const onRequest = authorized(oauth, { any: ['integrations:integration:view'] });
  return async (server) => {
    server.get(PATH, { onRequest }, async (request, reply) => {
      const ids = queryText(request, 'ids')?.split(',');
      const type = queryText(request, 'integrationType');
      const asked = integrations
        .all()
        .filter((one) => (ids === undefined || ids.includes(one.id)) && (type ?? one.type) === one.type);
      return answer(request, reply, entityListing(request, PATH, asked.map(integrationEntity)));
    });
    server.get<{ Params: { integrationId: string } }>(
      `${PATH}/:integrationId`,
      { onRequest },
      async (request, reply) => {
        const found = integrations.all().find(({ id }) => id === request.params.integrationId);
        const unknown = refuse('not.found', 'No integration has this id.');
        return answer(request, reply, found === undefined ? unknown : done(integrationEntity(found)));
      },
    );
  };
}

/** An integration in the shape of Genesys' `Integration`. */
function integrationEntity({ id, name, type }: KnownIntegration): JsonObject {
  return {
    id,
    name,
    integrationType: { id: type, name: type, selfUri: `${PATH}/types/${encodeURIComponent(type)}` },
    intendedState: 'ENABLED',
    reportedState: { code: 'ACTIVE', effective: 'ACTIVE' },
    selfUri: `${PATH}/${encodeURIComponent(id)}`,
  };
}
