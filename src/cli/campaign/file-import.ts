import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { requestCheck } from '../../platform/request-check.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { shownLine } from '../shown-line.ts';
import { count } from './campaign-text.ts';
import type { CsvSource } from './csv-source.ts';
import { type PlatformDoor, PlatformRefusal, PlatformUnreachable } from './platform-door.ts';
import type { Progress } from './progress.ts';
import { sizeText } from './progress-line.ts';

/** How often the platform is asked how far it is. */
const POLL_MS = 200;
/** How long an import that broke off may take to end: it may have much to take back. */
const MAX_POLLS = 300;
/** Rejected rows that are told; the file beside has all that are kept. */
const ROWS_TOLD = 10;

/** A list that takes files. */
export interface TakingList {
  /** Such as `/attendant/contact-lists/{id}`. */
  readonly path: string;
  readonly name: string;
  readonly holds: 'contacts' | 'entries';
}

/** How a file is imported: the query of the platform's path. */
export type ImportQuery = { readonly [name: string]: string | readonly string[] | undefined };

const ImportView = Type.Object({
  id: Type.String(),
  state: Type.Enum(['running', 'undoing', 'complete', 'failed']),
  doneBytes: Type.Integer(),
  rowCount: Type.Integer(),
  importedCount: Type.Integer(),
  rejectedCount: Type.Integer(),
  reason: Type.Optional(Type.String()),
  rejectedRows: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() })),
});
type ImportView = Static<typeof ImportView>;
const checkImport = requestCheck(ImportView);

/** Imports a file into a list: progress meanwhile, then what came of it. Ctrl-C breaks the upload off. */
export async function importFile(
  door: PlatformDoor,
  list: TakingList,
  source: CsvSource,
  query: ImportQuery,
  { io, progress, json }: { readonly io: Io; readonly progress: Progress; readonly json?: true | undefined },
): Promise<ExitCode> {
  const before = await newestImport(door, list);
  const bytes = source.open();
  const forget = io.onStop(() => bytes.destroy(new Error('stopped')));
  const uploaded = new AbortController();
  const watching = watch({ door, list, before, source, progress, until: uploaded.signal });
  try {
    const ended = await door
      .upload(`${list.path}/imports${queryText(query)}`, { bytes, size: source.size })
      .catch((error: unknown) => endOfFailed(door, list, before, error));
    uploaded.abort();
    await watching;
    progress.end();
    return await told(door, list, source, readImport(ended), { io, json });
  } finally {
    uploaded.abort();
    await watching;
    progress.end();
    forget();
  }
}

function queryText(query: ImportQuery): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((text): [string, string] => [name, text]),
  );
  return `?${new URLSearchParams(parameters)}`;
}

/** Tells how far the import is until it has ended. That it cannot be told is no reason to give up. */
async function watch({
  door,
  list,
  before,
  source,
  progress,
  until,
}: {
  readonly door: PlatformDoor;
  readonly list: TakingList;
  readonly before: string | undefined;
  readonly source: CsvSource;
  readonly progress: Progress;
  readonly until: AbortSignal;
}): Promise<void> {
  const began = Date.now();
  for (;;) {
    await sleep(POLL_MS, undefined, { signal: until }).catch(() => {});
    if (until.aborted) return;
    const view = await importAfter(door, list, before).catch(() => undefined);
    if (view !== undefined && !until.aborted) tellProgress(view, source, Date.now() - began, progress);
  }
}

/** The import into a list that began after another one. */
async function importAfter(
  door: PlatformDoor,
  list: TakingList,
  before: string | undefined,
): Promise<ImportView | undefined> {
  const id = await newestImport(door, list);
  if (id === undefined || id === before) return undefined;
  return readImport(await door.get(`/attendant/imports/${id}`));
}

async function newestImport(door: PlatformDoor, { path }: TakingList): Promise<string | undefined> {
  const { newestImportId } = await door.get(path);
  return typeof newestImportId === 'string' ? newestImportId : undefined;
}

function tellProgress(view: ImportView, { file, size }: CsvSource, ms: number, progress: Progress): void {
  const { doneBytes, rowCount, rejectedCount, importedCount } = view;
  const rowsPerSecond = Math.round((rowCount * 1_000) / Math.max(ms, 1));
  const line = {
    label: view.state === 'undoing' ? 'taking back' : basename(file),
    share: size === 0 ? 1 : Math.min(doneBytes / size, 0.99),
    parts: [
      `${sizeText(doneBytes)} of ${sizeText(size)}`,
      `${count(rowCount)} rows`,
      `${count(rowsPerSecond)} a second`,
      ...(rejectedCount > 0 ? [`${count(rejectedCount)} rejected`] : []),
    ],
  };
  const event = { doneBytes, totalBytes: size, rowCount, importedCount, rejectedCount, rowsPerSecond };
  progress.tell(line, { type: 'progress', ...event });
}

/** The end of an import that failed: a refusal names it. One whose upload broke off is waited for. */
async function endOfFailed(
  door: PlatformDoor,
  list: TakingList,
  before: string | undefined,
  error: unknown,
): Promise<JsonObject> {
  if (error instanceof PlatformRefusal) {
    const id = importIdOf(error.body);
    if (id === undefined) throw error;
    return door.get(`/attendant/imports/${id}`);
  }
  for (let tries = 0; tries < MAX_POLLS; tries += 1) {
    const view = await importAfter(door, list, before);
    if (view === undefined) break;
    if (view.state !== 'running' && view.state !== 'undoing') return view;
    await sleep(POLL_MS);
  }
  throw error;
}

function importIdOf({ messageParams }: JsonObject): string | undefined {
  const id =
    typeof messageParams === 'object' && messageParams !== null
      ? Object(messageParams)['importId']
      : undefined;
  return typeof id === 'string' ? id : undefined;
}

async function told(
  door: PlatformDoor,
  list: TakingList,
  source: CsvSource,
  view: ImportView,
  { io, json }: { readonly io: Io; readonly json?: true | undefined },
): Promise<ExitCode> {
  const rejectedFile = view.rejectedCount > 0 ? await keepRejected(door, view, source, io) : undefined;
  const isDone = view.state === 'complete';
  if (json === true)
    io.out(
      `${JSON.stringify({ type: isDone ? 'imported' : 'importFailed', list: list.name, ...view, ...(rejectedFile !== undefined && { rejectedFile }) })}\n`,
    );
  else {
    const text = isDone ? importedText(view, list) : '';
    io.out(text);
    io.err(faultText(view, rejectedFile));
    if (list.holds === 'entries' && view.rejectedCount > 0) io.err(UNSAFE);
  }
  return isDone ? EXIT.ok : EXIT.failed;
}

/** C4 */
const UNSAFE = 'No campaign starts with this list before a file is imported into it without bad rows.\n';

function importedText({ importedCount }: ImportView, { name, holds }: TakingList): string {
  return `Imported ${count(importedCount)} ${holds} into ${shownLine(name)}.\n`;
}

function faultText(view: ImportView, rejectedFile: string | undefined): string {
  const { state, reason, rejectedCount, rejectedRows, importedCount } = view;
  const failed = state === 'complete' ? '' : `${shownLine(reason ?? 'The import failed.')}\n`;
  const kept =
    state !== 'complete' && importedCount > 0 ? `${count(importedCount)} rows are in the list.\n` : '';
  if (rejectedCount === 0) return failed + kept;
  const rows = rejectedRows.slice(0, ROWS_TOLD);
  const lines = rows.map(({ line, reason: why }) => `  line ${line}: ${shownLine(why)}\n`).join('');
  const more = rejectedCount > rows.length ? `  and ${count(rejectedCount - rows.length)} more\n` : '';
  const were = rejectedCount === 1 ? 'row was' : 'rows were';
  const file =
    rejectedFile === undefined
      ? ''
      : `${rejectedCount === 1 ? 'It is' : 'They are'} in ${shownLine(rejectedFile)} with the reason: mend it there, and import that file.\n`;
  return `${failed}${kept}${count(rejectedCount)} ${were} rejected:\n${lines}${more}${file}`;
}

/** Writes the rejected rows beside the file. @returns its name; undefined when it cannot be written, which is told. */
async function keepRejected(
  door: PlatformDoor,
  { id }: ImportView,
  { file }: CsvSource,
  io: Io,
): Promise<string | undefined> {
  const name = `${file}.rejected.csv`;
  try {
    await pipeline(await door.download(`/attendant/imports/${id}/rejected.csv`), createWriteStream(name));
    return name;
  } catch (error) {
    if (error instanceof PlatformRefusal || error instanceof PlatformUnreachable) throw error;
    io.err(`${shownLine(name)} cannot be written, so the rejected rows are told here alone.\n`);
    return undefined;
  }
}

function readImport(body: JsonObject): ImportView {
  const checked = checkImport(body);
  if (checked.ok) return checked.value;
  throw new PlatformUnreachable(
    `What Attendant tells of the import cannot be read: ${checked.refusal.message}`,
  );
}
