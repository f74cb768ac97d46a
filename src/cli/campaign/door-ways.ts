import type { FastifyInstance } from 'fastify';
import { Pool } from 'undici';
import { type DoorWay, PlatformUnreachable } from './platform-door.ts';

/** The way over HTTP, to an Attendant that serves on this machine. */
export function httpWay(url: string): DoorWay {
  // The answer to an upload comes when the file is imported, however long that takes.
  // Meanwhile other connections ask how far it is.
  const client = new Pool(url, { headersTimeout: 0, bodyTimeout: 0, connections: 4 });
  return {
    async send({ method, path, headers = {}, body }) {
      try {
        const answer = await client.request({ method, path, headers, ...(body !== undefined && { body }) });
        return { status: answer.statusCode, body: answer.body };
      } catch (cause) {
        throw new PlatformUnreachable(unreachable(url, cause), { cause });
      }
    },
    close: () => client.destroy(),
  };
}

/** What Node and undici call it when nobody listens, or stops doing so. */
const GONE = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'];

function unreachable(url: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  return GONE.includes(code)
    ? `No Attendant answers on ${url}.`
    : `The Attendant on ${url} could not be asked (${code}).`;
}

/** The way to a server in this process, which need not listen. @param close what ends with the way. */
export function serverWay(server: FastifyInstance, close: () => Promise<void>): DoorWay {
  return {
    async send({ method, path, headers = {}, body }) {
      const payload = body === undefined ? {} : { payload: body };
      const answer = await server.inject({ method, url: path, headers, ...payload, payloadAsStream: true });
      return { status: answer.statusCode, body: answer.stream() };
    },
    close,
  };
}
