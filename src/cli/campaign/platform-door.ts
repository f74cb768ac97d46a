import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';

/** A request to the platform, whichever way it goes. */
export interface DoorRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Readable;
}

/** A way to the platform: over HTTP, or within this process. */
export interface DoorWay {
  /** @throws PlatformUnreachable when nobody answers. */
  send(request: DoorRequest): Promise<{ readonly status: number; readonly body: Readable }>;
  close(): Promise<void>;
}

/** A file on its way to the platform. */
export interface Upload {
  readonly bytes: Readable;
  readonly size: number;
}

/** The platform as commands ask it, wherever it runs. All but `close` throw PlatformRefusal and PlatformUnreachable. */
export interface PlatformDoor {
  /** Whether no message leaves meanwhile: nobody serves. */
  readonly isAtRest: boolean;
  get(path: string): Promise<JsonObject>;
  post(path: string, body?: Json): Promise<JsonObject>;
  upload(path: string, file: Upload): Promise<JsonObject>;
  download(path: string): Promise<Readable>;
  close(): Promise<void>;
}

/** The platform does not do what was asked, and says why. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';
  readonly code: string;
  /** The whole answer, in the shape of Genesys' `ErrorBody`. */
  readonly body: JsonObject;

  constructor(body: JsonObject) {
    super(typeof body['message'] === 'string' ? body['message'] : 'Attendant refused this without a reason.');
    this.code = String(body['code']);
    this.body = body;
  }
}

/** Nobody answers. The message says what to do. */
export class PlatformUnreachable extends Error {
  override readonly name = 'PlatformUnreachable';
}

/** The door at the end of a way. */
export function doorOf(way: DoorWay, { isAtRest }: Pick<PlatformDoor, 'isAtRest'>): PlatformDoor {
  async function ask(request: DoorRequest): Promise<JsonObject> {
    const { status, body } = await way.send(request);
    return answerOf(status, await text(body));
  }

  return {
    isAtRest,
    get: (path) => ask({ method: 'GET', path }),
    post: (path, body) =>
      ask({
        method: 'POST',
        path,
        ...(body !== undefined && { headers: JSON_TYPE, body: JSON.stringify(body) }),
      }),
    upload: (path, { bytes, size }) =>
      ask({
        ...{ method: 'POST', path, body: bytes },
        headers: { 'content-type': 'text/csv', 'content-length': String(size) },
      }),
    async download(path) {
      const { status, body } = await way.send({ method: 'GET', path });
      if (status >= 400) answerOf(status, await text(body));
      return body;
    },
    close: way.close,
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function answerOf(status: number, body: string): JsonObject {
  const json = parsed(body);
  if (json === undefined) throw new PlatformUnreachable('What answers there is no Attendant.');
  if (status >= 400) throw new PlatformRefusal(json);
  return json;
}

function parsed(body: string): JsonObject | undefined {
  if (body === '') return {};
  try {
    const json = JSON.parse(body) as Json;
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
