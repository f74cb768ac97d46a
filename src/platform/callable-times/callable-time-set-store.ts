import type Sqlite from 'better-sqlite3';
import { type NamedQuery, nameCondition, orderAndPage } from '../outbound/named-query.ts';
import type { CallableTime, CallableTimeSet } from './callable-time-set.ts';

interface SetRow extends Omit<CallableTimeSet, 'callableTimes'> {
  readonly callableTimes: string;
}

/** Sets whose times are kept as read. A campaign has one. */
const MOST_READ = 100;
const COLUMNS =
  'id, name, callable_times as callableTimes, version, created_at as createdAt, modified_at as modifiedAt';

/** The SQL of callable time sets. Writes belong into a commit. */
export function callableTimeSetStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], SetRow>(`select ${COLUMNS} from callable_time_set where id = ?`);
  const named = sqlite.prepare<[string], SetRow>(
    `select ${COLUMNS} from callable_time_set where name_key = ?`,
  );
  const count = sqlite.prepare<[], number>('select count(*) from callable_time_set').pluck();
  const put = sqlite.prepare<[SetRow & { readonly nameKey: string }]>(
    `insert into callable_time_set (id, name, name_key, callable_times, version, created_at, modified_at)
     values (@id, @name, @nameKey, @callableTimes, @version, @createdAt, @modifiedAt)
     on conflict (id) do update set name = excluded.name, name_key = excluded.name_key,
       callable_times = excluded.callable_times, version = excluded.version, modified_at = excluded.modified_at`,
  );
  const remove = sqlite.prepare<[string]>('delete from callable_time_set where id = ?');
  const read = new Map<string, { readonly text: string; readonly times: readonly CallableTime[] }>();

  function page(query: NamedQuery) {
    const { sql, params } = nameCondition(query);
    const total = sqlite
      .prepare<unknown[], number>(`select count(*) from callable_time_set where ${sql}`)
      .pluck()
      .get(...params);
    const sets = sqlite
      .prepare<unknown[], SetRow>(
        `select ${COLUMNS} from callable_time_set where ${sql} ${orderAndPage(query)}`,
      )
      .all(...params, query.limit, query.offset)
      .map(setOf);
    return { sets, total: total ?? 0 };
  }

  function setOf(row: SetRow): CallableTimeSet {
    return { ...row, callableTimes: timesOf(row.id, row.callableTimes) };
  }

  /** The same array as long as the text is the same: callableAt keeps what it knows by it. */
  function timesOf(id: string, text: string): readonly CallableTime[] {
    const known = read.get(id);
    if (known?.text === text) return known.times;
    const times = JSON.parse(text) as readonly CallableTime[];
    if (read.size >= MOST_READ) read.clear();
    read.set(id, { text, times });
    return times;
  }

  return {
    one(id: string): CallableTimeSet | undefined {
      const row = one.get(id);
      return row && setOf(row);
    },
    /** By name, in any case. */
    named(name: string): CallableTimeSet | undefined {
      const row = named.get(name.toLowerCase());
      return row && setOf(row);
    },
    page,
    count: () => count.get() ?? 0,
    put: (set: CallableTimeSet) =>
      put.run({
        ...set,
        nameKey: set.name.toLowerCase(),
        callableTimes: JSON.stringify(set.callableTimes),
      }),
    remove: (id: string) => remove.run(id),
  };
}

/** What callableTimeSetStore returns. */
export type CallableTimeSetStore = ReturnType<typeof callableTimeSetStore>;
