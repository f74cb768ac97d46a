import { Readable } from 'node:stream';
import type { Contact, ContactListSettings } from '../../src/platform/contact-lists/contact-list.ts';
import { type LocalServer, openLocalServer } from './local-server.ts';

/** A server with a contact list `list-1`. */
export interface ImportServer extends LocalServer {
  readonly listKey: number;
  /** Imports a file through the operator's route. */
  upload(file: Upload, query?: string, headers?: { readonly [name: string]: string }): Promise<Answer>;
  /** All contacts in order of addition. */
  contacts(): readonly Contact[];
}

/** A file, whole or as it comes. */
export type Upload = string | Uint8Array | Readable;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with what is expected
  readonly body: any;
}

/** The columns of the list. */
export const COLUMNS = ['id', 'name', 'email'];

/** Opens a server on a fresh or a given database file. */
export async function openImportServer({
  columnNames = COLUMNS,
  settings = {},
  ...options
}: {
  readonly columnNames?: readonly string[];
  readonly settings?: Partial<ContactListSettings>;
} & Parameters<typeof openLocalServer>[0] = {}): Promise<ImportServer> {
  const local = await openLocalServer(options);
  const { lists, contacts } = local.platform.outbound;
  await local.database.commits.add(() => {
    if (lists.one('list-1') !== undefined) return;
    lists.add({
      id: 'list-1',
      name: 'Customers',
      divisionId: 'home',
      settings: {
        columnNames,
        phoneColumns: [],
        emailColumns: [{ columnName: 'email', type: 'work' }],
        whatsAppColumns: [],
        automaticTimeZoneMapping: false,
        trimWhitespace: false,
        ...settings,
      },
      version: 1,
      createdAt: 0,
      modifiedAt: 0,
    });
  });
  const listKey = lists.one('list-1')?.key ?? 0;
  return {
    ...local,
    listKey,
    async upload(file, query = '', headers = {}) {
      const answer = await local.inject({
        method: 'POST',
        url: `/attendant/contact-lists/list-1/imports${query}`,
        headers: { 'content-type': 'text/csv', ...headers },
        payload: file instanceof Uint8Array ? Buffer.from(file) : file,
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    contacts: () => contacts.after(listKey, 0, 1_000_000),
  };
}

/** The parts of a file, each when it is asked for. */
export function inParts(parts: Iterable<string> | AsyncIterable<string>): Readable {
  return Readable.from(parts, { objectMode: false });
}
