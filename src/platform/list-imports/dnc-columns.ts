import { type DncKind, type DncList, kindsOf } from '../dnc-lists/dnc-list.ts';
import { done, type Outcome, refuse } from '../refusal.ts';

/** The names of the columns of a file for a do-not-contact list. Other columns are read over (C4). */
export interface DncColumnNames {
  readonly phone?: readonly string[] | undefined;
  readonly email?: readonly string[] | undefined;
  readonly whatsapp?: readonly string[] | undefined;
  readonly custom?: readonly string[] | undefined;
  /** The column with the time at which an entry ends. */
  readonly expiry?: string | undefined;
}

/** What Genesys calls the columns of a kind. */
export const DNC_COLUMN_FIELDS = {
  phone: 'phoneColumns',
  email: 'emailColumns',
  whatsapp: 'whatsAppColumns',
  custom: 'customExclusionColumns',
} as const satisfies { readonly [kind in DncKind]: string };
const KINDS = Object.keys(DNC_COLUMN_FIELDS) as readonly DncKind[];

/** Where the entries of a list stand in the rows of a file. */
export interface DncColumns {
  readonly entries: readonly { readonly kind: DncKind; readonly place: number }[];
  /** The place of the time at which they end. */
  readonly expiry?: number;
}

/** The columns that a request names. @param textOf what it says under Genesys' name; undefined for nothing. */
export function dncColumnsIn(textOf: (name: string) => string | undefined): DncColumnNames {
  const names = Object.entries(DNC_COLUMN_FIELDS).map(([kind, field]) => [
    kind,
    columnNamesIn(textOf(field)),
  ]);
  return { ...Object.fromEntries(names), expiry: textOf('expirationDateTimeColumn') || undefined };
}

/** Names of columns in one text, with commas between; a JSON array where names have commas in them. */
function columnNamesIn(text: string | undefined): readonly string[] {
  const names = text?.trim().startsWith('[') === true ? jsonNames(text) : undefined;
  return (names ?? (text ?? '').split(',')).map((name) => name.trim()).filter((name) => name !== '');
}

function jsonNames(text: string): readonly string[] | undefined {
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses columns of a kind that the list does not hold. */
export function refuseOtherKinds(
  names: DncColumnNames,
  { settings }: Pick<DncList, 'settings'>,
): Outcome<never> | undefined {
  const held = kindsOf(settings);
  const other = KINDS.find((kind) => (names[kind] ?? []).length > 0 && !held.includes(kind));
  if (other === undefined) return undefined;
  const field = DNC_COLUMN_FIELDS[other];
  const fields = held.map((kind) => DNC_COLUMN_FIELDS[kind]).join(', ');
  return refuse('attendant.dnc.contact.method', `The list does not take ${field}; name ${fields}.`, {
    field,
  });
}

/**
 * Finds the columns of a list in the header of a file, by name in any case.
 *
 * @param names without any, a file of one column is taken for what the list holds.
 */
export function dncColumns(
  header: readonly string[],
  names: DncColumnNames,
  { settings }: Pick<DncList, 'settings'>,
): Outcome<DncColumns> {
  const places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
  const placeOf = (name: string) => places.get(name.trim().toLowerCase());
  const asked = KINDS.flatMap((kind) => (names[kind] ?? []).map((name) => ({ kind, name })));
  const needed = [...asked.map(({ name }) => name), ...(names.expiry === undefined ? [] : [names.expiry])];
  const lacking = needed.filter((name) => placeOf(name) === undefined);
  if (lacking.length > 0)
    return failed(`The file has no column with the name ${lacking.map((name) => `“${name}”`).join(' or ')}.`);
  const expiry = names.expiry === undefined ? undefined : placeOf(names.expiry);
  const entries = asked.map(({ kind, name }) => ({ kind, place: placeOf(name) ?? 0 }));
  if (entries.length > 0) return done({ entries, ...(expiry !== undefined && { expiry }) });
  const [kind, otherKind] = kindsOf(settings);
  if (header.length === 1 && kind !== undefined && otherKind === undefined)
    return done({ entries: [{ kind, place: 0 }] });
  const fields = kindsOf(settings).map((one) => DNC_COLUMN_FIELDS[one]);
  return failed(`Say which columns of the file are for the list: ${fields.join(', ')}.`);
}

function failed(message: string): Outcome<never> {
  return refuse('attendant.import.failed', message);
}
