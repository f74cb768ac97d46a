import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import { madeUpPrefix, madeUpSequence } from './contact-id.ts';
import type { ContactList, ContactListSettings } from './contact-list.ts';

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
}

const ROW = '(?, ?, ?, ?, ?, ?, ?)';
const ROW_WIDTH = 7;

/** The SQL that adds contacts to a list: by the million, when a file is imported. */
export function contactAdding(sqlite: Sqlite.Database, clock: Clock) {
  const nextSequence = sqlite
    .prepare<[number], number>('select next_sequence from contact_list where key = ?')
    .pluck();
  const given = sqlite.prepare<[number, string], KnownContact>(
    'select sequence, data from contact where list_key = ? and given_id = ?',
  );
  const madeUp = sqlite.prepare<[number, number], KnownContact>(
    'select sequence, data from contact where list_key = ? and sequence = ? and given_id is null',
  );
  const [insertOne, insertMany] = [1, ROWS_A_STATEMENT].map((rows) =>
    sqlite.prepare<readonly unknown[]>(
      `insert into contact (list_key, sequence, given_id, data, callable, details, created_at)
       values ${Array(rows).fill(ROW).join(', ')}`,
    ),
  ) as [Sqlite.Statement<readonly unknown[]>, Sqlite.Statement<readonly unknown[]>];
  const change = sqlite.prepare<[object]>(
    `update contact set data = @data, callable = coalesce(@callable, callable),
       details = case @keepsDetails when 1 then details else @details end
     where list_key = @key and sequence = @sequence`,
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
      const { isCallable, details } = contact;
      const kept = details ? JSON.stringify(details) : null;
      values.push(key, sequence, id, data, isCallable === false ? 0 : 1, kept, now);
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
        changeKnown(key, known.sequence, data, contact);
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
    sequence: number,
    data: string,
    { isCallable, details }: Omit<ContactToAdd, 'id' | 'data'>,
  ): void {
    change.run({
      key,
      sequence,
      data,
      callable: isCallable === undefined ? null : Number(isCallable),
      keepsDetails: details === undefined ? 1 : 0,
      details: details ? JSON.stringify(details) : null,
    });
  }

  return {
    add,
    /** Gives a contact other data, and the status that is given. */
    change: (
      { key, settings }: Pick<ContactList, 'key' | 'settings'>,
      sequence: number,
      contact: Omit<ContactToAdd, 'id'>,
    ) => changeKnown(key, sequence, dataText(contact.data, settings), contact),
  };
}

function dataText(
  data: readonly string[],
  { trimWhitespace }: Pick<ContactListSettings, 'trimWhitespace'>,
): string {
  return JSON.stringify(trimWhitespace ? data.map((text) => text.trim()) : data);
}
