import type { AttendantDatabase } from '../../store/database.ts';
import type { Outcome } from '../refusal.ts';
import { openCsv } from './csv-file.ts';
import { BYTES_A_GROUP, MAX_KEPT_REJECTIONS, ROWS_A_GROUP } from './csv-limits.ts';
import type { CsvRow } from './csv-row.ts';
import { UNREADABLE } from './csv-text.ts';
import type { ImportProgress, ListImport, RejectedRow } from './list-import.ts';
import type { ListImportStore } from './list-import-store.ts';
import type { RowCollector, WrittenGroup } from './row-collector.ts';

/** What a file is read into a list with. */
export interface ImportRunOptions {
  readonly database: AttendantDatabase;
  readonly store: ListImportStore;
  /** How its rows are understood, once its header is read. */
  readonly collectorOf: (header: readonly string[]) => Outcome<RowCollector>;
  readonly encoding?: string | undefined;
  /** Hears, after each commit, that the list has more. */
  readonly wrote: () => void;
}

/** How reading a file ended: why the import failed, or undefined. */
export type RunEnd = string | undefined;

/**
 * Reads a file into a list, a group of rows to a commit. What else the server has to do comes in between, and the file is
 * read no faster than its rows are stored.
 *
 * R1: rows, rejections and progress of a group are stored together. R2: with `onError: 'none'` nothing is stored any more
 * after the first bad row, but the others are still told.
 *
 * @throws what `source` throws, and when a group cannot be stored.
 */
export async function runImport(
  current: ListImport,
  source: AsyncIterable<Uint8Array>,
  { database, store, collectorOf, encoding, wrote }: ImportRunOptions,
): Promise<RunEnd> {
  const file = await openCsv(source, { encoding });
  if (!file.ok) return file.refusal.message;
  const opened = collectorOf(file.value.header);
  if (!opened.ok) return opened.refusal.message;
  const collector = opened.value;
  await database.commits.add(() => store.setHeader(current.key, file.value.header));

  const group = openGroup(current, collector, { database, store, wrote });
  for await (const rows of file.value.rows)
    for (const row of rows) {
      group.take(row);
      if (group.isFull(file.value.bytes())) await group.store(file.value.bytes());
    }
  await group.store(file.value.bytes());
  return group.failure();
}

/** The rows that are stored together next, and what became of those before. */
function openGroup(
  { key, onError, ...before }: ListImport,
  collector: RowCollector,
  { database, store, wrote }: Pick<ImportRunOptions, 'database' | 'store' | 'wrote'>,
) {
  let progress: ImportProgress = before;
  let number = 0;
  let rowCount = 0;
  let rejected: RejectedRow[] = [];
  let firstRejected: RejectedRow | undefined;
  let lost: string | undefined;

  function take(row: CsvRow): void {
    rowCount += 1;
    const reason = row.fault ?? collector.take(row);
    if (reason === undefined) return;
    if (row.isRest === true) lost = reason;
    rejected.push({ line: row.line, reason, cells: row.cells.map(readable) });
    firstRejected ??= rejected[0];
  }

  async function storeGroup(doneBytes: number): Promise<void> {
    if (rowCount === 0) return;
    const isStoring = onError === 'skip' || firstRejected === undefined;
    let stored = { progress, all: rejected };
    await database.commits.add(() => {
      const written = isStoring ? collector.write() : NOTHING_WRITTEN;
      const all = [...rejected, ...written.rejected].sort((a, b) => a.line - b.line);
      for (const row of all.slice(0, Math.max(0, MAX_KEPT_REJECTIONS - progress.rejectedCount)))
        store.reject(key, row);
      if (written.changes !== undefined) store.keepUndo(key, number, written.changes);
      stored = { progress: moved(written.keptCount, all.length, doneBytes), all };
      store.setProgress(key, stored.progress);
    });
    firstRejected ??= stored.all[0];
    const hasMore = stored.progress.keptCount > progress.keptCount;
    progress = stored.progress;
    number += 1;
    rowCount = 0;
    rejected = [];
    collector.next();
    if (hasMore) wrote();
  }

  function moved(keptCount: number, rejectedCount: number, doneBytes: number): ImportProgress {
    return {
      doneBytes,
      rowCount: progress.rowCount + rowCount,
      keptCount: progress.keptCount + keptCount,
      rejectedCount: progress.rejectedCount + rejectedCount,
    };
  }

  function failure(): RunEnd {
    if (lost !== undefined) return lost;
    if (firstRejected === undefined || (onError === 'skip' && progress.keptCount > 0)) return undefined;
    const { rejectedCount, rowCount: total } = progress;
    const { line, reason } = firstRejected;
    return `Nothing was imported: ${rejectedCount} of ${total} rows cannot be. The first is in line ${line}: ${reason}`;
  }

  return {
    take,
    store: storeGroup,
    failure,
    isFull: (bytes: number) => rowCount >= ROWS_A_GROUP || bytes - progress.doneBytes >= BYTES_A_GROUP,
  };
}

const NOTHING_WRITTEN: WrittenGroup = { keptCount: 0, rejected: [] };

/** A cell of a row that is kept apart, as a person can see it. */
function readable(cell: string): string {
  return cell.replaceAll(UNREADABLE, '\ufffd').replaceAll('\0', '\ufffd');
}
