import type { JsonObject } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { isSystemColumn } from '../../platform/list-imports/contact-columns.ts';
import { type ExitCode, type Io, UsageError } from '../io.ts';
import { shownLine } from '../shown-line.ts';
import { type CsvSource, csvSource } from './csv-source.ts';
import { importFile, type TakingList } from './file-import.ts';
import { type DoorOptions, telling, throughDoor } from './open-door.ts';
import { type PlatformDoor, PlatformRefusal } from './platform-door.ts';
import { openProgress } from './progress.ts';

/** What imports into lists of both kinds take. */
export interface FileOptions extends DoorOptions {
  readonly list: string;
  readonly whatsappColumn?: readonly string[];
  readonly phoneColumn?: readonly string[];
  readonly emailColumn?: readonly string[];
  readonly onError: string;
  readonly encoding?: string;
  readonly json?: true;
}

/** What `attendant campaign import` takes. */
export interface ImportOptions extends FileOptions {
  readonly timeZoneColumn?: string;
  readonly idColumn?: string;
}

const LISTS = '/attendant/contact-lists';

/** `attendant campaign import`: makes the list when it is not there, and fills it. */
export async function importContacts(file: string, options: ImportOptions, io: Io): Promise<ExitCode> {
  const { onError, idColumn, encoding, json } = options;
  refuseOnError(onError);
  return telling(io, async () => {
    // Before the platform is opened: what is no file makes no database.
    const source = await csvSource(file, encoding);
    const query = { onError, encoding, idColumn: idColumn && columnIn(source, idColumn, '--id-column') };
    return throughDoor(options, io, 'change', async (door) => {
      const list = (await knownList(door, source, options)) ?? (await newList(door, source, options, io));
      const progress = openProgress(io, options);
      return importFile(door, list, source, query, { io, progress, json });
    });
  });
}

/** @throws UsageError for what `--on-error` cannot be. */
export function refuseOnError(onError: string): void {
  if (onError !== 'skip' && onError !== 'none') throw new UsageError('--on-error must be skip or none.');
}

async function knownList(
  door: PlatformDoor,
  source: CsvSource,
  options: ImportOptions,
): Promise<TakingList | undefined> {
  try {
    const list = await door.get(`${LISTS}/${encodeURIComponent(options.list)}`);
    refuseOtherColumns(list, source, options);
    return takingList(list);
  } catch (error) {
    if (error instanceof PlatformRefusal && error.body['status'] === 404) return undefined;
    throw error;
  }
}

function takingList({ id, name }: JsonObject): TakingList {
  return { path: `${LISTS}/${encodeURIComponent(String(id))}`, name: String(name), holds: 'contacts' };
}

/** The columns of a list cannot change, so what is said of them must be what they are. */
function refuseOtherColumns(list: JsonObject, source: CsvSource, options: ImportOptions): void {
  const asked = addressColumns(source, options);
  for (const { field, option, names } of asked) {
    const known = columnNamesOf(list[field]);
    if (names.length === 0 || sameNames(names, known)) continue;
    const are = known.length === 0 ? 'there are none' : `they are ${known.join(', ')}`;
    throw new UsageError(
      `The contact list ${shownLine(options.list)} is there, and its columns cannot change: leave ${option} out (${are}), or name another --list.`,
    );
  }
}

function columnNamesOf(columns: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(columns) ? columns.map((column) => String(Object(column)['columnName'])) : [];
}

function sameNames(names: readonly string[], known: readonly string[]): boolean {
  return names.length === known.length && names.every((name) => known.includes(name));
}

async function newList(
  door: PlatformDoor,
  source: CsvSource,
  options: ImportOptions,
  io: Io,
): Promise<TakingList> {
  const columnNames = source.header.filter((name) => !isSystemColumn(name));
  const asked = addressColumns(source, options);
  if (asked.every(({ names }) => names.length === 0)) throw new UsageError(whichColumns(columnNames));
  const { timeZoneColumn } = options;
  const zone = timeZoneColumn && columnIn(source, timeZoneColumn, '--time-zone-column');
  const columns = asked.map(({ field, type, zoneField, names }): [string, JsonObject[]] => [
    field,
    names.map((columnName) => ({ columnName, type, ...(zone && { [zoneField]: zone }) })),
  ]);
  const list = await door.post(LISTS, { name: options.list, columnNames, ...Object.fromEntries(columns) });
  if (options.json === true)
    io.out(`${JSON.stringify({ type: 'listMade', id: list['id'], name: list['name'] })}\n`);
  else
    io.out(`Made the contact list ${shownLine(options.list)}: ${columnNames.map(shownLine).join(', ')}.\n`);
  return takingList(list);
}

/** Tells that a list was made. */
export function tellMade({ id, name }: JsonObject, sentence: string, { json }: FileOptions, io: Io): void {
  io.out(json === true ? `${JSON.stringify({ type: 'listMade', id, name })}\n` : `${sentence}\n`);
}

/** The columns with addresses that the options name, as the file writes them. */
function addressColumns(source: CsvSource, options: ImportOptions) {
  const named = (option: string, names: readonly string[] = []) => ({
    option,
    names: names.map((name) => columnIn(source, name, option)),
  });
  return [
    {
      ...named('--whatsapp-column', options.whatsappColumn),
      ...{ field: 'whatsAppColumns', type: 'cell', zoneField: 'contactableTimeColumn' },
    },
    {
      ...named('--phone-column', options.phoneColumn),
      ...{ field: 'phoneColumns', type: 'cell', zoneField: 'callableTimeColumn' },
    },
    {
      ...named('--email-column', options.emailColumn),
      ...{ field: 'emailColumns', type: 'email', zoneField: 'contactableTimeColumn' },
    },
  ];
}

/** A column of the file, by its name in any case. */
export function columnIn({ header, file }: CsvSource, name: string, option: string): string {
  const found = header.find((column) => column.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return found;
  const hint = didYouMean(name, header, 'it has none');
  throw new UsageError(
    `${option}: ${shownLine(file)} has no column "${shownLine(name)}": ${shownLine(hint)}`,
  );
}

/** Headers that look like they held addresses. */
const LOOKS = [
  [/whats/i, '--whatsapp-column'],
  [/mail/i, '--email-column'],
  [/phone|mobile|cell|tel|number/i, '--whatsapp-column'],
] as const;

/** Asks for the columns with addresses, and guesses. */
export function whichColumns(columnNames: readonly string[]): string {
  const guess = LOOKS.flatMap(([pattern, option]) => {
    const name = columnNames.find((one) => pattern.test(one));
    return name === undefined ? [] : [`; perhaps ${option} ${shownLine(name)}`];
  })[0];
  const has = columnNames.map(shownLine).join(', ');
  return `Say which columns hold addresses, with --whatsapp-column, --phone-column or --email-column: the file has ${has}${guess ?? ''}.`;
}
