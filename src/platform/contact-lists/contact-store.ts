import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { Contact } from './contact-list.ts';

interface ContactRow extends Omit<Contact, 'data' | 'isCallable' | 'details'> {
  readonly data: string;
  readonly callable: 0 | 1;
  readonly details: string | null;
}

const COLUMNS = 'list_key as listKey, sequence, id, data, callable, details, created_at as createdAt';

/**
 * The SQL of contacts. Writes belong into a commit.
 *
 * A list's `contact_count`, `next_sequence` and `ready_until` follow from what is added here: `ready_until` moves along
 * unless an import that may be undone is under way.
 */
export function contactStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[number, string], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and id = ?`,
  );
  const at = sqlite.prepare<[number, number], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and sequence = ?`,
  );

  return {
    one: (listKey: number, id: string) => read(one.get(listKey, id)),
    /** By its sequence. */
    at: (listKey: number, sequence: number) => read(at.get(listKey, sequence)),
  };
}

/** What contactStore returns. */
export type ContactStore = ReturnType<typeof contactStore>;

function read(row: ContactRow | undefined): Contact | undefined {
  if (row === undefined) return undefined;
  const { callable, data, details, ...contact } = row;
  return {
    ...contact,
    data: JSON.parse(data) as readonly string[],
    isCallable: callable === 1,
    details: details === null ? null : (JSON.parse(details) as JsonObject),
  };
}
