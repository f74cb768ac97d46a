import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import { madeUpPrefix, madeUpSequence } from './contact-id.ts';
import type { Contact, ContactList, ContactListSettings } from './contact-list.ts';

/** Rows that one statement inserts; more gain nothing. */
const ROWS_A_STATEMENT = 10;

/** A contact to store. */
export interface ContactToAdd {
  /** Absent: one is made up. The id of a contact that the list has: that one is changed. */
  readonly id?: string | undefined;
  /** The text of each column, in the order of the list's `columnNames`. */
  readonly data: readonly string[];
  /** Absent: a new contact is callable, a known one stays as it is. */
  readonly isCallable?: boolean | undefined;
  /** Absent: a new contact has none, a known one keeps its own. */
  readonly details?: JsonObject | null | undefined;
}

/** A contact that was there and has other data now. */
export interface ChangedContact {
  /** Where it stood among the contacts to add. */
  readonly index: number;
  readonly sequence: number;
  /** Its `data` before: JSON, as the database holds it. */
  readonly dataBefore: string;
}

/** What became of contacts to add. */
export interface AddedContacts {
  /** How many are new; the others are `changed`. */
  readonly newCount: number;
  /** The sequence of each, in the order given. */
  readonly sequences: readonly number[];
  readonly changed: readonly ChangedContact[];
}

/** A contact that is there. */
interface KnownContact {
  readonly sequence: number;
  readonly data: string;
  readonly callable: 0 | 1;
  readonly details: string | null;
}

/** What a contact is to be, all of it. */
export type ContactContent = Pick<Contact, 'data' | 'isCallable' | 'details'>;

const KNOWN = 'select sequence, data, callable, details from contact where list_key = ?';

const ROW = '(?, ?, ?, ?, ?, ?, ?)';
const ROW_WIDTH = 7;

/** The SQL that adds contacts to a list: by the million, when a file is imported. */
export function contactAdding(sqlite: Sqlite.Database, clock: Clock) {
  const nextSequence = sqlite
    .prepare<[number], number>('select next_sequence from contact_list where key = ?')
    .pluck();
  const given = sqlite.prepare<[number, string], KnownContact>(`${KNOWN} and given_id = ?`);
  const madeUp = sqlite.prepare<[number, number], KnownContact>(
    `${KNOWN} and sequence = ? and given_id is null`,
  );
  const [insertOne, insertMany] = [1, ROWS_A_STATEMENT].map((rows) =>
    sqlite.prepare<readonly unknown[]>(
      `insert into contact (list_key, sequence, given_id, data, callable, details, created_at)
       values ${Array(rows).fill(ROW).join(', ')}`,
    ),
  ) as [Sqlite.Statement<readonly unknown[]>, Sqlite.Statement<readonly unknown[]>];
  const change = sqlite.prepare<[string, 0 | 1, string | null, number, number]>(
    'update contact set data = ?, callable = ?, details = ? where list_key = ? and sequence = ?',
  );
  // The newest import of a list is the only one that can be running.
  const count = sqlite.prepare<[{ key: number; newCount: number; next: number }]>(
    `update contact_list set contact_count = contact_count + @newCount, next_sequence = @next,
       ready_until = case when coalesce((
           select state in ('running', 'undoing') and on_error = 'none' from list_import
           where list_kind = 'contacts' and list_key = @key order by key desc limit 1), 0)
         then ready_until else @next - 1 end
     where key = @key`,
  );

  /** Rows on their way into the table, several to a statement. */
  function openRows(key: number, now: number) {
    let values: unknown[] = [];
    const ids = new Set<string>();

    function write(): void {
      for (let from = 0; from < values.length; from += ROW_WIDTH)
        insertOne.run(values.slice(from, from + ROW_WIDTH));
      values = [];
      ids.clear();
    }

    function push(sequence: number, id: string | null, data: string, contact: ContactToAdd): void {
      const { isCallable = true, details = null } = contact;
      values.push(key, sequence, id, data, bit(isCallable), json(details), now);
      if (id !== null) ids.add(id);
      if (values.length < ROWS_A_STATEMENT * ROW_WIDTH) return;
      insertMany.run(values);
      values = [];
      ids.clear();
    }

    return { push, write, has: (id: string) => ids.has(id) };
  }

  /**
   * Adds contacts, in their order, and counts them; what has the id of a contact that is there changes that one. Campaigns
   * come to know the new ones at once, or, while an import runs that may be undone, when `ready_until` moves past them.
   *
   * An id in the form this list makes up, of a contact that is yet to come, is not taken: the contact gets its own.
   */
  function add(
    { key, settings }: Pick<ContactList, 'key' | 'settings'>,
    contacts: readonly ContactToAdd[],
  ): AddedContacts {
    const first = nextSequence.get(key) ?? 1;
    const prefix = madeUpPrefix(key);
    const rows = openRows(key, clock.now());
    const sequences: number[] = [];
    const changed: ChangedContact[] = [];
    let next = first;

    /** Null also for an id that this list makes up for a contact that is yet to come. */
    function ownId(id: string | undefined): string | null {
      return id === undefined || (madeUpSequence(prefix, id) ?? 0) >= first ? null : id;
    }

    function find(id: string): KnownContact | undefined {
      if (rows.has(id)) rows.write();
      const found = given.get(key, id);
      if (found !== undefined) return found;
      const sequence = madeUpSequence(prefix, id);
      return sequence === undefined ? undefined : madeUp.get(key, sequence);
    }

    for (const [index, contact] of contacts.entries()) {
      const data = dataText(contact.data, settings);
      const id = ownId(contact.id);
      const known = id === null ? undefined : find(id);
      if (known === undefined) {
        rows.push(next, id, data, contact);
        sequences.push(next++);
      } else {
        changeKnown(key, known, data, contact);
        changed.push({ index, sequence: known.sequence, dataBefore: known.data });
        sequences.push(known.sequence);
      }
    }
    rows.write();
    count.run({ key, newCount: next - first, next });
    return { newCount: next - first, sequences, changed };
  }

  function changeKnown(
    key: number,
    known: KnownContact,
    data: string,
    { isCallable, details }: ContactToAdd,
  ): void {
    const callable = isCallable === undefined ? known.callable : bit(isCallable);
    change.run(data, callable, details === undefined ? known.details : json(details), key, known.sequence);
  }

  return {
    add,
    /** Gives a contact, by its sequence, other content. */
    change: (
      { key, settings }: Pick<ContactList, 'key' | 'settings'>,
      sequence: number,
      { data, isCallable, details }: ContactContent,
    ) => change.run(dataText(data, settings), bit(isCallable), json(details), key, sequence),
  };
}

function bit(claim: boolean): 0 | 1 {
  return claim ? 1 : 0;
}

function json(details: JsonObject | null): string | null {
  return details === null ? null : JSON.stringify(details);
}

function dataText(
  data: readonly string[],
  { trimWhitespace }: Pick<ContactListSettings, 'trimWhitespace'>,
): string {
  return JSON.stringify(trimWhitespace ? data.map((text) => text.trim()) : data);
}
