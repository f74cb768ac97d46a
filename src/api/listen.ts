import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';

const LOOPBACK = '127.0.0.1';
/** Addresses that stand for all of this machine's, loopback among them. */
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/**
 * Has a server listen on loopback, and on another address as well when one is given: what runs on this machine finds it
 * at the same place either way.
 *
 * @param port 0: any free one.
 * @returns where it is found on this machine, such as `http://127.0.0.1:8080`.
 * @throws an Error with a `code` such as `EADDRINUSE` or `EADDRNOTAVAIL`; nothing listens then.
 */
export async function listen(
  server: FastifyInstance,
  { port, address = LOOPBACK }: { readonly port: number; readonly address?: string },
): Promise<string> {
  const isEvery = EVERY_ADDRESS.includes(address);
  // Connections of the second address are given to the same server, so that its limits hold for them, too.
  const second = createServer((connection) => void server.server.emit('connection', connection));
  server.addHook('onClose', async () => void second.close());
  await server.listen({ host: isEvery ? address : LOOPBACK, port });
  const bound = (server.server.address() as AddressInfo).port;
  if (!isEvery && address !== LOOPBACK) {
    try {
      second.listen(bound, address);
      await once(second, 'listening');
      // A connection that cannot be accepted is lost to who wanted it; the next one may come.
      second.on('error', () => {});
    } catch (error) {
      await server.close();
      throw error;
    }
  }
  return `http://${LOOPBACK}:${bound}`;
}
