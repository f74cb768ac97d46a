import type { JsonObject } from '../../authoring/json.ts';
import { type ExitCode, type Io, UsageError } from '../io.ts';
import { shownLine } from '../shown-line.ts';
import { type CsvSource, csvSource } from './csv-source.ts';
import { importFile, type TakingList } from './file-import.ts';
import { columnIn, type FileOptions, refuseOnError, tellMade, whichColumns } from './import-command.ts';
import { telling, throughDoor } from './open-door.ts';
import { type PlatformDoor, PlatformRefusal } from './platform-door.ts';
import { openProgress } from './progress.ts';

/** What `attendant campaign dnc` takes. */
export interface DncOptions extends FileOptions {
  readonly customColumn?: string;
  readonly expiryColumn?: string;
}

const LISTS = '/attendant/dnc-lists';

/** The columns that the options name, by what they hold. */
interface DncColumns {
  readonly WhatsApp: readonly string[];
  readonly Phone: readonly string[];
  readonly Email: readonly string[];
  readonly custom: readonly string[];
}

/** `attendant campaign dnc`: makes the do-not-contact list when it is not there, and fills it. */
export async function importDnc(file: string, options: DncOptions, io: Io): Promise<ExitCode> {
  const { onError, encoding, expiryColumn, json } = options;
  refuseOnError(onError);
  return telling(io, async () => {
    // Before the platform is opened: what is no file makes no database.
    const source = await csvSource(file, encoding);
    const columns = columnsOf(source, options);
    const query = {
      ...{ onError, encoding },
      ...{ whatsAppColumns: namesText(columns.WhatsApp), phoneColumns: namesText(columns.Phone) },
      ...{ emailColumns: namesText(columns.Email), customExclusionColumns: namesText(columns.custom) },
      expirationDateTimeColumn: expiryColumn && columnIn(source, expiryColumn, '--expiry-column'),
    };
    return throughDoor(options, io, 'change', async (door) => {
      const list = (await knownList(door, options)) ?? (await newList(door, source, columns, options, io));
      const progress = openProgress(io, options);
      return importFile(door, list, source, query, { io, progress, json });
    });
  });
}

function columnsOf(source: CsvSource, options: DncOptions): DncColumns {
  const { whatsappColumn = [], phoneColumn = [], emailColumn = [], customColumn } = options;
  const named = (names: readonly string[], option: string) =>
    names.map((name) => columnIn(source, name, option));
  return {
    WhatsApp: named(whatsappColumn, '--whatsapp-column'),
    Phone: named(phoneColumn, '--phone-column'),
    Email: named(emailColumn, '--email-column'),
    custom: named(customColumn === undefined ? [] : [customColumn], '--custom-column'),
  };
}

/** As JSON, since names may have commas in them. */
function namesText(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : JSON.stringify(names);
}

async function knownList(door: PlatformDoor, { list }: DncOptions): Promise<TakingList | undefined> {
  try {
    return takingList(await door.get(`${LISTS}/${encodeURIComponent(list)}`));
  } catch (error) {
    if (error instanceof PlatformRefusal && error.body['status'] === 404) return undefined;
    throw error;
  }
}

function takingList({ id, name }: JsonObject): TakingList {
  return { path: `${LISTS}/${encodeURIComponent(String(id))}`, name: String(name), holds: 'entries' };
}

async function newList(
  door: PlatformDoor,
  source: CsvSource,
  columns: DncColumns,
  options: DncOptions,
  io: Io,
): Promise<TakingList> {
  const { custom, ...addresses } = columns;
  const methods = Object.entries(addresses).flatMap(([method, names]) => (names.length > 0 ? [method] : []));
  const [customExclusionColumn] = custom;
  if (customExclusionColumn !== undefined && methods.length > 0)
    throw new UsageError('--custom-column cannot stand beside columns with addresses: make two lists.');
  if (customExclusionColumn === undefined && methods.length === 0)
    throw new UsageError(whichColumns(source.header));
  const contactMethod = methods.length === 1 ? (methods[0] ?? 'Any') : 'Any';
  const made = await door.post(LISTS, {
    name: options.list,
    ...(customExclusionColumn === undefined
      ? { dncSourceType: 'rds', contactMethod }
      : { dncSourceType: 'rds_custom', customExclusionColumn }),
  });
  tellMade(made, `Made the do-not-contact list ${shownLine(options.list)}.`, options, io);
  return takingList(made);
}
