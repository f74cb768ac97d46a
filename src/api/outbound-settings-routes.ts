import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';

const PATH = '/api/v2/outbound/settings';

/** What the organization sets for all campaigns, as `/api/v2/outbound/settings` has it. */
export function outboundSettingsRoutes({ oauth, outbound }: Platform): FastifyPluginAsync {
  const needs = (verb: string) => ({
    onRequest: authorized(oauth, { any: [`outbound:settings:${verb}`] }),
  });
  return async (server) => {
    server.get(PATH, needs('view'), async () => outbound.settings.entity());
    server.patch(PATH, needs('edit'), async (request, reply) =>
      answer(request, reply, await outbound.settings.change(request.body), 204),
    );
  };
}
