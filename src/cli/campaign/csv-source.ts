import { createReadStream, type ReadStream, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearest } from '../../authoring/suggest.ts';
import { openCsv } from '../../platform/list-imports/csv-file.ts';
import { shownLine } from '../shown-line.ts';
import { PlatformRefusal } from './platform-door.ts';

/** A CSV file on this machine. */
export interface CsvSource {
  readonly file: string;
  readonly size: number;
  /** Names of its columns. */
  readonly header: readonly string[];
  open(): ReadStream;
}

/** Looks at a CSV file: how large it is, and its header. @throws PlatformRefusal, as the platform does, of what is no CSV file. */
export async function csvSource(file: string, encoding: string | undefined): Promise<CsvSource> {
  const stats = statsOf(file);
  if (stats === undefined) throw refused(file, `there is no such file${nearFile(file)}`);
  if (!stats.isFile()) throw refused(file, 'this is no file');
  const start = createReadStream(file);
  try {
    const opened = await openCsv(start, { encoding });
    if (!opened.ok) throw refused(file, opened.refusal.message);
    // What is written to the file from now on is not part of it.
    const open = () => createReadStream(file, { end: Math.max(0, stats.size - 1) });
    return { file, size: stats.size, header: opened.value.header, open };
  } catch (error) {
    if (error instanceof PlatformRefusal || !isFileError(error)) throw error;
    throw refused(file, 'the file cannot be read; check its permissions');
  } finally {
    start.destroy();
  }
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function nearFile(file: string): string {
  try {
    const near = nearest(basename(file), readdirSync(dirname(file)));
    return near === undefined ? '' : `; did you mean ${near}?`;
  } catch {
    return '';
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function refused(file: string, message: string): PlatformRefusal {
  return new PlatformRefusal({ code: 'attendant.import.failed', message: `${shownLine(file)}: ${message}` });
}
