import type { LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { nodeDns } from '../../src/dns/node-dns.ts';
import { newDkimKey } from '../../src/platform/domains/dkim-key.ts';
import type { DnsAnswer, DnsLookup } from '../../src/platform/domains/dns-lookup.ts';
import { OUTBOUND_DOMAINS_PATH } from '../../src/platform/domains/outbound-domain-entity.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { openDnsServer } from '../support/dns-server.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** A name that may be sent from. */
export const SALES = 'sales.example.com';

const CLIENTS = [
  { id: 'postmaster', permissions: ['routing:email:manage'] },
  { id: 'viewer', permissions: ['routing:email:view'] },
  { id: 'nobody', permissions: [] },
].map((client) => ({ ...client, name: client.id, secret: `${client.id}-secret`, localOnly: true }));

/** Making a key takes long: all domains of a test file share two, in turn. */
const KEYS = await Promise.all([newDkimKey(), newDkimKey()]);
let made = 0;
async function nextKey() {
  const key = KEYS[made++ % KEYS.length];
  if (key === undefined) throw new Error('there are keys');
  return key;
}

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
    seed: { ...TEST_SEED, oauthClients: CLIENTS, limits: { requestsPerMinutePerToken: 0 }, ...seed },
    platformOptions: { newDkimKey: nextKey, ...(dns !== undefined && { dns }) },
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

/** The records that a domain needs, as its creation answers them. */
export interface ToPublish {
  readonly txt: { readonly host: string; readonly value: string };
  readonly cname: { readonly host: string; readonly value: string };
}

/** A platform that asks a real DNS server on loopback, with one domain and its records. */
export async function openWithDns(seed: Partial<PlatformSeed> = {}) {
  const server = await openDnsServer();
  const dns = nodeDns({ servers: [server.address], timeoutMs: 100 });
  onTestFinished(() => dns.close());
  // Hashing a secret takes long on purpose: only the client that is used.
  const local = await openDomainServer({ dns, seed: { oauthClients: CLIENTS.slice(0, 1), ...seed } });
  const created = (await local.add(SALES)).json();
  const { dnsTxtSendingRecord: txt, dnsCnameBounceRecord: cname } = created;
  const records: ToPublish = {
    txt: { host: txt.host, value: txt.recordContents },
    cname: { host: cname.host, value: cname.recordContents },
  };
  return {
    local,
    dns: server,
    records,
    publish({ txt: text = records.txt.value, cname: target = records.cname.value } = {}) {
      server.zone.set(`${records.txt.host} TXT`, [text.match(/.{1,255}/gs) ?? []]);
      server.zone.set(`${records.cname.host} CNAME`, [target]);
    },
    /** Looks the records up: the states of TXT and CNAME, and the sender's. */
    async activate(): Promise<readonly string[]> {
      const answer = (await local.ask('PUT', `/${SALES}/activation`)).json();
      const { dnsTxtSendingRecord, dnsCnameBounceRecord, senderStatus } = answer;
      return [dnsTxtSendingRecord.verificationStatus, dnsCnameBounceRecord.verificationStatus, senderStatus];
    },
    /** What was found, as the operator sees it: of TXT and of CNAME. */
    async findings(): Promise<readonly [Found, Found]> {
      const view = await local.inject({ method: 'GET', url: `/attendant/outbound-domains/${SALES}` });
      const [first, second] = view.json<{ records: readonly [Found, Found] }>().records;
      return [first, second];
    },
  };
}

interface Found {
  readonly status: string;
  readonly finding: string;
  readonly message: string;
}

/** DNS as a table: `sales.example.com CNAME` to values, or another answer; what is not in it does not exist. */
export function tableDns(): DnsLookup & { readonly table: Map<string, DnsAnswer | readonly string[]> } {
  const table = new Map<string, DnsAnswer | readonly string[]>();
  return {
    table,
    async lookUp(name, type) {
      const found = table.get(`${name} ${type}`) ?? { kind: 'noName' };
      return 'kind' in found ? found : { kind: 'records', values: found };
    },
    close: () => {},
  };
}
