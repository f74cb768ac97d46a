import { done, type Outcome, refuse } from '../refusal.ts';

/** The column of a contact's id in files that Genesys Cloud and Attendant export. */
export const CONTACT_ID_COLUMN = 'inin-outbound-id';
/** The columns of a file of rejected rows that come before those of the file. */
export const REJECTED_LINE_COLUMN = 'rejected-line';
export const REJECTED_REASON_COLUMN = 'rejected-reason';
/** The column of exported contacts that says whether one may be written to. */
export const CALLABLE_COLUMN = 'ContactCallable';

/** What exported files have besides: Genesys Cloud's names [a guess that there are no others], and ours. */
const SYSTEM_COLUMN =
  /^(inin-outbound-id|rejected-line|rejected-reason|ContactCallable|ZipCodeAutomaticTimeZone|(Call|Sms|Email|WhatsApp)(Record)?Last\w+-.*|(Callable|ContactableBy\w+|AutomaticTimeZone)(-.*)?)$/i;

/** Whether a column of a file is one that exports add, and so none of a list's own. */
export function isSystemColumn(name: string): boolean {
  return SYSTEM_COLUMN.test(name);
}

/** Where the parts of a contact stand in the rows of a file. */
export interface ContactColumns {
  /** For each column of the list, the place of its cell. */
  readonly data: readonly number[];
  /** The place of the id; absent: ids are made up. */
  readonly id?: number;
  /** Whether a row without id is a new contact: the column is `inin-outbound-id`. */
  readonly isIdOptional: boolean;
  /** Whether Attendant wrote the file, and so escaped formulas. */
  readonly isExported: boolean;
}

/**
 * Finds the columns of a list in the header of a file, by name in any case and order. As in Genesys Cloud the file must
 * have all of them and no other, but system columns and the one of the ids.
 *
 * @param idColumn absent: `inin-outbound-id`, where the file has it.
 */
export function contactColumns(
  header: readonly string[],
  columnNames: readonly string[],
  idColumn: string | undefined,
): Outcome<ContactColumns> {
  const places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
  const placeOf = (name: string) => places.get(name.trim().toLowerCase());
  const data = columnNames.map(placeOf);
  const id = placeOf(idColumn ?? CONTACT_ID_COLUMN);
  if (idColumn !== undefined && id === undefined)
    return refuse('attendant.import.failed', 'The file has no column with the name that idColumn gives.');
  const lacking = columnNames.filter((_name, index) => data[index] === undefined);
  const extra = header.flatMap((name, place) =>
    data.includes(place) || place === id || SYSTEM_COLUMN.test(name) ? [] : place + 1,
  );
  if (lacking.length > 0 || extra.length > 0) return mismatch(lacking, extra, columnNames.length);
  return done({
    data: data.flatMap((place) => place ?? []),
    ...(id !== undefined && { id }),
    isIdOptional: id !== undefined && header[id]?.toLowerCase() === CONTACT_ID_COLUMN,
    isExported: header.some((name, place) => SYSTEM_COLUMN.test(name) && !data.includes(place)),
  });
}

/** Tells columns of the file by number: a file without header has addresses there. */
function mismatch(lacking: readonly string[], extra: readonly number[], columnCount: number): Outcome<never> {
  const lacks = `The file lacks ${list(lacking.map((name) => `“${name}”`))}.`;
  const has =
    extra.length === 1
      ? `Column ${extra[0]} of the file is none of the list's.`
      : `Columns ${list(extra.map(String))} of the file are none of the list's.`;
  const header = lacking.length === columnCount ? ' Does its first row have the names of the columns?' : '';
  const faults = [...(lacking.length > 0 ? [lacks] : []), ...(extra.length > 0 ? [has] : [])];
  return refuse('attendant.import.failed', faults.join(' ') + header);
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
