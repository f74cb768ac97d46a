import type Sqlite from 'better-sqlite3';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import type { LoggedEvent, OutboundEvent } from './outbound-event.ts';

/** Which events are asked for, and which page of them. */
export interface EventQuery {
  readonly level?: string;
  readonly category?: string;
  readonly sortBy: keyof typeof SORTS;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly offset: number;
}

type EventText = Omit<OutboundEvent, 'level' | 'category'>;

interface EventRow extends Pick<LoggedEvent, 'id' | 'at' | 'level' | 'category'> {
  readonly event: string;
}

/** More than anybody reads; they are some 500 bytes each. A guess. */
export const EVENTS_KEPT = 10_000;
const COLUMNS = 'id, at, level, category, event';
const SORTS = { timestamp: 'at', level: 'level', category: 'category' } as const;

/** The SQL of the event log. Writes belong into a commit. */
export function eventLogStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], EventRow>(`select ${COLUMNS} from outbound_event where id = ?`);
  const add = sqlite.prepare<[EventRow]>(
    `insert into outbound_event (id, at, level, category, event) values (@id, @at, @level, @category, @event)`,
  );
  const prune = sqlite.prepare<[number]>('delete from outbound_event where sequence <= ?');

  function page({ level, category, sortBy, isDescending, limit, offset }: EventQuery) {
    const { sql, params } = allOf([...equals('level', level), ...equals('category', category)]);
    const direction = isDescending ? 'desc' : 'asc';
    const total = sqlite
      .prepare<unknown[], number>(`select count(*) from outbound_event where ${sql}`)
      .pluck()
      .get(...params);
    const rows = sqlite
      .prepare<unknown[], EventRow>(
        `select ${COLUMNS} from outbound_event where ${sql}
         order by ${SORTS[sortBy]} ${direction}, sequence ${direction} limit ? offset ?`,
      )
      .all(...params, limit, offset);
    return { events: rows.map(eventOf), total: total ?? 0 };
  }

  return {
    one(id: string): LoggedEvent | undefined {
      const row = one.get(id);
      return row && eventOf(row);
    },
    page,
    /** Adds an event; the oldest goes when there are more than are kept. */
    add({ id, at, level, category, ...event }: LoggedEvent): void {
      const { lastInsertRowid } = add.run({ id, at, level, category, event: JSON.stringify(event) });
      prune.run(Number(lastInsertRowid) - EVENTS_KEPT);
    },
  };
}

function equals(column: string, value: string | undefined): readonly SqlCondition[] {
  return value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }];
}

function eventOf({ event, ...row }: EventRow): LoggedEvent {
  return { ...row, ...(JSON.parse(event) as EventText) };
}
