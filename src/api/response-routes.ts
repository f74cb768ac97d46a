import type { FastifyPluginAsync } from 'fastify';
import { responseEntity } from '../platform/message-templates/response-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { done, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';

/** Reads of responses: the message templates, as Genesys Cloud has them. */
export function responseRoutes({ oauth, templates }: Platform): FastifyPluginAsync {
  const onRequest = authorized(oauth, { any: ['responses:response:view'] });
  return async (server) => {
    server.get<{ Params: { responseId: string } }>(
      '/api/v2/responsemanagement/responses/:responseId',
      { onRequest },
      async (request, reply) => {
        const found = templates.one(request.params.responseId);
        const unknown = refuse('rms.response.not.found', 'The response could not be found.');
        return answer(request, reply, found === undefined ? unknown : done(responseEntity(found)));
      },
    );
  };
}
