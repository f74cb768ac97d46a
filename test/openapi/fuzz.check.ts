import { afterAll, describe, expect, it } from 'vitest';
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
      const random = newRandom(SEED + name.length * 7919);
      const found = new Set<string>();
      for (let count = 0; count < REQUESTS; count += 1) {
        for (const fault of await ask(host, openapi, operation, random)) found.add(fault);
        host.clock.advance(250);
      }
      expect([...found]).toEqual([]);
    },
  );
});

interface Fuzzed {
  readonly host: Host;
  readonly clock: FakeClock;
  readonly authorization: string;
  readonly logged: string[];
  /** Ids that answers named; what is made here is asked for later. */
  readonly ids: string[];
}

async function ask(fuzzed: Fuzzed, from: Openapi, operation: Operation, random: Random): Promise<string[]> {
  const { host, authorization, ids, logged } = fuzzed;
  const url = urlOf(operation, random, ids);
  const payload = payloadOf(from, operation, random, ids);
  const answer = await host.server.inject({
    method: operation.method as 'GET',
    url,
    headers: { host: 'localhost', authorization, 'content-type': 'application/json' },
    ...(payload === undefined ? {} : { payload }),
  });
  remember(ids, answer.body);
  const isJson = String(answer.headers['content-type'] ?? '').includes('json');
  const faults =
    isJson || answer.body === '' ? from.faults(operation.method, url, answer.statusCode, answer.body) : [];
  const logs = logged
    .splice(0)
    .map((line) => `${line} for ${operation.method} ${url.slice(0, 200)} ${String(payload).slice(0, 500)}`);
  return [...faults.map((fault) => fault.replace(/^\S+ \S+ /, `${operation.path} `)), ...logs];
}

function urlOf(operation: Operation, random: Random, ids: readonly string[]): string {
  const path = operation.path.replace(/\{[^}]+\}/g, () => {
    const isKnown = ids.length > 0 && random.below(100) < 80;
    return (
      encodeURIComponent(isKnown ? random.pick(ids) : wellFormed(random.pick(HOSTILE_TEXTS)).slice(0, 60)) ||
      'x'
    );
  });
  const query = operation.query
    .filter(() => random.below(100) < 30)
    .map(
      (name) =>
        `${name}=${encodeURIComponent(wellFormed(random.pick([...HOSTILE_TEXTS, '1', '25', 'true', ...ids.slice(0, 5)])).slice(0, 500))}`,
    );
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
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
  return text.replace(/[\ud800-\udfff]/g, '');
}

function remember(ids: string[], body: string): void {
  for (const [, id] of body.matchAll(/"(?:id|conversationId)":"([^"\\]{1,80})"/g)) {
    if (id !== undefined && !ids.includes(id)) ids.push(id);
  }
  if (ids.length > 400) ids.splice(0, ids.length - 400);
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
  const host = await openHost({
    database: ':memory:',
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
  afterAll(() => host.close());
  const answer = await host.server.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: {
      host: 'localhost',
      authorization: `Basic ${Buffer.from('fuzzer:fuzzer-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'grant_type=client_credentials',
  });
  const { access_token: token } = answer.json<{ access_token: string }>();
  logged.length = 0;
  return { host, clock, logged, authorization: `Bearer ${token}`, ids: [] };
}

function withFuzzer(seed: PlatformSeed, permissions: string[]): PlatformSeed {
  const client = { id: 'fuzzer', name: 'Fuzzer', secret: 'fuzzer-secret', localOnly: true, permissions };
  return { ...seed, oauthClients: [...seed.oauthClients, client] };
}

function permissionsOf(from: Openapi): string[] {
  return [...new Set(from.operations.flatMap(({ permissions }) => permissions))];
}
