import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';

/** The groups of routes under `/api/v2/outbound`. */
export function outboundRoutes(_platform: Platform): readonly FastifyPluginAsync[] {
  return [];
}
