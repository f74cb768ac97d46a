import type Sqlite from 'better-sqlite3';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import { CALLABLE_COLUMN, CONTACT_ID_COLUMN } from './contact-columns.ts';
import { csvLine, ROWS_A_PAGE } from './csv-writing.ts';

/** Which contacts of a list are exported; absent: all. */
export interface ContactChoice {
  readonly condition?: SqlCondition;
  /** Ids that no contact has are passed over. */
  readonly ids?: readonly string[] | undefined;
}

type ContactRow = readonly [id: string, data: string, callable: 0 | 1];

/** Writes the contacts of lists as CSV files, a page at a time, so that no list is held in memory. */
export function contactExport(sqlite: Sqlite.Database, contacts: ContactStore) {
  /**
   * The contacts of a list in order of addition, those of an import that may be undone left out: `inin-outbound-id` first,
   * as Genesys writes it, then the list's columns, then `ContactCallable`.
   */
  async function* lines(
    { key, settings, readyUntil }: ContactList,
    { condition = { sql: 'true', params: [] }, ids }: ContactChoice,
  ): AsyncGenerator<string, undefined> {
    const fits = [condition.sql, ...(ids === undefined ? [] : ['id in (select value from json_each(?))'])];
    const page = sqlite
      .prepare<unknown[], ContactRow>(
        `select id, data, callable from contact
         where list_key = ? and sequence > ? and sequence <= ? and (${fits.join(') and (')}) order by sequence`,
      )
      .raw();
    const params = [...condition.params, ...(ids === undefined ? [] : [JSON.stringify(ids)])];
    yield csvLine([CONTACT_ID_COLUMN, ...settings.columnNames, CALLABLE_COLUMN]);
    for (let after = 0; ; ) {
      const stretch = contacts.stretchOf({ listKey: key, after, until: readyUntil }, ROWS_A_PAGE);
      if (stretch === undefined) return undefined;
      const rows = page.all(key, stretch.after, stretch.until, ...params);
      if (rows.length > 0) yield rows.map(lineOf).join('');
      else await new Promise((resolve) => setImmediate(resolve));
      after = stretch.until;
    }
  }

  return { lines };
}

function lineOf([id, data, callable]: ContactRow): string {
  return csvLine([id, ...(JSON.parse(data) as readonly string[]), String(callable)]);
}
