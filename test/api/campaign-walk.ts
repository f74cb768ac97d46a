import { join } from 'node:path';
import { expect } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { SendResult } from '../../src/platform/deliveries/carrier.ts';
import { newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newRandom } from '../support/random.ts';
import { faultsOfRuns } from './campaign-invariants.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';
import { fakeCarrier, mostInAMinute } from './fake-carrier.ts';

/** What all campaigns of the walk may send in a minute, and what one of them may. */
const CHANNEL_RATE = 150;
const RATES = [30, 60, 90];
const SEED = campaignSeed({ campaigns: { whatsappPerMinute: CHANNEL_RATE } }, 1_000);
const SENT: SendResult = { kind: 'sent' };
const LATER: SendResult = { kind: 'later', code: '131000', reason: 'Later.' };
const UNKNOWN: SendResult = { kind: 'unknown', reason: 'No answer.' };
const FAILED: SendResult = { kind: 'failed', code: '131042', reason: 'No.' };
const SORTS = [[], [{ fieldName: 'rank', numeric: true }], [{ fieldName: 'name', direction: 'DESC' }]];

interface Row {
  readonly run: number;
  readonly sequence: number;
  readonly outcome: string | null;
}

/**
 * Campaigns, lists, a carrier and an operator of whom nobody knows what they do next. The same seed does the same.
 *
 * After every step holds what must hold of runs at any time (campaign-invariants.ts); the carrier saw no more than the rates
 * in any 60 seconds, and nothing again that it took, refused or left open.
 */
export async function openWalk(seed: number) {
  const random = newRandom(seed);
  const clock = new FakeClock();
  const carrier = fakeCarrier(clock, 4);
  const final = new Set<string>();
  const again: string[] = [];
  const file = join(newFolder(), 'attendant.db');
  const log: string[] = [];
  let contacts = 0;
  let server = await life();
  async function life(): Promise<CampaignServer> {
    const opened = await openCampaignServer(SEED, {
      file,
      clock,
      platformOptions: { carriers: carrier.carriers },
    });
    // A file that outlives the process is enough: no test pulls the plug.
    opened.local.database.sqlite.pragma('synchronous = OFF');
    return opened;
  }

  function answer(results: readonly SendResult[], afterMs = 0): void {
    carrier.answerWith(({ id }) => {
      if (final.has(id)) again.push(id);
      const result = random.pick(results);
      if (result.kind !== 'later') final.add(id);
      return result;
    }, afterMs);
  }

  const newRow = () => [phoneId(++contacts), `Name ${random.below(9)}`, String(random.below(20))];
  const newList = (count: number) => server.list({ rows: Array.from({ length: count }, newRow) });

  async function newFilter(list: string): Promise<string> {
    const predicates = [{ column: 'rank', columnType: 'numeric', operator: 'LESS_THAN', value: '12' }];
    const clauses = [{ filterType: 'AND', predicates }];
    const body = { name: 'Low', contactList: { id: list }, filterType: 'AND', clauses };
    return String((await server.ask('POST', '/api/v2/outbound/contactlistfilters', body)).body['id']);
  }

  const newCampaign = (list = '', more: JsonObject = {}) =>
    server.campaign(list, { name: `C ${random.below(1e9)}`, messagesPerMinute: random.pick(RATES), ...more });

  const lists = [await newList(30), await newList(12)];
  const filter = await newFilter(lists[0] ?? '');
  let ids = [
    await newCampaign(lists[0]),
    await newCampaign(lists[0], { contactListFilters: [{ id: filter }] }),
    await newCampaign(lists[0], { contactSorts: SORTS[1] ?? [], alwaysRunning: true }),
    await newCampaign(lists[1], { contactSorts: SORTS[2] ?? [] }),
  ];
  answer([SENT]);

  const read = async (id: string) => (await server.ask('GET', `${CAMPAIGNS}/${id}`)).body;
  const put = async (id: string, body: JsonObject) =>
    server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...(await read(id)), ...body });

  const contactsOf = (list: string) => {
    const key = server.local.platform.outbound.lists.one(list)?.key ?? 0;
    return server.local.platform.outbound.contacts.after(key, 0, 10_000);
  };

  async function touchContact(verb: 'PUT' | 'DELETE'): Promise<void> {
    const list = random.pick(lists);
    const all = contactsOf(list);
    if (all.length < 6) return;
    const { id, data } = random.pick(all);
    const body = {
      ...{ contactListId: list, callable: true },
      data: { number: data[0] ?? '', name: `Name ${random.below(9)}`, rank: data[2] ?? '' },
    };
    const url = `/api/v2/outbound/contactlists/${list}/contacts/${id}`;
    expect((await server.ask(verb, url, verb === 'PUT' ? body : undefined)).status).toBeLessThan(300);
  }

  const operations: readonly (readonly [weight: number, name: string, what: () => Promise<unknown>])[] = [
    [6, 'start', () => server.start(random.pick(ids))],
    [4, 'stop', () => server.stop(random.pick(ids))],
    [8, 'pass', () => server.pass(random.below(15_000))],
    [2, 'pass long', () => server.pass(60_000 + random.below(60_000))],
    [3, 'add', () => server.add(random.pick(lists), Array.from({ length: 1 + random.below(5) }, newRow))],
    [2, 'delete contact', () => touchContact('DELETE')],
    [2, 'edit contact', () => touchContact('PUT')],
    [2, 'rate', () => put(random.pick(ids), { messagesPerMinute: random.pick(RATES) })],
    [1, 'always running', () => put(random.pick(ids), { alwaysRunning: random.below(2) === 0 })],
    [1, 'sorts', () => put(random.pick(ids), { contactSorts: random.pick(SORTS) })],
    [1, 'reset', () => server.ask('DELETE', `${CAMPAIGNS}/${random.pick(ids)}/progress`)],
    [
      1,
      'start and stop',
      async () => {
        const { campaigns } = server.local.platform.outbound;
        const id = random.pick(ids);
        await Promise.all(
          [campaigns.start(id), campaigns.stop(id), campaigns.start(id)].slice(random.below(2)),
        );
      },
    ],
    [2, 'good carrier', async () => answer([SENT])],
    [1, 'mixed carrier', async () => answer([SENT, LATER, UNKNOWN, FAILED, SENT])],
    [1, 'no carrier', async () => answer([LATER])],
    [1, 'slow carrier', async () => answer([SENT, SENT, LATER], 4_000)],
    [1, 'restart', () => restart('close')],
    [1, 'crash', () => restart('die')],
    [
      1,
      'another',
      async () => {
        const id = random.pick(ids);
        if ((await server.ask('DELETE', `${CAMPAIGNS}/${id}`)).status !== 200) return;
        ids = [...ids.filter((one) => one !== id), await newCampaign(random.pick(lists))];
      },
    ],
  ];
  const weighted = operations.flatMap(
    ([weight, ...operation]) => Array(weight).fill(operation) as (typeof operation)[],
  );

  async function restart(how: 'close' | 'die'): Promise<void> {
    // What a slow carrier holds would be waited for by a process that is closed, and the clock stands still.
    if (how === 'close') await server.pass(5_000);
    if (how === 'die') await new Promise((resolve) => setImmediate(resolve));
    await server.local[how]();
    clock.advance(random.below(3) * random.below(8_000));
    server = await life();
  }

  function check(): void {
    const { sqlite } = server.local.database;
    expect(faultsOfRuns(sqlite), log.slice(-12).join(', ')).toEqual([]);
    expect(again).toEqual([]);
    expect(mostInAMinute(carrier.asked.map(({ at }) => at)), log.slice(-12).join(', ')).toBeLessThanOrEqual(
      CHANNEL_RATE,
    );
    const campaignOf = new Map(
      sqlite
        .prepare<[], { readonly id: string; readonly campaign: number }>(
          `select m.id, r.campaign_key as campaign from message m join campaign_run r on r.key = m.campaign_run`,
        )
        .all()
        .map(({ id, campaign }) => [id, campaign]),
    );
    for (const campaign of new Set(campaignOf.values())) {
      const times = carrier.asked.filter(({ id }) => campaignOf.get(id) === campaign).map(({ at }) => at);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(Math.max(...RATES));
    }
  }

  return {
    async step(): Promise<void> {
      const [name, what] = random.pick(weighted);
      log.push(name);
      await what();
      check();
    },
    /** Lets everything come to its end: all campaigns are on until no contact is left. */
    async end(): Promise<void> {
      answer([SENT]);
      for (const id of ids) {
        await put(id, { alwaysRunning: false });
        await server.start(id);
      }
      // The last try of a message is two hours after the one before.
      await server.pass(3 * 3_600_000);
      for (const id of ids) await server.start(id);
      await server.pass(600_000);
      check();
      for (const id of ids) expect(await read(id)).toMatchObject({ campaignStatus: 'complete' });
    },
    /** The contacts whom a complete campaign has not dealt with: they must not fit its filter. */
    leftOut(): readonly string[] {
      const { sqlite, platform } = { ...server.local, sqlite: server.local.database.sqlite };
      return ids.flatMap((id) => {
        const campaign = platform.outbound.campaigns.store.one(id);
        const rows = sqlite
          .prepare<[number], Row>(
            'select run_key as run, sequence, outcome from campaign_contact where run_key = ?',
          )
          .all(campaign?.runKey ?? 0);
        const dealtWith = new Set(
          rows.filter(({ outcome }) => outcome !== null).map(({ sequence }) => sequence),
        );
        const isFiltered = (campaign?.settings.contactListFilterIds.length ?? 0) > 0;
        const list = lists.find((one) => platform.outbound.lists.one(one)?.key === campaign?.listKey) ?? '';
        return contactsOf(list)
          .filter(({ sequence, data }) => !dealtWith.has(sequence) && !(isFiltered && Number(data[2]) >= 12))
          .map(({ sequence }) => `${id} ${sequence}`);
      });
    },
    asked: carrier.asked,
    log,
  };
}
