import type Sqlite from 'better-sqlite3';

/** A message on its way to a customer. Times are epoch ms. */
export interface Delivery {
  readonly messageId: string;
  readonly conversationId: string;
  /** The OAuth client that sent it. */
  readonly clientId: string;
  readonly channel: string;
  readonly fromAddress: string;
  readonly toAddress: string;
  readonly templateId: string | null;
  /** What the customer reads. */
  readonly text: string;
  readonly status: 'queued' | 'delivered' | 'failed';
  readonly queuedAt: number;
  readonly sentAt: number | null;
  readonly deliveredAt: number | null;
}

/** Which deliveries to list. */
export interface DeliveryQuery {
  readonly to?: string;
  readonly channel?: string;
  readonly limit: number;
}

interface ListQuery {
  readonly channel: string | null;
  readonly limit: number;
}

const COLUMNS = `message_id as messageId, conversation_id as conversationId, client_id as clientId, channel,
  from_address as fromAddress, to_address as toAddress, template_id as templateId, text, status,
  queued_at as queuedAt, sent_at as sentAt, delivered_at as deliveredAt`;

/** The SQL of the outbox. Writes belong into a commit. */
export function outboxStore(sqlite: Sqlite.Database) {
  const add = sqlite.prepare<[Omit<Delivery, 'status' | 'sentAt' | 'deliveredAt'>]>(
    `insert into outbox (message_id, conversation_id, client_id, channel, from_address, to_address, template_id, text, status, queued_at)
     values (@messageId, @conversationId, @clientId, @channel, @fromAddress, @toAddress, @templateId, @text, 'queued', @queuedAt)`,
  );
  // Two statements, so that each is answered by an index.
  const newest = sqlite.prepare<[ListQuery], Delivery>(
    `select ${COLUMNS} from outbox where channel = coalesce(@channel, channel) order by sequence desc limit @limit`,
  );
  const newestTo = sqlite.prepare<[ListQuery & { readonly to: string }], Delivery>(
    `select ${COLUMNS} from outbox where channel = coalesce(@channel, channel) and to_address = @to order by sequence desc limit @limit`,
  );
  const countQueued = sqlite
    .prepare<[], number>(`select count(*) from outbox where status = 'queued'`)
    .pluck();
  const deliverQueued = sqlite.prepare<[{ readonly now: number }]>(
    `update outbox set status = 'delivered', sent_at = @now, delivered_at = @now where status = 'queued'`,
  );
  return {
    add: (delivery: Omit<Delivery, 'status' | 'sentAt' | 'deliveredAt'>) => add.run(delivery),
    newest({ to, channel, limit }: DeliveryQuery): readonly Delivery[] {
      const list = { channel: channel ?? null, limit };
      return to === undefined ? newest.all(list) : newestTo.all({ ...list, to });
    },
    countQueued: () => countQueued.get() ?? 0,
    /** Marks every queued delivery as done and tells how many there were. */
    deliverQueued: (now: number): number => deliverQueued.run({ now }).changes,
  };
}

/** What outboxStore returns. */
export type OutboxStore = ReturnType<typeof outboxStore>;
