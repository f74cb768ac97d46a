import type Sqlite from 'better-sqlite3';
import type { Conversation } from '../runtime/conversation.ts';
import type { ConversationQuery, ConversationSummary } from './conversation-store.ts';

interface SummaryRow {
  readonly id: string;
  readonly flow_name: string;
  readonly status: Conversation['status'];
  readonly waits_for: string | null;
  readonly from_address: string | null;
  readonly to_address: string | null;
  readonly started_at: number;
  readonly updated_at: number;
}

const WHICH = `started_at >= @since and started_at <= @until
  and started_at <= @afterAt and (started_at < @afterAt or id > @afterId)
  and (@flow is null or flow_name = @flow)
  and (@text is null or instr(lower(id), @text) or instr(lower(flow_name), @text)
    or instr(lower(from_address), @text) or instr(lower(to_address), @text))`;
const ORDER = 'order by started_at desc, id limit @limit';
const SUMMARY = `select id, flow_name, status, waits_for, from_address, to_address, started_at, updated_at
  from conversation`;

/** Searches conversations, the newest first. Rows are read only of what is found: everything else is in an index. */
export function callSearch(sqlite: Sqlite.Database) {
  const any = sqlite.prepare<[object], SummaryRow>(
    `${SUMMARY} where id in (select id from conversation indexed by conversation_newest where ${WHICH} ${ORDER}) ${ORDER}`,
  );
  const live = sqlite.prepare<[object], SummaryRow>(
    `${SUMMARY} indexed by conversation_live where status = 'waiting' and ${WHICH} ${ORDER}`,
  );
  const ended = sqlite.prepare<[object], SummaryRow>(
    `${SUMMARY} where id in (select id from conversation indexed by conversation_newest where ${WHICH}
       and id not in (select id from conversation indexed by conversation_live where status = 'waiting') ${ORDER}) ${ORDER}`,
  );
  return (limit: number, query: ConversationQuery): readonly ConversationSummary[] => {
    const search = { waiting: live, ended, any }[query.status ?? 'any'];
    return search.all(valuesOf(limit, query)).map(toSummary);
  };
}

function valuesOf(limit: number, { flow, text, since, until, after }: ConversationQuery) {
  return {
    limit,
    flow: flow ?? null,
    text: text?.toLowerCase() ?? null,
    since: since ?? 0,
    until: until ?? Number.MAX_SAFE_INTEGER,
    afterAt: after?.startedAt ?? Number.MAX_SAFE_INTEGER,
    afterId: after?.id ?? '',
  };
}

function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.id,
    flowName: row.flow_name,
    status: row.status,
    ...(row.waits_for === null ? {} : { waitsFor: row.waits_for }),
    ...(row.from_address === null ? {} : { from: row.from_address }),
    ...(row.to_address === null ? {} : { to: row.to_address }),
    startedAt: row.started_at,
    updatedAt: row.updated_at,
  };
}
