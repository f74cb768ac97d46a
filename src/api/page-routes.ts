import { existsSync } from 'node:fs';
import { join } from 'node:path';
import send from '@fastify/send';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { sendRefusal } from './error-body.ts';
import { localOnly } from './origin-gate.ts';

/** Everything comes from this server, nothing is written into the page, and no other page may show it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The build names these after what they hold. */
const HASHED_NAME = /-[\w-]{8}\.(js|css)$/;
const FOR_A_YEAR = 'public, max-age=31536000, immutable';

/**
 * The operator's web pages: `/` and `/assets/…`, for this machine only.
 *
 * @param folder of the built pages; where it is missing, the answer says how to build them.
 */
export function pageRoutes(folder: string): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    server.addHook('onRequest', localOnly);
    server.get('/', (request, reply) => sendFile(folder, '/index.html', request, reply));
    server.get('/assets/*', (request, reply) =>
      sendFile(folder, request.url.split('?')[0] ?? '', request, reply),
    );
  };
}

async function sendFile(
  root: string,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!existsSync(join(root, 'index.html')))
    return sendRefusal(request, reply, {
      code: 'not.found',
      message: 'The pages are not built yet: run `npm run build` in the folder of Attendant.',
    });
  const found = await send(request.raw, path, { root, dotfiles: 'deny', index: false, cacheControl: false });
  if (found.type !== 'file') {
    found.stream.destroy();
    return sendRefusal(request, reply, { code: 'not.found', message: 'There is nothing at this path.' });
  }
  const cacheControl = HASHED_NAME.test(path) ? FOR_A_YEAR : 'no-cache';
  return reply
    .code(found.statusCode)
    .headers({ ...found.headers, ...HEADERS, 'cache-control': cacheControl })
    .send(found.stream);
}
