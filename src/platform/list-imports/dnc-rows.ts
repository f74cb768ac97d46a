import { type DncEntryStore, MAX_ENTRIES, MAX_ENTRIES_OF_ALL } from '../dnc-lists/dnc-entry-store.ts';
import { expiryOf, MAX_EXPIRY_DAYS } from '../dnc-lists/dnc-expiry.ts';
import type { DncEntry, DncKind, DncList } from '../dnc-lists/dnc-list.ts';
import { dncValue } from '../dnc-lists/dnc-value.ts';
import { done, type Outcome } from '../refusal.ts';
import type { CsvRow } from './csv-row.ts';
import { type DncColumnNames, type DncColumns, dncColumns } from './dnc-columns.ts';
import type { DncUndo } from './dnc-undo.ts';
import { unescapeFormula } from './formula-text.ts';
import type { RejectedRow } from './list-import.ts';
import type { RowCollector, WrittenGroup } from './row-collector.ts';

const DAY_MS = 86_400_000;

/** How the rows of a file become entries of a do-not-contact list. */
export interface DncRowsOptions {
  readonly list: DncList;
  /** The list as it is now. */
  readonly current: () => DncList | undefined;
  readonly entries: DncEntryStore;
  readonly undo: DncUndo;
  readonly names: DncColumnNames;
  /** ISO 3166: where national numbers belong; absent: nowhere. */
  readonly country?: string | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** Whether what changes is kept, so that it can be undone. */
  readonly isUndoable: boolean;
}

/** An entry of the group. Of a class for the reason that CollectedContact tells. */
class CollectedEntry implements DncEntry {
  constructor(
    readonly kind: DncKind,
    readonly value: string,
    readonly expiresAt: number | null,
  ) {}
}

/** Collects rows as entries of a list: each address of a row, or none of them when one is no good. */
export function dncRows(header: readonly string[], options: DncRowsOptions): Outcome<RowCollector> {
  const { list, current, entries: store, undo, isUndoable } = options;
  const found = dncColumns(header, options.names, list);
  if (!found.ok) return found;
  const read = entryReader(found.value, options);
  let rows: CsvRow[] = [];
  let group: DncEntry[] = [];
  /** How many entries there are with each row. */
  let ends: number[] = [];

  function take(row: CsvRow): string | undefined {
    const fault = read(row, group);
    if (fault !== undefined) {
      group.length = ends.at(-1) ?? 0;
      return fault;
    }
    ends.push(group.length);
    rows.push(row);
    return undefined;
  }

  function write(): WrittenGroup {
    const room = roomLeft();
    const changes = isUndoable ? { changes: undo.before(list.key, group) } : {};
    if (group.length > room) return { ...writeByRow(room), ...changes };
    store.addEntries(list.key, group);
    return { keptCount: rows.length, rejected: [], ...changes };
  }

  function roomLeft(): number {
    const entryCount = current()?.entryCount ?? MAX_ENTRIES;
    return Math.min(MAX_ENTRIES - entryCount, MAX_ENTRIES_OF_ALL - store.total());
  }

  /** Where there may not be room for all: what is in the list already takes none. */
  function writeByRow(roomBefore: number): WrittenGroup {
    let room = roomBefore;
    const rejected: RejectedRow[] = [];
    for (const [index, { line, cells }] of rows.entries()) {
      const ofRow = group.slice(ends[index - 1] ?? 0, ends[index]);
      const fresh = ofRow.filter(({ kind, value }) => store.countKnown(list.key, kind, [value]) === 0);
      if (fresh.length > room) rejected.push({ line, cells, reason: NO_ROOM });
      else room -= store.addEntries(list.key, ofRow);
    }
    return { keptCount: rows.length - rejected.length, rejected };
  }

  function next(): void {
    rows = [];
    group = [];
    ends = [];
  }

  return done({ take, write, next });
}

const NO_ROOM = 'The do-not-contact list, or all of them together, has as many entries as it may have.';

/** Reads the entries of a row into a group. @returns why one of them is none. */
function entryReader({ entries, expiry }: DncColumns, { country, now }: DncRowsOptions) {
  const latest = now + MAX_EXPIRY_DAYS * DAY_MS;

  function expiryIn(cells: readonly string[]): number | null | undefined {
    const text = expiry === undefined ? '' : (cells[expiry] ?? '').trim();
    if (text === '') return null;
    const time = expiryOf(text);
    return time === undefined || time > latest ? undefined : time;
  }

  return ({ cells }: CsvRow, group: DncEntry[]): string | undefined => {
    const expiresAt = expiryIn(cells);
    if (expiresAt === undefined) return badExpiry((expiry ?? 0) + 1);
    const before = group.length;
    for (const { kind, place } of entries) {
      const text = unescapeFormula((cells[place] ?? '').trim());
      if (text === '') continue;
      const value = dncValue(kind, text, country);
      if (value === undefined) return `Column ${place + 1} is no ${WORDS[kind]}.${hint(kind, country)}`;
      group.push(new CollectedEntry(kind, value, expiresAt));
    }
    return group.length > before ? undefined : 'The row has nothing in the columns that are for the list.';
  };
}

const WORDS: { readonly [kind in DncKind]: string } = {
  phone: 'phone number',
  whatsapp: 'WhatsApp number: write country code and number as 7 to 15 digits',
  email: 'e-mail address',
  custom: 'text of 1 to 512 characters',
};

function hint(kind: DncKind, country: string | undefined): string {
  if (kind !== 'phone') return '';
  return country === undefined
    ? ' Write + and country code and number, or set organization.defaultCountryCode in the platform file.'
    : ` Write + and country code and number, or a number of ${country}.`;
}

function badExpiry(column: number): string {
  return `Column ${column} is no time of UTC such as 2026-05-20T01:44Z, at most ${MAX_EXPIRY_DAYS} days ahead.`;
}
