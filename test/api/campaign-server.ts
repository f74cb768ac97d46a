import { expect, onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { ContactListSettings } from '../../src/platform/contact-lists/contact-list.ts';
import { HOME_DIVISION_ID } from '../../src/platform/divisions/home-division.ts';
import type { PlatformOptions } from '../../src/platform/platform.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { faultsOfRuns } from './campaign-invariants.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const PERMISSIONS = ['analytics:*:*', 'outbound:*:*', 'responses:*:*', 'routing:email:manage'];

/** A platform with a WhatsApp sender, an SMS number, an e-mail domain, and everybody's consent up to a number. */
export function campaignSeed(more: Partial<PlatformSeed> = {}, consents = 0): PlatformSeed {
  return {
    ...TEST_SEED,
    oauthClients: [
      { id: 'sender', name: 'All', secret: 'sender-secret', localOnly: true, permissions: PERMISSIONS },
      { id: 'nobody', name: 'None', secret: 'nobody-secret', localOnly: true, permissions: [] },
    ],
    limits: { requestsPerMinutePerToken: 0 },
    smsNumbers: [{ id: 'sms-1', phoneNumber: '+13175550190' }],
    consents: Array.from({ length: consents }, (_, index) => ({
      channel: 'whatsapp' as const,
      address: phoneId(index + 1),
      method: 'test',
      businessName: 'Test',
    })),
    ...more,
  };
}

/** The phone ID of the n-th contact. */
export function phoneId(n: number): string {
  return String(491_500_000_000 + n);
}

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** What a list of the tests is made of. */
export interface ListOf {
  readonly name?: string;
  readonly columnNames?: readonly string[];
  readonly settings?: Partial<ContactListSettings>;
  readonly rows: readonly (readonly string[])[];
}

/** A server with campaigns, asked as a client that may do everything. */
export interface CampaignServer {
  readonly local: LocalServer;
  readonly clock: FakeClock;
  ask(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: Json): Promise<Answer>;
  /** Stores a contact list with columns `number`, `name`, `rank`; the first is its WhatsApp and phone column. @returns its id. */
  list(of: ListOf): Promise<string>;
  /** Adds contacts to a list, as the API does. */
  add(listId: string, rows: readonly (readonly string[])[]): Promise<void>;
  /** Makes a WhatsApp campaign with the template `plain`. @returns its id. */
  campaign(listId: string, more?: JsonObject): Promise<string>;
  start(id: string): Promise<Answer>;
  stop(id: string): Promise<Answer>;
  statusOf(id: string): Promise<string>;
  /** Moves the clock on and lets everything happen that falls due on the way. */
  pass(ms: number): Promise<void>;
  /** To whom messages were written, in the order they were accepted in. */
  recipients(): readonly string[];
  /** When messages were accepted, epoch ms. */
  times(): readonly number[];
}

/** Where campaigns are. */
export const CAMPAIGNS = '/api/v2/outbound/messagingcampaigns';

/** Opens a server with campaigns. What must hold of their runs is looked at when the test ends (campaign-invariants.ts). */
export async function openCampaignServer(
  seed: PlatformSeed = campaignSeed(),
  options: {
    readonly file?: string;
    readonly clock?: FakeClock;
    readonly platformOptions?: Pick<PlatformOptions, 'carriers'>;
  } = {},
): Promise<CampaignServer> {
  const clock = options.clock ?? new FakeClock();
  const local = await openLocalServer({ seed, ...options, clock });
  let token = await local.login();
  const { outbound } = local.platform;
  let names = 0;
  onTestFinished(() => {
    if (local.database.sqlite.open) expect(faultsOfRuns(local.database.sqlite)).toEqual([]);
    // A round that failed is tried again, and hides why.
    expect(local.logged.filter(({ message }) => /failed|could not/.test(message))).toEqual([]);
  });

  const server: CampaignServer = {
    local,
    clock,
    async ask(method, url, body) {
      const once = () =>
        local.inject({
          method,
          url,
          headers: { ...token, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
        });
      let answer = await once();
      if (answer.statusCode === 401) {
        // A day has gone by.
        token = await local.login();
        answer = await once();
      }
      await settle();
      return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() };
    },
    async list({ name, columnNames = ['number', 'name', 'rank'], settings = {}, rows }) {
      const column = [{ columnName: columnNames[0] ?? '', type: 'cell' }];
      const id = `list-${++names}-${clock.now()}`;
      await local.database.commits.add(() => {
        const now = clock.now();
        outbound.lists.add({
          id,
          name: name ?? `List ${names}`,
          divisionId: HOME_DIVISION_ID,
          settings: {
            ...{ columnNames, phoneColumns: column, whatsAppColumns: column, emailColumns: [] },
            ...{ automaticTimeZoneMapping: false, trimWhitespace: false },
            ...settings,
          },
          ...{ version: 1, createdAt: now, modifiedAt: now },
        });
      });
      if (rows.length > 0) await server.add(id, rows);
      return id;
    },
    async add(listId, rows) {
      const list = outbound.lists.one(listId);
      if (list === undefined) throw new Error('no such list');
      await local.database.commits.add(() => {
        outbound.contacts.add(
          list,
          rows.map((data) => ({ data })),
        );
      });
      outbound.campaigns.contactsAdded(list.key);
      await settle();
    },
    async campaign(listId, more = {}) {
      const answer = await server.ask('POST', CAMPAIGNS, {
        name: `Campaign ${++names}`,
        contactList: { id: listId },
        messagesPerMinute: 60,
        whatsAppConfig: {
          whatsAppColumns: ['number'],
          whatsAppIntegration: { id: 'wa-1' },
          contentTemplate: { id: 'plain' },
        },
        ...more,
      });
      if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
      return String(answer.body['id']);
    },
    start: (id) => server.ask('POST', `${CAMPAIGNS}/${id}/start`),
    stop: (id) => server.ask('POST', `${CAMPAIGNS}/${id}/stop`),
    statusOf: async (id) => String((await server.ask('GET', `${CAMPAIGNS}/${id}`)).body['campaignStatus']),
    async pass(ms) {
      const until = clock.now() + ms;
      await settle();
      // Step by step, so that what is done at each time is done before the next.
      for (let next = clock.nextAt; next !== undefined && next <= until; next = clock.nextAt) {
        clock.advanceTo(Math.max(next, clock.now()));
        await settle();
      }
      clock.advanceTo(until);
      await settle();
    },
    recipients: () => messages().map(({ to }) => to),
    times: () => messages().map(({ at }) => at),
  };

  /** Resolves when nothing moves any more but by the clock. A carrier may be waiting for it, and the platform for the carrier. */
  async function settle(): Promise<void> {
    if (options.platformOptions?.carriers === undefined) return local.platform.settled();
    await outbound.campaigns.settled();
    const changes = () => Number(local.database.sqlite.prepare('select total_changes()').pluck().get());
    for (let [still, before] = [0, changes()]; still < 4; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = changes();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  }
  const messages = () =>
    local.database.sqlite
      .prepare<[], { readonly to: string; readonly at: number }>(
        'select to_address as "to", accepted_at as at from message where campaign_run is not null order by sequence',
      )
      .all();
  return server;
}
