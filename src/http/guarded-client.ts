/**
 * The HTTP client for requests whose address or content an author chose. What it keeps to:
 *
 * I1 Only to hosts that the operator allows: by name over https at public addresses, or by exact host and port wherever
 *    that leads. Metadata services of clouds are refused even then.
 * I2 It connects to the address it has checked; redirects are never followed.
 * I3 One deadline for the whole exchange, one limit for the decoded answer.
 * I4 `unreachable` and `refused` are said only when no byte of the request was written; otherwise the receiver may have it.
 */
import { type Dispatcher, Pool } from 'undici';
import { isConnectionHeader, isHeaderName, isHeaderValue } from '../authoring/header-rules.ts';
import type { HttpClient, HttpFailureKind, HttpRequest, HttpResult } from '../ports.ts';
import { isMetadataAddress, isMetadataName, isPublicAddress, literalAddress } from './address-rules.ts';
import { type AllowedHosts, allowHosts, entryFor, type Permission } from './allowed-hosts.ts';
import { ADDRESS_REFUSED, guardedLookup, type ResolveName, resolveBySystem } from './guarded-lookup.ts';
import { decodeBody } from './read-answer.ts';

/** Largest answer, decoded, in bytes (D4). */
export const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
const MAX_HEADER_BYTES = 32 * 1024;
/** To how many receivers connections are kept. Where a value names a part of the host there may be any number. */
const MAX_RECEIVERS = 200;

/** What an operator can set. */
export interface GuardedClientOptions {
  /** Where the client itself may go: entries as readHostEntry reads them. Default: nowhere. */
  readonly allowedHosts?: readonly string[];
  /** Connections to one receiver at the same time. */
  readonly connectionsPerHost?: number;
  readonly maxAnswerBytes?: number;
  /** For tests. */
  readonly resolve?: ResolveName;
}

/** A client that sends only where it may. Close it to end its connections. */
export interface GuardedClient extends HttpClient {
  /**
   * The same connections for other hosts instead: those of one integration. Closing it does nothing.
   *
   * @param remedy where a host would have to be added, such as ``to "hosts" of the integration `crm` ``.
   */
  within(hosts: AllowedHosts, remedy: string): HttpClient;
}

const REMEDY = 'to ATTENDANT_ALLOWED_HOSTS';

/** Opens a client on nothing yet: connections come with requests. */
export function openGuardedClient(options: GuardedClientOptions = {}): GuardedClient {
  const maxBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  const pools = new Map<string, Pool>();

  function poolOf({ origin }: URL, permission: Permission): Pool {
    const key = `${permission} ${origin}`;
    const known = pools.get(key);
    if (known !== undefined) return known;
    const lookup = guardedLookup(options.resolve ?? resolveBySystem, {
      anyAddress: permission === 'anyAddress',
    });
    const pool = new Pool(origin, {
      connections: options.connectionsPerHost ?? 128,
      connect: { lookup, timeout: 10_000 },
      maxHeaderSize: MAX_HEADER_BYTES,
      // The deadline of each exchange stands over these.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 4_000,
    });
    pools.set(key, pool);
    if (pools.size > MAX_RECEIVERS) closeOldest();
    return pool;
  }

  /** What is under way on it still comes to its end. */
  function closeOldest(): void {
    const [oldest] = pools;
    if (oldest === undefined) return;
    pools.delete(oldest[0]);
    void oldest[1].close();
  }

  function within(hosts: AllowedHosts, remedy: string): HttpClient {
    const remembered = rememberingPermissions(hosts);
    return {
      send(request, { timeoutMs, signal }) {
        const checked = checkRequest(request, remembered, remedy);
        if (!checked.ok) return Promise.resolve(failed('refused', checked.message));
        const { url, permission, ifPrivate } = checked;
        return exchange(poolOf(url, permission), url, request, { timeoutMs, maxBytes, ifPrivate, signal });
      },
      async close() {},
    };
  }

  return {
    ...within(allowHosts(options.allowedHosts ?? []), REMEDY),
    within,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

type Checked =
  | {
      readonly ok: true;
      readonly url: URL;
      readonly permission: Permission;
      /** What to say when the name turns out to lead to a private address. */
      readonly ifPrivate: () => string;
    }
  | { readonly ok: false; readonly message: string };

/** Everything that can be told before a name is resolved. No message repeats a value of the request but its host. */
function checkRequest(request: HttpRequest, hosts: AllowedHosts, remedy: string): Checked {
  const refuse = (message: string): Checked => ({ ok: false, message });
  const url = urlOf(request.url);
  if (url === undefined) return refuse('The address is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse('Only http and https can be called');
  if (url.username !== '' || url.password !== '') return refuse('The address holds a user name or password');
  const permission = hosts.permissionOf(url);
  if (permission === undefined)
    return refuse(isMetadata(url) ? METADATA_REFUSED : notAllowed(url, request.hostPattern, remedy));
  const header = refuseHeaders(request.headers);
  if (header !== undefined) return refuse(header);
  const ifPrivate = () =>
    `The name leads to an address that is not public; if that is meant, add "${entryFor(url, request.hostPattern, true)}" ${remedy}`;
  return { ok: true, url, permission, ifPrivate };
}

const METADATA_REFUSED = 'The metadata service of a cloud cannot be called';
/** How many receivers are remembered. One that a value names differs from call to call. */
const MAX_REMEMBERED = 1000;

/** What an operator allows, less the metadata services; each receiver is looked at once. */
function rememberingPermissions(hosts: AllowedHosts): AllowedHosts {
  const permissions = new Map<string, Permission>();
  return {
    permissionOf(url) {
      const known = permissions.get(url.origin);
      if (known !== undefined) return known;
      const permission = isMetadata(url) ? undefined : hosts.permissionOf(url);
      if (permissions.size >= MAX_REMEMBERED) permissions.clear();
      if (permission !== undefined) permissions.set(url.origin, permission);
      return permission;
    },
  };
}

function isMetadata({ hostname }: URL): boolean {
  const address = literalAddress(hostname);
  return isMetadataName(hostname) || (address !== undefined && isMetadataAddress(address));
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function notAllowed(url: URL, hostPattern: string | undefined, remedy: string): string {
  const address = literalAddress(url.hostname);
  const isPrivate = address !== undefined && !isPublicAddress(address);
  const entry = entryFor(url, hostPattern, isPrivate);
  const why = isPrivate ? 'is not public, and not allowed' : 'is not one that may be called';
  return `The host ${hostPattern ?? url.hostname} ${why}; if it is meant, add "${entry}" ${remedy}`;
}

function refuseHeaders(headers: { readonly [name: string]: string }): string | undefined {
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!isHeaderName(name) || !isHeaderValue(value) || isConnectionHeader(name))
      return 'A header cannot be sent like this';
    if (name.toLowerCase() === 'accept' && !takesJson(value))
      return 'The header Accept must take JSON, such as application/json';
  }
  return undefined;
}

/** Genesys Cloud demands it (https://help.mypurecloud.com/?p=141921): every answer is read as JSON. */
function takesJson(accept: string): boolean {
  return accept
    .split(',')
    .some((type) => /^\s*(\*\/\*|(application|text)\/(\*|json|[\w.+-]*\+json))\s*(;|$)/i.test(type));
}

interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly ifPrivate: () => string;
  readonly signal: AbortSignal | undefined;
}

/** Sends the request and settles once: with the answer, or with what became of it. */
function exchange(pool: Pool, url: URL, request: HttpRequest, limits: Limits): Promise<HttpResult> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let isSettled = false;
    const settle = (result: HttpResult | Promise<HttpResult>) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', giveUp);
      resolve(result);
    };
    const stop = (failure: HttpFailureKind, message: string) => {
      settle(failed(failure, message));
      controller?.abort(new Error(message));
    };
    const giveUp = () => {
      if (controller === undefined) stop('unreachable', 'The request was given up before it was sent');
      else stop('broken', 'The request was given up');
    };
    const timer = setTimeout(() => {
      if (controller === undefined) stop('unreachable', 'No connection was made within the time');
      else stop('timeout', 'No whole answer came within the time');
    }, limits.timeoutMs);
    limits.signal?.addEventListener('abort', giveUp);
    if (limits.signal?.aborted === true) giveUp();
    if (isSettled) return;

    const answer = receiver(limits.maxBytes, settle, stop);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // Called with a connection at hand, before a byte is written. What was given up meanwhile must not be sent (I4).
        if (isSettled) started.abort(new Error('given up'));
        else controller = started;
      },
      onResponseError(_controller, error) {
        settle(
          controller === undefined
            ? notSent(error, limits.ifPrivate())
            : failed('broken', 'The connection broke before the whole answer came'),
        );
      },
      ...answer,
    };
    try {
      pool.dispatch(dispatchOptions(url, request), handler);
    } catch {
      settle(failed('refused', 'The request cannot be sent like this'));
    }
  });
}

function dispatchOptions(url: URL, { method, headers, body }: HttpRequest): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: method as Dispatcher.HttpMethod,
    headers,
    body: body ?? null,
  };
}

/** Collects an answer within the limit. */
function receiver(
  maxBytes: number,
  settle: (result: HttpResult | Promise<HttpResult>) => void,
  stop: (failure: HttpFailureKind, message: string) => void,
) {
  let status = 0;
  let headers: { readonly [name: string]: string } = {};
  let size = 0;
  const chunks: Buffer[] = [];
  return {
    onResponseStart(
      _controller: Dispatcher.DispatchController,
      code: number,
      received: Record<string, unknown>,
    ) {
      status = code;
      headers = textsOf(received);
    },
    onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer) {
      size += chunk.length;
      if (size > maxBytes) return stop('tooLarge', `The answer is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    },
    onResponseEnd() {
      const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      const encoding = headers['content-encoding'];
      if (encoding === undefined)
        settle({ ok: true, response: { status, headers, body: bytes.toString('utf8') } });
      else settle(decoded(status, headers, bytes, maxBytes));
    },
  };
}

/** A header that came several times is one text, as fetch has it. */
function textsOf(received: Record<string, unknown>): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (const name in received) headers[name] = String(received[name]);
  return headers;
}

async function decoded(
  status: number,
  headers: { readonly [name: string]: string },
  bytes: Buffer,
  maxBytes: number,
): Promise<HttpResult> {
  const body = await decodeBody(bytes, headers['content-encoding'], maxBytes);
  if (body.ok) return { ok: true, response: { status, headers, body: body.text } };
  if (body.failure === 'tooLarge')
    return failed('tooLarge', `The answer unpacks to more than ${maxBytes} bytes`);
  return failed('broken', 'The answer cannot be unpacked');
}

/** The request was never written: the name or the connection failed. */
function notSent(error: Error, ifPrivate: string): HttpResult {
  const code = 'code' in error ? String(error.code) : '';
  if (code === ADDRESS_REFUSED) return failed('refused', ifPrivate);
  if (code.startsWith('UND_ERR_INVALID')) return failed('refused', 'The request cannot be sent like this');
  return failed('unreachable', `No connection was made${code === '' ? '' : ` (${code})`}`);
}

function failed(failure: HttpFailureKind, message: string): HttpResult {
  return { ok: false, failure, message };
}
