import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import { contactAdding } from './contact-adding.ts';
import { madeUpPrefix, madeUpSequence } from './contact-id.ts';
import type { Contact } from './contact-list.ts';
import { type ContactStretch, contactRemoving } from './contact-removing.ts';

interface ContactRow extends Omit<Contact, 'data' | 'isCallable' | 'details'> {
  readonly data: string;
  readonly callable: 0 | 1;
  readonly details: string | null;
}

const COLUMNS = 'list_key as listKey, sequence, id, data, callable, details, created_at as createdAt';

/** The SQL of contacts. Writes belong into a commit. */
export function contactStore(sqlite: Sqlite.Database, clock: Clock) {
  const given = sqlite.prepare<[number, string], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and given_id = ?`,
  );
  const madeUp = sqlite.prepare<[number, number], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and sequence = ? and given_id is null`,
  );
  const at = sqlite.prepare<[number, number], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and sequence = ?`,
  );
  const after = sqlite.prepare<[number, number, number], ContactRow>(
    `select ${COLUMNS} from contact where list_key = ? and sequence > ? order by sequence limit ?`,
  );

  function one(listKey: number, id: string): Contact | undefined {
    const row = given.get(listKey, id);
    if (row !== undefined) return contactOf(row);
    const sequence = madeUpSequence(madeUpPrefix(listKey), id);
    return sequence === undefined ? undefined : read(madeUp.get(listKey, sequence));
  }

  return {
    /** By its id, whether it was given or made up. */
    one,
    /** By its sequence. */
    at: (listKey: number, sequence: number) => read(at.get(listKey, sequence)),
    /** The next contacts after a sequence, in order of addition. */
    after: (listKey: number, sequence: number, limit: number): readonly Contact[] =>
      after.all(listKey, sequence, limit).map(contactOf),
    /** Those of a stretch that fit, in order of addition. */
    inStretch: (
      { listKey, after, until }: ContactStretch,
      { sql, params }: SqlCondition,
    ): readonly Contact[] =>
      sqlite
        .prepare<unknown[], ContactRow>(
          `select ${COLUMNS} from contact where list_key = ? and sequence > ? and sequence <= ? and (${sql})
           order by sequence`,
        )
        .all(listKey, after, until, ...params)
        .map(contactOf),
    ...contactAdding(sqlite, clock),
    ...contactRemoving(sqlite),
  };
}

/** What contactStore returns. */
export type ContactStore = ReturnType<typeof contactStore>;

function read(row: ContactRow | undefined): Contact | undefined {
  return row && contactOf(row);
}

/** Field by field: with a rest of fields it takes twice as long, and campaigns and bulk jobs read contacts by the million. */
function contactOf(row: ContactRow): Contact {
  return {
    listKey: row.listKey,
    sequence: row.sequence,
    id: row.id,
    data: JSON.parse(row.data) as readonly string[],
    isCallable: row.callable === 1,
    details: row.details === null ? null : (JSON.parse(row.details) as JsonObject),
    createdAt: row.createdAt,
  };
}
