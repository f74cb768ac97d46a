import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { faultsOfRuns } from '../api/campaign-invariants.ts';
import { mostInAMinute } from '../api/fake-carrier.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { type GraphServer, openGraphServer } from '../support/graph-server.ts';
import { buildPackage } from './built-package.ts';
import { metaCarrier, type Served, serve } from './served.ts';

const CAMPAIGNS = '/api/v2/outbound/messagingcampaigns';
const KILLS = 3;
/** What Meta's carrier has under way at once, at most. */
const IN_FLIGHT = 40;

beforeAll(() => buildPackage());

/*
 * `attendant serve` on a real file with a campaign that is on, killed with SIGKILL again and again in the middle of it.
 */
describe('a server that is killed while a campaign is on', () => {
  it('C14 C7 writes to every contact once or says that it does not know, and never faster than it may', {
    timeout: 240_000,
  }, async () => {
    const [contacts, perMinute] = [2_000, 1_500];
    const graph = await openGraphServer();
    const world = worldOf(contacts, { carriers: { whatsapp: { meta: metaCarrier(graph.url) } } });
    let server = await serve(world);
    const id = await startCampaign(server, { messagesPerMinute: perMinute });
    for (let kill = 1; kill <= KILLS; kill++) {
      await untilMessaged(server, id, (kill * contacts) / 5);
      server = await killed(server, world);
    }
    await untilComplete(server, id);
    const statuses = statusesOf(await ended(server, world));

    const arrived = arrivals(graph);
    expect([...arrived.values()].filter((times) => times > 1)).toEqual([]);
    expect(statuses.size).toBe(contacts);
    expect([...statuses.values()].filter((status) => status !== 'sent' && status !== 'unknown')).toEqual([]);
    // Who is said to have been sent a message got it; of the others nobody knows, and they are few.
    expect([...statuses].filter(([to, status]) => status === 'sent' && !arrived.has(to))).toEqual([]);
    const unknown = [...statuses.values()].filter((status) => status === 'unknown').length;
    expect(unknown).toBeLessThanOrEqual(KILLS * IN_FLIGHT);
    expect(arrived.size).toBeGreaterThanOrEqual(contacts - unknown);
    expect(mostInAMinute(graph.requests.map(({ at }) => at))).toBeLessThanOrEqual(perMinute);
  });

  it('C14 C10 keeps the order of a sorted list in the local outbox', { timeout: 120_000 }, async () => {
    const contacts = 6_000;
    const world = worldOf(contacts, { campaigns: { whatsappPerMinute: 30_000 } });
    let server = await serve(world);
    const contactSorts = [{ fieldName: 'rank', numeric: true, direction: 'DESC' }];
    const id = await startCampaign(server, { messagesPerMinute: 30_000, contactSorts });
    // Once as soon as it is on, while its list is being sorted.
    server = await killed(server, world);
    for (let kill = 1; kill <= KILLS; kill++) {
      await untilMessaged(server, id, (kill * contacts) / 5);
      server = await killed(server, world);
    }
    await untilComplete(server, id);
    const messages = await ended(server, world);
    expect(messages.map(({ to }) => to)).toEqual(
      Array.from({ length: contacts }, (_, index) => index)
        .sort((a, b) => rankOf(b) - rankOf(a) || a - b)
        .map(phoneId),
    );
    expect(new Set(messages.map(({ status }) => status))).toEqual(new Set(['delivered']));
  });
});

interface World {
  readonly flows: string;
  readonly data: string;
}

interface Sent {
  readonly to: string;
  readonly status: string;
}

const phoneId = (index: number) => String(491_500_000_000 + index);
const rankOf = (index: number) => (index * 7) % 1_000;

function worldOf(contacts: number, more: JsonObject): World {
  const indexes = Array.from({ length: contacts }, (_, index) => index);
  const consent = { channel: 'whatsapp', method: 'test', businessName: 'Test' };
  const platform = {
    organization: { name: 'Test' },
    limits: { requestsPerMinutePerToken: 0 },
    oauthClients: [
      { id: 'test', name: 'Test', secret: 'test-secret', localOnly: true, permissions: ['outbound:*:*'] },
    ],
    whatsappIntegrations: [{ id: 'wa', name: 'Main', phoneNumber: '+4930987654', status: 'active' }],
    templates: [{ id: 'plain', name: 'plain', language: 'en', status: 'approved', body: 'Hello.' }],
    consents: indexes.map((index) => ({ ...consent, address: phoneId(index) })),
    contactLists: [
      {
        ...{ id: 'list', name: 'List', columnNames: ['number', 'rank'] },
        whatsAppColumns: [{ columnName: 'number', type: 'cell' }],
        contacts: indexes.map((index) => ({ data: { number: phoneId(index), rank: String(rankOf(index)) } })),
      },
    ],
    ...more,
  };
  return { flows: folderOf({ 'local.platform.json': platform }), data: join(newFolder(), 'data') };
}

async function ask(
  { url, token }: Served,
  method: string,
  path: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text === '' ? {} : (JSON.parse(text) as JsonObject);
}

async function startCampaign(server: Served, more: JsonObject): Promise<string> {
  const { id } = await ask(server, 'POST', CAMPAIGNS, {
    ...{ name: 'Spring', contactList: { id: 'list' }, campaignStatus: 'on' },
    whatsAppConfig: {
      ...{ whatsAppColumns: ['number'], whatsAppIntegration: { id: 'wa' } },
      contentTemplate: { id: 'plain' },
    },
    ...more,
  });
  return String(id);
}

async function untilMessaged(server: Served, id: string, count: number): Promise<void> {
  for (;;) {
    const { numberOfContactsMessaged } = await ask(server, 'GET', `${CAMPAIGNS}/${id}/progress`);
    if (Number(numberOfContactsMessaged) >= count) return;
  }
}

async function untilComplete(server: Served, id: string): Promise<void> {
  while ((await ask(server, 'GET', `${CAMPAIGNS}/${id}`))['campaignStatus'] !== 'complete') {}
}

async function killed(server: Served, world: World): Promise<Served> {
  server.process.kill('SIGKILL');
  await server.ended;
  return serve(world);
}

/** Stops the server in peace. @returns what its database says of all messages, in the order they were accepted in. */
async function ended(server: Served, { data }: World): Promise<readonly Sent[]> {
  const path = join(data, 'attendant.db');
  const read = <T>(use: (sqlite: Sqlite.Database) => T): T => {
    const sqlite = new Sqlite(path, { readonly: true });
    try {
      return use(sqlite);
    } finally {
      sqlite.close();
    }
  };
  const waiting = () =>
    read((sqlite) =>
      sqlite.prepare(`select count(*) from message where status in ('queued', 'sending')`).pluck().get(),
    );
  while (waiting() !== 0) await ask(server, 'GET', CAMPAIGNS);
  server.process.kill('SIGTERM');
  await server.ended;
  expect(read(faultsOfRuns)).toEqual([]);
  return read((sqlite) =>
    sqlite.prepare<[], Sent>('select to_address as "to", status from message order by sequence').all(),
  );
}

/** How often each customer was written to. */
function arrivals({ requests }: GraphServer): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { body } of requests) {
    const to = String(body['to']).replace('+', '');
    times.set(to, (times.get(to) ?? 0) + 1);
  }
  return times;
}

const statusesOf = (messages: readonly Sent[]) => new Map(messages.map(({ to, status }) => [to, status]));
