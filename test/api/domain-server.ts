import type { LightMyRequestResponse } from 'fastify';
import type { DnsAnswer, DnsLookup } from '../../src/platform/domains/dns-lookup.ts';
import { OUTBOUND_DOMAINS_PATH } from '../../src/platform/domains/outbound-domain-entity.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** A name that may be sent from. */
export const SALES = 'sales.example.com';

const CLIENTS = [
  { id: 'postmaster', permissions: ['routing:email:manage'] },
  { id: 'viewer', permissions: ['routing:email:view'] },
  { id: 'nobody', permissions: [] },
].map((client) => ({ ...client, name: client.id, secret: `${client.id}-secret`, localOnly: true }));

/** A platform with a client that may manage domains, asked as that client. */
export interface DomainServer extends LocalServer {
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path?: string,
    payload?: unknown,
    client?: string,
  ): Promise<LightMyRequestResponse>;
  /** Adds a domain; its answer. */
  add(id: string, more?: object): Promise<LightMyRequestResponse>;
}

/** Opens a platform whose DNS is a zone that the test writes. */
export async function openDomainServer({
  dns,
  seed = {},
  file,
}: {
  readonly dns?: DnsLookup;
  readonly seed?: Partial<PlatformSeed>;
  readonly file?: string;
} = {}): Promise<DomainServer> {
  const local = await openLocalServer({
    seed: { ...TEST_SEED, oauthClients: CLIENTS, ...seed },
    ...(dns !== undefined && { dns }),
    ...(file !== undefined && { file }),
  });
  const logins = new Map<string, { authorization: string }>();
  const server: DomainServer = {
    ...local,
    async ask(method, path = '', payload = undefined, client = 'postmaster') {
      const headers = logins.get(client) ?? (await local.login(client));
      logins.set(client, headers);
      return local.inject({
        method,
        url: `${OUTBOUND_DOMAINS_PATH}${path}`,
        headers: { ...headers, ...(payload !== undefined && { 'content-type': 'application/json' }) },
        ...(payload !== undefined && { payload: JSON.stringify(payload) }),
      });
    },
    add: (id, more = {}) => server.ask('POST', '', { id, name: id, ...more }),
  };
  return server;
}

/** DNS as a table: `sales.example.com CNAME` to values; what is not in it does not exist. */
export function tableDns(): DnsLookup & { readonly table: Map<string, DnsAnswer | readonly string[]> } {
  const table = new Map<string, DnsAnswer | readonly string[]>();
  return {
    table,
    async lookUp(name, type) {
      const found = table.get(`${name} ${type}`);
      if (found !== undefined) return 'kind' in found ? found : { kind: 'records', values: found };
      const isThere = [...table.keys()].some(
        (key) => key.startsWith(`${name} `) || key.split(' ')[0]?.endsWith(`.${name}`),
      );
      return { kind: isThere ? 'noData' : 'noName' };
    },
  };
}
