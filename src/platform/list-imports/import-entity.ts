import type { JsonObject } from '../../authoring/json.ts';
import { isUnderWay, type ListImport } from './list-import.ts';

/**
 * An import in the shape of Genesys' `ImportStatus`. Genesys' document lists IN_PROGRESS and FAILED alone; one that went well
 * is told as COMPLETED here.
 */
export function importStatusOf(one: ListImport): JsonObject {
  return {
    state: isUnderWay(one) ? 'IN_PROGRESS' : one.state === 'failed' ? 'FAILED' : 'COMPLETED',
    totalRecords: totalRows(one),
    completedRecords: one.rowCount,
    percentComplete: percentOf(one),
    ...(one.reason !== null && { failureReason: one.reason }),
  };
}

/** By how much of the file is read; whole numbers, 100 only when it has ended. */
export function percentOf(one: ListImport): number {
  if (!isUnderWay(one)) return 100;
  const { doneBytes, totalBytes } = one;
  return totalBytes === null || totalBytes === 0
    ? 0
    : Math.min(99, Math.floor((100 * doneBytes) / totalBytes));
}

/** Rows of the whole file; while it is read, as many as there would be if the rest were like what is read. */
function totalRows(one: ListImport): number {
  const { rowCount, doneBytes, totalBytes } = one;
  if (!isUnderWay(one) || totalBytes === null || doneBytes === 0) return rowCount;
  return Math.max(rowCount, Math.round((rowCount * totalBytes) / doneBytes));
}
