import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { flowLibrary, openWorkspace } from '../../src/files/workspace.ts';
import { type Host, openHost } from '../../src/host.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newRandom, type Random } from '../support/random.ts';
import { HOSTILE_TEXTS, sample, spoiled } from './hostile.ts';
import { OPENAPI_VARIABLE, type Openapi, type Operation, openapiFromVariable } from './openapi.ts';

/** Requests made for each operation; more by the variable, for a longer hunt. */
const REQUESTS = Number(process.env['ATTENDANT_FUZZ'] ?? 60);
/** Another seed makes other requests. */
const SEED = Number(process.env['ATTENDANT_FUZZ_SEED'] ?? 1);
/** Bodies that no schema describes. */
/** Clients that the hunt and the host log in with: they are not hunted. */
const OWN_CLIENTS = ['fuzzer', 'attendant-local'];
/** A request that takes longer keeps all others waiting. Far above what any takes, so that a busy machine fails nothing. */
const MAX_MS = 5_000;
/** Parts of a path as nobody encodes them. */
const RAW_PARTS = ['a/b', '%', '%zz', '%00', '%c3%28', '..', '.', '*', 'a?b', 'é', '👩'];
const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
];
const RAW_BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  `${'['.repeat(5_000)}`,
  '{"a":1,"a":2}',
  '\u0000',
];

const openapi = openapiFromVariable();
if (openapi === undefined)
  throw new Error(`${OPENAPI_VARIABLE} names no OpenAPI document; run npm run openapi`);

describe('hostile requests made from the OpenAPI document', async () => {
  const host = await openFuzzedHost(openapi);
  const served = openapi.operations.filter((one) => isServed(host.host, one));

  it('find most of the operations that the agentless systems need', () => {
    expect(served.length).toBeGreaterThan(30);
  });

  it.each(served.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s never fails, and answers as described',
    async (name, operation) => {
      const random = newRandom(SEED + createHash('sha256').update(name).digest().readUInt32BE());
      const found = new Set<string>();
      for (let count = 0; count < REQUESTS; count += 1) {
        for (const fault of await ask(host, openapi, operation, random)) found.add(fault);
        host.clock.advance(250);
      }
      expect([...found]).toEqual([]);
    },
  );

  it('leave the database whole', async () => {
    await host.host.close();
    const database = new Sqlite(host.file, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
    database.close();
    rmSync(dirname(host.file), { recursive: true });
  });
});

interface Fuzzed {
  readonly file: string;
  readonly host: Host;
  readonly clock: FakeClock;
  /** Ended tokens are replaced, or everything after would be refused unread. */
  authorization: string;
  readonly logged: string[];
  /** Ids that answers named; what is made here is asked for later. */
  readonly ids: string[];
  /** The same by the path that answered, such as `/api/v2/routing/queues`: they fit paths below it. */
  readonly idsBelow: Map<string, string[]>;
}

async function ask(fuzzed: Fuzzed, from: Openapi, operation: Operation, random: Random): Promise<string[]> {
  const { host, authorization, ids, logged } = fuzzed;
  const url = urlOf(operation, random, fuzzed);
  const payload = payloadOf(from, operation, random, ids);
  const isOdd = random.below(100) < 4;
  const contentType = isOdd ? random.pick(CONTENT_TYPES) : 'application/json';
  const began = performance.now();
  const answer = await host.server.inject({
    method: operation.method as 'GET',
    url,
    headers: { host: 'localhost', authorization, ...(contentType !== '' && { 'content-type': contentType }) },
    ...(payload === undefined ? {} : { payload }),
  });
  const tookMs = performance.now() - began;
  if (answer.statusCode < 300) remember(fuzzed, operation, answer.body);
  if (answer.statusCode === 401) fuzzed.authorization = await login(host);
  const isJson = String(answer.headers['content-type'] ?? '').includes('json');
  const faults =
    isJson || answer.body === '' ? from.faults(operation.method, url, answer.statusCode, answer.body) : [];
  const logs = logged
    .splice(0)
    .map((line) => `${line} for ${operation.method} ${url.slice(0, 200)} ${String(payload).slice(0, 500)}`);
  const slow = tookMs > MAX_MS ? [`${operation.path} took ${Math.round(tookMs)} ms`] : [];
  return [...slow, ...faults.map((fault) => fault.replace(/^\S+ \S+ /, `${operation.path} `)), ...logs];
}

function urlOf(operation: Operation, random: Random, { ids, idsBelow }: Fuzzed): string {
  const path = operation.path.replace(/\{[^}]+\}/g, (_name, at: number) => {
    const fitting = idsBelow.get(operation.path.slice(0, at - 1)) ?? [];
    if (fitting.length > 0 && random.below(100) < 70) return encodeURIComponent(random.pick(fitting));
    const isKnown = ids.length > 0 && random.below(100) < 80;
    if (random.below(100) < 3) return random.pick(RAW_PARTS);
    const text = isKnown ? random.pick(ids) : wellFormed(random.pick(HOSTILE_TEXTS).slice(0, 60));
    return encodeURIComponent(text) || 'x';
  });
  const query = operation.query
    .filter(() => random.below(100) < 30)
    .map(
      (name) =>
        `${name}=${encodeURIComponent(wellFormed(random.pick([...HOSTILE_TEXTS, '1', '25', 'true', ...ids.slice(0, 5)]).slice(0, 500)))}`,
    );
  const twice =
    random.below(100) < 20 ? [...query, ...query.map((one) => one.replace('=', '[]=')), ...query] : query;
  return twice.length === 0 ? path : `${path}?${twice.join('&')}`;
}

function payloadOf(
  from: Openapi,
  { body, method }: Operation,
  random: Random,
  ids: readonly string[],
): string | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (random.below(100) < 8) return random.pick(RAW_BODIES);
  if (body === undefined)
    return random.below(100) < 50 ? undefined : JSON.stringify(random.pick(HOSTILE_TEXTS));
  const right = sample(from, body, random, ids);
  return JSON.stringify(random.below(100) < 30 ? right : spoiled(right, random));
}

/** Half a character cannot stand in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}

function remember({ ids, idsBelow }: Fuzzed, { path }: Operation, body: string): void {
  const below = idsBelow.get(path) ?? [];
  idsBelow.set(path, below);
  for (const [, id] of body.matchAll(/"(?:id|conversationId|domainName)":"([^"\\]{1,80})"/g))
    if (id !== undefined && !OWN_CLIENTS.includes(id)) for (const list of [ids, below]) keep(list, id);
}

/** The newest are kept: older ones may be deleted by now. */
function keep(list: string[], id: string): void {
  if (!list.includes(id)) list.push(id);
  if (list.length > 200) list.shift();
}

/** Whether a path is served at all: an unknown one says so. */
function isServed({ server }: Host, { method, path }: Operation): boolean {
  const url = path.replace(/\{([^}]+)\}/g, ':$1');
  const found = server.findRoute({ method: method as 'GET', url });
  return found !== null && found !== undefined;
}

async function openFuzzedHost(from: Openapi): Promise<Fuzzed> {
  const workspace = openWorkspace({ path: 'flows' });
  const clock = new FakeClock();
  const logged: string[] = [];
  let count = 0;
  const file = join(mkdtempSync(join(tmpdir(), 'attendant-fuzz-')), 'attendant.db');
  const host = await openHost({
    database: file,
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: withFuzzer(workspace.seed, permissionsOf(from)),
    dataActions: workspace.dataActions,
    integrations: workspace.integrations.integrations,
    localClient: { clientId: 'fuzzer' },
    port: 0,
    clock,
    ids: { next: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}` },
    log: {
      info: () => undefined,
      warn: (message, details) => void logged.push(`${message} ${JSON.stringify(details)}`),
    },
  });
  const authorization = await login(host);
  logged.length = 0;
  return { file, host, clock, logged, authorization, ids: [], idsBelow: new Map() };
}

/** A token of a client that may do everything. */
async function login({ server }: Host): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: {
      host: 'localhost',
      authorization: `Basic ${Buffer.from('fuzzer:fuzzer-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'grant_type=client_credentials',
  });
  expect(answer.statusCode, 'the client of the hunt can log in').toBe(200);
  return `Bearer ${answer.json<{ access_token: string }>().access_token}`;
}

function withFuzzer(seed: PlatformSeed, permissions: string[]): PlatformSeed {
  const client = { id: 'fuzzer', name: 'Fuzzer', secret: 'fuzzer-secret', localOnly: true, permissions };
  return { ...seed, oauthClients: [...seed.oauthClients, client] };
}

function permissionsOf(from: Openapi): string[] {
  return [...new Set(from.operations.flatMap(({ permissions }) => permissions))];
}
