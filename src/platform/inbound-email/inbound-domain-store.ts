import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';

/** Whether mail for a domain is sent here, in Genesys' words. */
export type MxStatus = 'VALID' | 'INVALID' | 'NOT_AVAILABLE';

/** A domain whose mail comes in. */
export interface InboundDomain {
  /** A-labels in lower case. */
  readonly name: string;
  readonly isSubDomain: boolean;
  readonly mxStatus: MxStatus;
  /** What else was given for it: mailFromSettings, emailSetting … */
  readonly settings: JsonObject;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** A mailbox of a domain, or all of its others, and who gets its mail: a flow or a queue. */
export interface InboundRoute {
  readonly id: string;
  readonly domainName: string;
  /** The local part in lower case; `*` for every other mailbox. */
  readonly pattern: string;
  readonly flowId: string | null;
  readonly queueId: string | null;
  /** What else was given for it: fromName, skills, autoBcc … */
  readonly settings: JsonObject;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** A part of a list: how many, after how many. */
export interface Slice {
  readonly limit: number;
  readonly offset: number;
}

interface DomainRow extends Omit<InboundDomain, 'isSubDomain' | 'settings'> {
  readonly subDomain: 0 | 1;
  readonly settings: string;
}

interface RouteRow extends Omit<InboundRoute, 'settings'> {
  readonly settings: string;
}

const DOMAIN = 'name, sub_domain as subDomain, mx_status as mxStatus, settings, created_at as createdAt';
const ROUTE = `id, domain_name as domainName, pattern, flow_id as flowId, queue_id as queueId, settings,
  created_at as createdAt`;

/** The SQL of inbound domains and their routes. Writes belong into a commit. */
export function inboundDomainStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], DomainRow>(`select ${DOMAIN} from inbound_domain where name = ?`);
  const page = sqlite.prepare<[{ filter: string } & Slice], DomainRow>(
    `select ${DOMAIN} from inbound_domain where @filter = '' or instr(name, @filter) > 0
     order by name limit @limit offset @offset`,
  );
  const count = sqlite
    .prepare<[{ filter: string }], number>(
      `select count(*) from inbound_domain where @filter = '' or instr(name, @filter) > 0`,
    )
    .pluck();
  const put = sqlite.prepare<[DomainRow]>(
    `insert into inbound_domain (name, sub_domain, mx_status, settings, created_at)
     values (@name, @subDomain, @mxStatus, @settings, @createdAt)
     on conflict (name) do update set mx_status = excluded.mx_status, settings = excluded.settings`,
  );
  const remove = sqlite.prepare<[string]>('delete from inbound_domain where name = ?');
  const removeRoutes = sqlite.prepare<[string]>('delete from inbound_route where domain_name = ?');

  const route = sqlite.prepare<[string], RouteRow>(`select ${ROUTE} from inbound_route where id = ?`);
  const routeAt = sqlite.prepare<[string, string], RouteRow>(
    `select ${ROUTE} from inbound_route where domain_name = ? and pattern = ?`,
  );
  const routePage = sqlite.prepare<[{ domainName: string; pattern: string } & Slice], RouteRow>(
    `select ${ROUTE} from inbound_route where domain_name = @domainName and (@pattern = '' or instr(pattern, @pattern) > 0)
     order by pattern limit @limit offset @offset`,
  );
  const routeCount = sqlite
    .prepare<[{ domainName: string; pattern: string }], number>(
      `select count(*) from inbound_route
       where domain_name = @domainName and (@pattern = '' or instr(pattern, @pattern) > 0)`,
    )
    .pluck();
  const putRoute = sqlite.prepare<[RouteRow]>(
    `insert into inbound_route (id, domain_name, pattern, flow_id, queue_id, settings, created_at)
     values (@id, @domainName, @pattern, @flowId, @queueId, @settings, @createdAt)
     on conflict (id) do update set pattern = excluded.pattern, flow_id = excluded.flow_id,
       queue_id = excluded.queue_id, settings = excluded.settings`,
  );
  const removeRoute = sqlite.prepare<[string]>('delete from inbound_route where id = ?');

  return {
    one: (name: string) => domainOf(one.get(name)),
    /** By name. @param filter a part of the name in lower case; '' for all. */
    page: (filter: string, slice: Slice) => ({
      domains: page.all({ filter, ...slice }).flatMap((row) => domainOf(row) ?? []),
      total: count.get({ filter }) ?? 0,
    }),
    /** Stores a domain; of one that is there, all but its kind and age. */
    put: ({ isSubDomain, settings, ...domain }: InboundDomain) =>
      put.run({ ...domain, subDomain: isSubDomain ? 1 : 0, settings: JSON.stringify(settings) }),
    /** Removes a domain with its routes. */
    remove(name: string): void {
      removeRoutes.run(name);
      remove.run(name);
    },
    route: (id: string) => routeOf(route.get(id)),
    routeAt: (domainName: string, pattern: string) => routeOf(routeAt.get(domainName, pattern)),
    /** By pattern. @param pattern a part of it in lower case; '' for all. */
    routes: (domainName: string, pattern: string, slice: Slice) => ({
      routes: routePage.all({ domainName, pattern, ...slice }).flatMap((row) => routeOf(row) ?? []),
      total: routeCount.get({ domainName, pattern }) ?? 0,
    }),
    /** Stores a route; of one that is there, all but its domain and age. */
    putRoute: ({ settings, ...route }: InboundRoute) =>
      putRoute.run({ ...route, settings: JSON.stringify(settings) }),
    removeRoute: (id: string) => removeRoute.run(id),
  };
}

/** What inboundDomainStore returns. */
export type InboundDomainStore = ReturnType<typeof inboundDomainStore>;

function domainOf(row: DomainRow | undefined): InboundDomain | undefined {
  if (row === undefined) return undefined;
  const { subDomain, settings, ...domain } = row;
  return { ...domain, isSubDomain: subDomain === 1, settings: JSON.parse(settings) as JsonObject };
}

function routeOf(row: RouteRow | undefined): InboundRoute | undefined {
  return row && { ...row, settings: JSON.parse(row.settings) as JsonObject };
}
