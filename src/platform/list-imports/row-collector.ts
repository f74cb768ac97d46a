import type { CsvRow } from './csv-row.ts';
import type { RejectedRow } from './list-import.ts';

/** What became of a group of rows. */
export interface WrittenGroup {
  /** How many rows are in the list with it. */
  readonly keptCount: number;
  /** Rows that the list does not take beside those it has. */
  readonly rejected: readonly RejectedRow[];
  /** What changed, for import-undo.ts: JSON; absent: nothing that was asked to be kept. */
  readonly changes?: string;
}

/** Turns rows of a file into what a list holds, a group at a time. */
export interface RowCollector {
  /** Puts a row into the group. @returns why the list cannot take it; undefined when it can. */
  take(row: CsvRow): string | undefined;
  /** Stores the group. Must run inside a commit, which may run again. */
  write(): WrittenGroup;
  /** Begins the next group, when this one is on disk. */
  next(): void;
}
