import type Sqlite from 'better-sqlite3';

/** Who gets what is written to an address of ours. Times are epoch ms. */
export interface MessagingRoute {
  readonly channel: string;
  /** The id of an integration, or a number of ours. */
  readonly ownAddress: string;
  /** Name or id of a flow. */
  readonly flow: string | null;
  readonly queueId: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

const COLUMNS = `channel, own_address as ownAddress, flow, queue_id as queueId, created_at as createdAt,
  modified_at as modifiedAt`;

/** The SQL of routes for messages. Writes belong into a commit. */
export function messagingRouteStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string, string], MessagingRoute>(
    `select ${COLUMNS} from messaging_route where channel = ? and own_address = ?`,
  );
  const all = sqlite.prepare<[], MessagingRoute>(
    `select ${COLUMNS} from messaging_route order by own_address, channel`,
  );
  const put = sqlite.prepare<[MessagingRoute]>(
    `insert into messaging_route (channel, own_address, flow, queue_id, created_at, modified_at)
     values (@channel, @ownAddress, @flow, @queueId, @createdAt, @modifiedAt)
     on conflict (channel, own_address) do update set flow = excluded.flow, queue_id = excluded.queue_id,
       modified_at = excluded.modified_at
     where flow is not excluded.flow or queue_id is not excluded.queue_id`,
  );
  return {
    one: (channel: string, ownAddress: string) => one.get(channel, ownAddress),
    all: () => all.all(),
    put: (route: MessagingRoute) => put.run(route),
  };
}

/** What messagingRouteStore returns. */
export type MessagingRouteStore = ReturnType<typeof messagingRouteStore>;
