import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { ContactList } from '../../src/platform/contact-lists/contact-list.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** The client `admin` may do everything under `/api/v2/outbound`, `nobody` nothing. */
export const OUTBOUND_SEED: PlatformSeed = {
  ...TEST_SEED,
  divisions: [{ id: 'north', name: 'North' }],
  oauthClients: [
    { id: 'admin', name: 'Admin', secret: 'admin-secret', localOnly: true, permissions: ['outbound:*:*'] },
    { id: 'nobody', name: 'Nobody', secret: 'nobody-secret', localOnly: true, permissions: [] },
  ],
};

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** A server whose client `admin` asks for paths under `/api/v2/outbound`. */
export interface OutboundServer {
  readonly local: LocalServer;
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json): Promise<Answer>;
}

/** Opens a server for tests of `/api/v2/outbound`. */
export async function openOutboundServer(
  options: Parameters<typeof openLocalServer>[0] = {},
): Promise<OutboundServer> {
  const local = await openLocalServer({ seed: OUTBOUND_SEED, ...options });
  const headers = { ...(await local.login('admin')), 'content-type': 'application/json' };
  return {
    local,
    async ask(method, path, body) {
      const answer = await local.inject({
        method,
        url: `/api/v2/outbound${path}`,
        headers,
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<JsonObject>() };
    },
  };
}

/** Stores a contact list with its contacts, without the API. */
export async function storeContacts(
  { database, platform, clock }: LocalServer,
  id: string,
  columnNames: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<ContactList> {
  const { lists, contacts } = platform.outbound;
  const now = clock.now();
  let list: ContactList | undefined;
  await database.commits.add(() => {
    list = lists.add({
      id,
      name: `List ${id}`,
      divisionId: 'home',
      settings: {
        columnNames,
        phoneColumns: [],
        emailColumns: [],
        whatsAppColumns: [],
        automaticTimeZoneMapping: false,
        trimWhitespace: false,
      },
      version: 1,
      createdAt: now,
      modifiedAt: now,
    });
    contacts.add(
      list,
      rows.map((data) => ({ data })),
    );
  });
  if (list === undefined) throw new Error('the list was stored');
  return list;
}
