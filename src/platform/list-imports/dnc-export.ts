import type Sqlite from 'better-sqlite3';
import { type DncEntry, type DncKind, type DncList, kindsOf } from '../dnc-lists/dnc-list.ts';
import { csvLine, ROWS_A_PAGE } from './csv-writing.ts';

/** What the columns of exported entries are called; to be named so when the file is imported. */
const COLUMNS = { phone: 'phone', email: 'email', whatsapp: 'whatsApp' } as const;
const CUSTOM_COLUMN = 'value';
const EXPIRY_COLUMN = 'expirationDateTime';

/** Writes the entries of do-not-contact lists as CSV files, a page at a time. [a guess: Genesys' columns are not known] */
export function dncExport(sqlite: Sqlite.Database) {
  const page = sqlite.prepare<[number, DncKind | '', string, number], DncEntry>(
    `select kind, value, expires_at as expiresAt from dnc_entry
     where list_key = ? and (kind, value) > (?, ?) order by kind, value limit ?`,
  );

  /** A column for each kind of address that the list holds, one address to a row, and when the entry ends. */
  async function* lines({ key, settings }: DncList): AsyncGenerator<string, undefined> {
    const kinds = kindsOf(settings);
    const nameOf = (kind: DncKind) =>
      kind === 'custom' ? (settings.customExclusionColumn ?? CUSTOM_COLUMN) : COLUMNS[kind];
    yield csvLine([...kinds.map(nameOf), EXPIRY_COLUMN]);
    let last: Pick<DncEntry, 'value'> & { readonly kind: DncKind | '' } = { kind: '', value: '' };
    for (;;) {
      const entries = page.all(key, last.kind, last.value, ROWS_A_PAGE);
      yield entries.map((entry) => lineOf(entry, kinds)).join('');
      const end = entries.at(-1);
      if (end === undefined) return undefined;
      last = end;
    }
  }

  return { lines };
}

function lineOf({ kind, value, expiresAt }: DncEntry, kinds: readonly DncKind[]): string {
  const text = kind === 'phone' ? `+${value}` : value;
  const expiry = expiresAt === null ? '' : `${new Date(expiresAt).toISOString().slice(0, 16)}Z`;
  return csvLine([...kinds.map((one) => (one === kind ? text : '')), expiry]);
}
