import type { AddedContacts, ContactToAdd } from '../contact-lists/contact-adding.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { ContactListStore } from '../contact-lists/contact-list-store.ts';
import { isContactId, isZipCode } from '../contact-lists/contact-request.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { MAX_CELL, MAX_CONTACT_ID } from '../contact-lists/limits.ts';
import { done, type Outcome } from '../refusal.ts';
import { type ContactColumns, contactColumns } from './contact-columns.ts';
import type { ContactChanges, ContactUndo } from './contact-undo.ts';
import { type CsvRow, longCell } from './csv-row.ts';
import { unescapeFormula } from './formula-text.ts';
import type { RejectedRow } from './list-import.ts';
import type { RowCollector, WrittenGroup } from './row-collector.ts';
import { sequenceSet } from './sequence-set.ts';

/** How the rows of a file become contacts. */
export interface ContactRowsOptions {
  readonly list: ContactList;
  readonly lists: Pick<ContactListStore, 'byKey' | 'roomIn'>;
  readonly contacts: ContactStore;
  readonly undo: ContactUndo;
  /** The column with the contacts' ids; absent: `inin-outbound-id`, if the file has it. */
  readonly idColumn?: string | undefined;
  /** Whether contacts that are there begin anew: callable, without details. */
  readonly clearsSystemData?: boolean | undefined;
  /** Whether what changes is kept, so that it can be undone. */
  readonly isUndoable: boolean;
}

/**
 * A contact of the group that is collected. Of a class, since V8 moves what literals make straight to its old generation once
 * it has seen enough of them alive at a time: a million of these then took 100 MB more.
 */
class CollectedContact implements ContactToAdd {
  readonly isCallable: true | undefined;
  readonly details: null | undefined;

  constructor(
    readonly data: readonly string[],
    readonly id: string | undefined,
    isRenewed: boolean,
  ) {
    this.isCallable = isRenewed ? true : undefined;
    this.details = isRenewed ? null : undefined;
  }
}

/** Collects rows as contacts of a list; a refusal when the file's columns are not the list's. */
export function contactRows(header: readonly string[], options: ContactRowsOptions): Outcome<RowCollector> {
  const { list, lists, contacts, undo, idColumn, clearsSystemData = false, isUndoable } = options;
  const found = contactColumns(header, list.settings.columnNames, idColumn);
  if (!found.ok) return found;
  const columns = found.value;
  const read = rowReader(columns, list, header.length);
  const seen = sequenceSet();
  let rows: CsvRow[] = [];
  let group: ContactToAdd[] = [];
  let written: readonly number[] = [];

  function take(row: CsvRow): string | undefined {
    const { data, id, fault } = read(row);
    if (fault !== undefined) return fault;
    group.push(new CollectedContact(data, id, clearsSystemData));
    rows.push(row);
    return undefined;
  }

  function write(): WrittenGroup {
    const room = roomLeft();
    const added = contacts.add(list, group);
    const seconds = secondsOf(added);
    const rejected = [...takeBackSeconds(added, seconds), ...takeBackOverfull(added, room)];
    written = added.sequences;
    const keptCount = group.length - rejected.length;
    return isUndoable ? { keptCount, rejected, changes: changesOf(added, seconds) } : { keptCount, rejected };
  }

  function roomLeft(): number {
    const current = lists.byKey(list.key);
    return current === undefined ? 0 : lists.roomIn(current);
  }

  /** Which rows, by their place in the group, have the id of a row before. */
  function secondsOf({ sequences, changed }: AddedContacts): ReadonlySet<number> {
    const seconds = new Set<number>();
    if (columns.id === undefined || changed.length === 0) return seconds;
    const inGroup = new Set<number>();
    for (const [index, sequence] of sequences.entries()) {
      if (inGroup.has(sequence) || seen.has(sequence)) seconds.add(index);
      inGroup.add(sequence);
    }
    return seconds;
  }

  function takeBackSeconds({ changed }: AddedContacts, seconds: ReadonlySet<number>): readonly RejectedRow[] {
    const second = changed.filter(({ index }) => seconds.has(index));
    // The last one first: each then leads back to what the one before it made.
    for (const { sequence, dataBefore } of second.toReversed()) undo.restore(list.key, sequence, dataBefore);
    return second.map(({ index }) => rejectedRow(index, 'A row further up has the same id.'));
  }

  function takeBackOverfull({ sequences, changed, newCount }: AddedContacts, room: number) {
    const excess = newCount - room;
    if (excess <= 0) return [];
    const known = new Set(changed.map(({ index }) => index));
    const places = [...sequences.keys()].filter((index) => !known.has(index)).slice(-excess);
    contacts.remove(
      list.key,
      places.flatMap((index) => sequences[index] ?? []),
    );
    return places.map((index) => rejectedRow(index, NO_ROOM));
  }

  function rejectedRow(index: number, reason: string): RejectedRow {
    const { line = 0, cells = [] } = rows[index] ?? {};
    return { line, cells, reason };
  }

  function next(): void {
    if (columns.id !== undefined) for (const sequence of written) seen.add(sequence);
    rows = [];
    group = [];
  }

  return done({ take, write, next });
}

const NO_ROOM = 'The contact list, or all of them together, has as many contacts as it may have.';

/** What a group changed, for import-undo.ts. */
function changesOf({ sequences, changed, newCount }: AddedContacts, seconds: ReadonlySet<number>): string {
  const known = new Set(changed.map(({ index }) => index));
  const first = sequences.find((_sequence, index) => !known.has(index)) ?? 0;
  const before = changed
    .filter(({ index }) => !seconds.has(index))
    .map(({ sequence, dataBefore }) => [sequence, dataBefore] as const);
  return JSON.stringify({ first, count: newCount, changed: before } satisfies ContactChanges);
}

/** A row as it was understood. */
class ReadRow {
  constructor(
    readonly data: readonly string[],
    readonly id?: string,
    readonly fault?: string,
  ) {}
}

/** Reads rows as the data of contacts, by the rules of contacts that come over the API. */
function rowReader(
  { data: places, id: idPlace, isIdOptional, isExported }: ContactColumns,
  { settings: { columnNames, zipCodeColumnName } }: ContactList,
  width: number,
) {
  const isInOrder = places.length === width && places.every((place, index) => place === index);
  const zipColumn = zipCodeColumnName === undefined ? -1 : columnNames.indexOf(zipCodeColumnName);
  const columnOf = (index: number) => (places[index] ?? 0) + 1;

  function faultOf(data: readonly string[]): string | undefined {
    for (let index = 0; index < data.length; index += 1)
      if ((data[index] ?? '').length > MAX_CELL) return longCell(columnOf(index), MAX_CELL);
    if (zipColumn === -1 || isZipCode(data[zipColumn] ?? '')) return undefined;
    return `Column ${columnOf(zipColumn)} is no zip code: five digits, or nine with a hyphen.`;
  }

  return ({ cells }: CsvRow): ReadRow => {
    const raw = isInOrder ? cells : places.map((place) => cells[place] ?? '');
    const data = isExported ? raw.map(unescapeFormula) : raw;
    const fault = faultOf(data);
    if (fault !== undefined) return new ReadRow(data, undefined, fault);
    if (idPlace === undefined) return new ReadRow(data);
    const written = cells[idPlace]?.trim() ?? '';
    const id = isExported ? unescapeFormula(written) : written;
    if (id === '')
      return new ReadRow(
        data,
        undefined,
        isIdOptional ? undefined : `Column ${idPlace + 1}, which has the ids, is empty.`,
      );
    return new ReadRow(data, id, isContactId(id) ? undefined : badId(idPlace + 1));
  };
}

function badId(column: number): string {
  return `Column ${column}, which has the ids, must have 1 to ${MAX_CONTACT_ID} characters, without control characters.`;
}
