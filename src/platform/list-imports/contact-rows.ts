import type { ContactToAdd } from '../contact-lists/contact-adding.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { done, type Outcome } from '../refusal.ts';
import { contactColumns } from './contact-columns.ts';
import type { CsvRow } from './csv-row.ts';
import { unescapeFormula } from './formula-text.ts';
import type { ImportUndo } from './import-undo.ts';
import type { RejectedRow } from './list-import.ts';
import type { RowCollector, WrittenGroup } from './row-collector.ts';
import { sequenceSet } from './sequence-set.ts';

const MAX_ID_LENGTH = 100;

/** How the rows of a file become contacts. */
export interface ContactRowsOptions {
  readonly list: ContactList;
  readonly contacts: ContactStore;
  readonly undo: ImportUndo;
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
  const { list, contacts, undo, idColumn, clearsSystemData, isUndoable } = options;
  const found = contactColumns(header, list.settings.columnNames, idColumn);
  if (!found.ok) return found;
  const { data: places, id: idPlace, isIdOptional, isExported } = found.value;
  const isInOrder = places.length === header.length && places.every((place, index) => place === index);
  const isRenewed = clearsSystemData === true;
  const seen = sequenceSet();
  let rows: CsvRow[] = [];
  let group: ContactToAdd[] = [];
  let written: readonly number[] = [];

  function dataOf(cells: readonly string[]): readonly string[] {
    const data = isInOrder ? cells : places.map((place) => cells[place] ?? '');
    return isExported ? data.map(unescapeFormula) : data;
  }

  function take(row: CsvRow): string | undefined {
    const data = dataOf(row.cells);
    if (idPlace === undefined) {
      group.push(new CollectedContact(data, undefined, isRenewed));
      return undefined;
    }
    const id = row.cells[idPlace]?.trim() ?? '';
    const fault = faultOfId(id, idPlace + 1, isIdOptional);
    if (fault !== undefined) return fault;
    group.push(new CollectedContact(data, id === '' ? undefined : id, isRenewed));
    rows.push(row);
    return undefined;
  }

  /** A second row with an id is rejected, and what it changed is changed back. */
  function write(): WrittenGroup {
    const added = contacts.add(list, group);
    written = added.sequences;
    const changes = new Map(added.changed.map((one) => [one.index, one]));
    const inGroup = new Set<number>();
    const rejected: RejectedRow[] = [];
    const changed: [sequence: number, data: string][] = [];
    if (idPlace !== undefined)
      for (const [index, sequence] of added.sequences.entries()) {
        const change = changes.get(index);
        const isSecond = inGroup.has(sequence) || seen.has(sequence);
        inGroup.add(sequence);
        if (change !== undefined && isSecond) {
          undo.restore(list.key, sequence, change.dataBefore);
          const { line = 0, cells = [] } = rows[index] ?? {};
          rejected.push({ line, cells, reason: 'A row further up has the same id.' });
        } else if (change !== undefined) changed.push([sequence, change.dataBefore]);
      }
    const keptCount = group.length - rejected.length;
    if (!isUndoable) return { keptCount, rejected };
    const first = added.sequences.find((_sequence, index) => !changes.has(index)) ?? 0;
    return { keptCount, rejected, changes: JSON.stringify({ first, count: added.newCount, changed }) };
  }

  function next(): void {
    if (idPlace !== undefined) for (const sequence of written) seen.add(sequence);
    rows = [];
    group = [];
  }

  return done({ take, write, next });
}

function faultOfId(id: string, column: number, isOptional: boolean): string | undefined {
  if (id === '') return isOptional ? undefined : `Column ${column}, which has the ids, is empty.`;
  if (id.length > MAX_ID_LENGTH)
    return `The id in column ${column} is longer than ${MAX_ID_LENGTH} characters.`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u001f\u007f]/.test(id) ? `The id in column ${column} has a control character.` : undefined;
}
