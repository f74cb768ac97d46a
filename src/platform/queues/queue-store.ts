import type Sqlite from 'better-sqlite3';
import type { Queue, QueueSettings } from './queue.ts';

/** Which queues are asked for. */
export interface QueueQuery {
  /** In any case; an asterisk at the beginning or end stands for anything. */
  readonly name?: string;
  readonly ids?: readonly string[];
  readonly divisionIds?: readonly string[];
  readonly sortBy?: 'name' | 'id' | 'divisionId';
  readonly isDescending?: boolean;
  readonly limit: number;
  readonly offset: number;
}

interface QueueRow extends Omit<Queue, 'settings'> {
  readonly settings: string;
}

interface Filter {
  readonly pattern: string;
  readonly ids: string | null;
  readonly divisionIds: string | null;
}

const COLUMNS =
  'id, name, division_id as divisionId, settings, created_at as createdAt, modified_at as modifiedAt';
const FITTING = `from queue where name_key like @pattern escape '\\'
  and (@ids is null or id in (select value from json_each(@ids)))
  and (@divisionIds is null or division_id in (select value from json_each(@divisionIds)))`;
const ORDERS = { name: 'name_key', id: 'id', divisionId: 'division_id' } as const;

/** The SQL of queues. Writes belong into a commit. */
export function queueStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], QueueRow>(`select ${COLUMNS} from queue where id = ?`);
  const named = sqlite.prepare<[string], QueueRow>(`select ${COLUMNS} from queue where name_key = ?`);
  const count = sqlite.prepare<[Filter], number>(`select count(*) ${FITTING}`).pluck();
  const put = sqlite.prepare<[QueueRow & { readonly nameKey: string }]>(
    `insert into queue (id, name, name_key, division_id, settings, created_at, modified_at)
     values (@id, @name, @nameKey, @divisionId, @settings, @createdAt, @modifiedAt)
     on conflict (id) do update set name = excluded.name, name_key = excluded.name_key,
       division_id = excluded.division_id, settings = excluded.settings, modified_at = excluded.modified_at`,
  );
  const remove = sqlite.prepare<[string]>('delete from queue where id = ?');
  const members = sqlite
    .prepare<[string], number>('select count(*) from queue_member where queue_id = ?')
    .pluck();

  const inDivision = sqlite
    .prepare<[string], number>('select count(*) from queue where division_id = ?')
    .pluck();

  function page({ limit, offset, sortBy = 'name', isDescending = false, ...query }: QueueQuery) {
    const filter = filterOf(query);
    const direction = isDescending ? 'desc' : 'asc';
    const rows = sqlite
      .prepare<[Filter & { limit: number; offset: number }], QueueRow>(
        `select ${COLUMNS} ${FITTING} order by ${ORDERS[sortBy]} ${direction}, id ${direction} limit @limit offset @offset`,
      )
      .all({ ...filter, limit, offset });
    return { queues: rows.map(queueOf), total: count.get(filter) ?? 0 };
  }

  return {
    one: (id: string) => read(one.get(id)),
    /** By name, in any case. */
    named: (name: string) => read(named.get(keyOf(name))),
    page,
    put: (queue: Queue) =>
      put.run({ ...queue, nameKey: keyOf(queue.name), settings: JSON.stringify(queue.settings) }),
    /** Removes it with its memberships. */
    remove: (id: string) => remove.run(id),
    countInDivision: (divisionId: string) => inDivision.get(divisionId) ?? 0,
    countMembers: (id: string) => members.get(id) ?? 0,
  };
}

/** What queueStore returns. */
export type QueueStore = ReturnType<typeof queueStore>;

function keyOf(name: string): string {
  return name.toLowerCase();
}

function filterOf({
  name = '*',
  ids,
  divisionIds,
}: Pick<QueueQuery, 'name' | 'ids' | 'divisionIds'>): Filter {
  const exact = keyOf(name).replaceAll(/[\\%_]/g, '\\$&');
  return {
    pattern: exact.replace(/^\*|\*$/g, '%'),
    ids: ids === undefined ? null : JSON.stringify(ids),
    divisionIds: divisionIds === undefined ? null : JSON.stringify(divisionIds),
  };
}

function read(row: QueueRow | undefined): Queue | undefined {
  return row && queueOf(row);
}

function queueOf(row: QueueRow): Queue {
  return { ...row, settings: JSON.parse(row.settings) as QueueSettings };
}
