import type { FastifyPluginAsync } from 'fastify';
import { localOnly } from './origin-gate.ts';

/** Where an Attendant says which one it is. */
export const INSTANCE_PATH = '/attendant/instance';

/** Tells programs on this machine whether it is the Attendant that they look for. `GET /attendant/instance` */
export function instanceRoutes(id: string): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(INSTANCE_PATH, async () => ({ id }));
  };
}
