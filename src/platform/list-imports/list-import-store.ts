import type Sqlite from 'better-sqlite3';
import type { ImportProgress, ListImport, ListKind, RejectedRow } from './list-import.ts';

interface ImportRow extends Omit<ListImport, 'header'> {
  readonly header: string | null;
}

interface RejectionRow extends Omit<RejectedRow, 'cells'> {
  readonly cells: string;
}

/** An import before it has a number. */
export type NewImport = Pick<
  ListImport,
  'id' | 'listKind' | 'listKey' | 'onError' | 'totalBytes' | 'startedAt'
>;

const COLUMNS = `key, id, list_kind as listKind, list_key as listKey, state, on_error as onError, header,
  total_bytes as totalBytes, done_bytes as doneBytes, row_count as rowCount, kept_count as keptCount,
  rejected_count as rejectedCount, reason, started_at as startedAt, ended_at as endedAt`;

/** The SQL of imports, of the rows they rejected, and of what they may have to undo. Writes belong into a commit. */
export function listImportStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], ImportRow>(`select ${COLUMNS} from list_import where id = ?`);
  const ofList = sqlite.prepare<[ListKind, number, number], ImportRow>(
    `select ${COLUMNS} from list_import where list_kind = ? and list_key = ? order by key desc limit ?`,
  );
  const newestKey = sqlite.prepare<[], number>('select coalesce(max(key), 0) from list_import').pluck();
  const underWay = sqlite.prepare<[], ImportRow>(
    `select ${COLUMNS} from list_import where state in ('running', 'undoing') order by key`,
  );
  const add = sqlite.prepare<[object]>(
    `insert into list_import (id, list_kind, list_key, state, on_error, total_bytes, done_bytes, row_count, kept_count,
       rejected_count, started_at)
     values (@id, @listKind, @listKey, 'running', @onError, @totalBytes, 0, 0, 0, 0, @startedAt)`,
  );
  const progress = sqlite.prepare<[object]>(
    `update list_import set done_bytes = @doneBytes, row_count = @rowCount, kept_count = @keptCount,
       rejected_count = @rejectedCount where key = @key`,
  );
  const header = sqlite.prepare<[string, number]>('update list_import set header = ? where key = ?');
  const state = sqlite.prepare<[object]>(
    `update list_import set state = @state, reason = @reason, ended_at = @endedAt where key = @key`,
  );
  const nothingKept = sqlite.prepare<[number]>('update list_import set kept_count = 0 where key = ?');
  const reject = sqlite.prepare<[number, number, string, string]>(
    'insert into import_rejection (import_key, line, reason, cells) values (?, ?, ?, ?)',
  );
  const rejected = sqlite.prepare<[number, number, number], RejectionRow>(
    `select line, reason, cells from import_rejection where import_key = ? and line > ? order by line limit ?`,
  );
  const keepUndo = sqlite.prepare<[number, number, string]>(
    'insert into import_undo (import_key, number, changes) values (?, ?, ?)',
  );
  const lastUndo = sqlite.prepare<[number], { number: number; changes: string }>(
    'select number, changes from import_undo where import_key = ? order by number desc limit 1',
  );
  const dropUndo = sqlite.prepare<[number, number]>(
    'delete from import_undo where import_key = ? and number = ?',
  );
  const endedWithUndo = sqlite
    .prepare<[], number>(
      `select distinct import_key from import_undo
       where import_key not in (select key from list_import where state in ('running', 'undoing'))`,
    )
    .pluck();
  const forgotten = ['import_rejection', 'import_undo'].map((table) =>
    sqlite.prepare<[ListKind, number]>(
      `delete from ${table} where import_key in (select key from list_import where list_kind = ? and list_key = ?)`,
    ),
  );
  const forget = sqlite.prepare<[ListKind, number]>(
    'delete from list_import where list_kind = ? and list_key = ?',
  );

  return {
    one: (id: string) => read(one.get(id)),
    /** The import of a list that began last; no other can be under way. */
    newest: (kind: ListKind, listKey: number) => read(ofList.get(kind, listKey, 1)),
    /** The imports of a list, the newest first. */
    ofList: (kind: ListKind, listKey: number, limit: number): readonly ListImport[] =>
      ofList.all(kind, listKey, limit).map(importOf),
    /** The key of the newest import of all; 0 when there is none. */
    newestKey: () => newestKey.get() ?? 0,
    underWay: (): readonly ListImport[] => underWay.all().map(importOf),
    add(made: NewImport): ListImport {
      add.run(made);
      const added = read(one.get(made.id));
      if (added === undefined) throw new Error('an import that was just stored is there');
      return added;
    },
    setProgress: (key: number, at: ImportProgress) => progress.run({ key, ...at }),
    setHeader: (key: number, names: readonly string[]) => header.run(JSON.stringify(names), key),
    setState: (key: number, to: Pick<ListImport, 'state' | 'reason' | 'endedAt'>) =>
      state.run({ key, ...to }),
    setNothingKept: (key: number) => nothingKept.run(key),
    reject: (key: number, { line, reason, cells }: RejectedRow) =>
      reject.run(key, line, reason, JSON.stringify(cells)),
    /** Rejected rows that were kept, after a line, in order. */
    rejected: (key: number, afterLine: number, limit: number): readonly RejectedRow[] =>
      rejected
        .all(key, afterLine, limit)
        .map(({ cells, ...row }) => ({ ...row, cells: JSON.parse(cells) as readonly string[] })),
    keepUndo: (key: number, number: number, changes: string) => keepUndo.run(key, number, changes),
    /** What was changed last and is not undone. */
    lastUndo: (key: number) => lastUndo.get(key),
    dropUndo: (key: number, number: number) => dropUndo.run(key, number),
    /** Imports that are over and whose changes are still kept. */
    endedWithUndo: () => endedWithUndo.all(),
    /** Removes all of a list that is removed. */
    forget(kind: ListKind, listKey: number): void {
      for (const one of [...forgotten, forget]) one.run(kind, listKey);
    },
  };
}

/** What listImportStore returns. */
export type ListImportStore = ReturnType<typeof listImportStore>;

function read(row: ImportRow | undefined): ListImport | undefined {
  return row && importOf(row);
}

function importOf({ header, ...row }: ImportRow): ListImport {
  return { ...row, header: header === null ? null : (JSON.parse(header) as readonly string[]) };
}
