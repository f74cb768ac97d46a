import type Sqlite from 'better-sqlite3';

/** An e-mail that was stored before. */
export interface KnownEmail {
  readonly messageId: string;
  readonly interactionId: string;
}

/** What a flow has not taken yet. */
export interface PendingStart extends KnownEmail {
  readonly flowId: string;
}

/** What a mail server told of a message of ours. */
export interface StoredReport {
  readonly action: string;
  readonly status: string;
  readonly diagnostic: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The SQL of what came in by e-mail. Writes belong into a commit. */
export function inboundEmailStore(sqlite: Sqlite.Database) {
  const known = sqlite.prepare<[string], KnownEmail>(
    'select message_id as messageId, interaction_id as interactionId from inbound_email where key = ?',
  );
  const keep = sqlite.prepare<[string, string, string]>(
    'insert into inbound_email (key, message_id, interaction_id) values (?, ?, ?)',
  );
  // Ours before what customers wrote: whoever takes a Message-ID of ours for his own e-mail does not stand in its way.
  const named = sqlite
    .prepare<[string], string>(
      `select id from message where external_id = ? and channel = 'email'
       order by direction = 'outbound' desc, sequence limit 1`,
    )
    .pluck();
  const firstInbound = sqlite
    .prepare<[string], string>(
      `select id from message where interaction_id = ? and direction = 'inbound' order by sequence limit 1`,
    )
    .pluck();
  const addStart = sqlite.prepare<[PendingStart]>(
    'insert into inbound_flow_start (message_id, interaction_id, flow_id) values (@messageId, @interactionId, @flowId)',
  );
  const starts = sqlite.prepare<[], PendingStart>(
    `select message_id as messageId, interaction_id as interactionId, flow_id as flowId
     from inbound_flow_start order by sequence`,
  );
  const removeStart = sqlite.prepare<[string]>('delete from inbound_flow_start where message_id = ?');
  const addReport = sqlite.prepare<[StoredReport & { readonly key: string; readonly messageId: string }]>(
    `insert into delivery_report (key, message_id, action, status, diagnostic, at)
     values (@key, @messageId, @action, @status, @diagnostic, @at) on conflict (key) do nothing`,
  );
  const reports = sqlite.prepare<[string], StoredReport>(
    'select action, status, diagnostic, at from delivery_report where message_id = ? order by sequence',
  );
  return {
    known: (key: string) => known.get(key),
    keep: (key: string, { messageId, interactionId }: KnownEmail) => keep.run(key, messageId, interactionId),
    /** The id of the message with a Message-ID. */
    named: (messageId: string) => named.get(messageId),
    /** The id of the first message that a customer wrote in an interaction. */
    firstInbound: (interactionId: string) => firstInbound.get(interactionId),
    addStart: (start: PendingStart) => addStart.run(start),
    /** In the order they came in. */
    starts: () => starts.all(),
    removeStart: (messageId: string) => removeStart.run(messageId),
    addReport: (key: string, messageId: string, report: StoredReport) =>
      addReport.run({ key, messageId, ...report }),
    /** What mail servers told of a message, oldest first. */
    reports: (messageId: string) => reports.all(messageId),
  };
}

/** What inboundEmailStore returns. */
export type InboundEmailStore = ReturnType<typeof inboundEmailStore>;
