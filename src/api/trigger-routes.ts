import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Triggers } from '../platform/triggers/triggers.ts';
import { sendRefusal } from './error-body.ts';
import { localOnly } from './origin-gate.ts';
import { readJson } from './read-json.ts';

/** An event tells of something; it does not carry files. */
const MAX_EVENT_BYTES = 256 * 1024;

/** `POST /triggers/{name}`: events of back ends, signed, launch workflows (E13). The list is the operator's. */
export function triggerRoutes(triggers: Triggers): FastifyPluginAsync {
  return async (server) => {
    server.get('/attendant/triggers', { onRequest: localOnly }, async () => ({ entities: triggers.list() }));
    await server.register(async (raw) => {
      // The signature is over the bytes as they came.
      raw.removeContentTypeParser('application/json');
      raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) =>
        parsed(null, body),
      );
      raw.post<{ Params: { name: string } }>(
        '/triggers/:name',
        { bodyLimit: MAX_EVENT_BYTES },
        async (request, reply) => {
          const event = {
            signature: headerOf(request, 'x-attendant-signature'),
            eventId: headerOf(request, 'x-event-id'),
            body: request.body instanceof Buffer ? request.body : Buffer.alloc(0),
          };
          const accepted = await triggers.accept(request.params.name, event, readJson);
          if (!accepted.ok) return sendRefusal(request, reply, accepted.refusal);
          const { executionId: id, flow } = accepted.value;
          return reply.code(202).send({ id, flow, selfUri: `/api/v2/flows/executions/${id}` });
        },
      );
    });
  };
}

/** The last of a header that stands more than once. */
function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value.at(-1) : value;
}
