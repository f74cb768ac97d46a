import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const uploading = new WeakSet<object>();

/** Hands bodies of any type to the routes of this plugin as they come, without a limit of size. */
export function streamBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
}

/**
 * Lets uploads take longer than other requests may. An import reads no faster than it stores, and has a limit of its own
 * for senders that fall silent.
 */
export function letUploadsTakeTime({ server }: FastifyInstance): void {
  const others = server.listeners('clientError');
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && uploading.has(socket)) return;
    for (const other of others) other.call(server, error, socket);
  });
}

/** Gives the body of a request to `use`, as it comes. */
export async function withUpload<T>(
  { raw: { socket }, body }: FastifyRequest,
  use: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const stream = body instanceof Readable ? body : Readable.from([]);
  uploading.add(socket);
  try {
    return await use(stream.iterator({ destroyOnReturn: false }));
  } finally {
    uploading.delete(socket);
  }
}

/** What Content-Length says; undefined when it is not said. */
export function contentLength({ headers }: FastifyRequest): number | undefined {
  const length = headers['content-length'];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
