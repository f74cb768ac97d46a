import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type {
  DeliveryNews,
  Message,
  MessageChannel,
  MessageExcerpt,
  MessageHead,
  NewMessage,
  PlannedStep,
} from './message.ts';

/** How much of its text a list shows of each message, in characters. */
export const EXCERPT_LENGTH = 2000;

/** As SQLite has them: objects are JSON. */
type HeadRow = Omit<MessageHead, 'plan'> & { readonly plan: string | null };
type ExcerptRow = HeadRow & { readonly text: string };
type MessageRow = ExcerptRow & { readonly fields: string };

/** Which messages to list. */
export interface MessageQuery {
  readonly to?: string;
  readonly channel?: string;
  readonly status?: string;
  /** Part of an address, of the subject or of the text as far as an excerpt goes, in any case. */
  readonly text?: string;
  /** Only those that were accepted before this one, by their sequence. */
  readonly before?: number;
  readonly limit: number;
}

interface ListQuery {
  readonly channel: string | null;
  readonly status: string | null;
  readonly text: string | null;
  readonly before: number;
  readonly limit: number;
}

const HEAD = `id, interaction_id as interactionId, channel, direction, client_id as clientId,
  campaign_run as campaignRun, contact_sequence as contactSequence, from_address as fromAddress,
  to_address as toAddress, template_id as templateId, subject, external_id as externalId, carrier, status,
  error_code as errorCode, error_reason as errorReason, plan, due_at as dueAt, attempts, accepted_at as acceptedAt,
  sent_at as sentAt, delivered_at as deliveredAt, read_at as readAt, failed_at as failedAt`;
const COLUMNS = `${HEAD}, text, fields`;
const LISTED = `channel = coalesce(@channel, channel) and direction = 'outbound' and status = coalesce(@status, status)
  and sequence < @before and (@text is null or instr(lower(to_address), @text) or instr(lower(from_address), @text)
    or instr(lower(subject), @text) or instr(lower(substr(text, 1, ${EXCERPT_LENGTH})), @text))`;
const EXCERPT = `${HEAD}, substr(text, 1, ${EXCERPT_LENGTH}) as text`;

/** The SQL of messages. Writes belong into a commit. */
export function messageStore(sqlite: Sqlite.Database) {
  // Values by place, not by name: this is the hottest statement of all.
  const add = sqlite.prepare<unknown[]>(
    `insert into message (id, interaction_id, channel, direction, client_id, from_address, to_address, template_id, subject,
       text, fields, external_id, carrier, status, plan, due_at, attempts, accepted_at, sent_at, delivered_at,
       campaign_run, contact_sequence)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`,
  );
  const one = sqlite.prepare<[string], MessageRow>(`select ${COLUMNS} from message where id = ?`);
  const sequenceOf = sqlite.prepare<[string], number>('select sequence from message where id = ?').pluck();
  const external = sqlite.prepare<[string], MessageRow>(
    `select ${COLUMNS} from message where external_id = ? order by sequence desc limit 1`,
  );
  const ofInteraction = sqlite.prepare<[string], MessageRow>(
    `select ${COLUMNS} from message where interaction_id = ? order by sequence`,
  );
  const newestNamed = sqlite.prepare<[string], MessageRow>(
    `select ${COLUMNS} from message where interaction_id = ? and external_id is not null order by sequence desc limit 1`,
  );
  // Two statements, so that each is answered by an index.
  const newest = sqlite.prepare<[ListQuery], ExcerptRow>(
    `select ${EXCERPT} from message where ${LISTED} order by sequence desc limit @limit`,
  );
  const newestTo = sqlite.prepare<[ListQuery & { readonly to: string }], ExcerptRow>(
    `select ${EXCERPT} from message where ${LISTED} and to_address = @to order by sequence desc limit @limit`,
  );
  const due = sqlite.prepare<[string, number, number], MessageRow>(
    `select ${COLUMNS} from message where channel = ? and due_at <= ? order by due_at, sequence limit ?`,
  );
  const dueHeads = sqlite.prepare<[string, number, number], HeadRow>(
    `select ${HEAD} from message where channel = ? and due_at <= ? order by due_at, sequence limit ?`,
  );
  const nextDueAt = sqlite
    .prepare<[string], number | null>(
      `select min(due_at) from message where channel = ? and due_at is not null`,
    )
    .pluck();
  const countWaiting = sqlite
    .prepare<[string, number], number>(
      'select count(*) from (select 1 from message where channel = ? and due_at is not null limit ?)',
    )
    .pluck();
  const sending = sqlite.prepare<[], HeadRow>(
    `select ${HEAD} from message where status = 'sending' order by sequence`,
  );
  const claim = sqlite.prepare<[string, number, string]>(
    `update message set status = 'sending', carrier = ?, asked_at = ?, attempts = attempts + 1, due_at = null where id = ?`,
  );
  const postpone = sqlite.prepare<[number, string]>('update message set due_at = ? where id = ?');
  const again = sqlite.prepare<[number, string]>(
    `update message set status = 'queued', due_at = ? where id = ? and status = 'sending'`,
  );
  const note = sqlite.prepare<[string, string]>(
    'update message set fields = json_patch(fields, ?) where id = ?',
  );
  const name = sqlite.prepare<[string, string]>(`update message set external_id = ? where id = ?`);
  const tell = sqlite.prepare<[object]>(
    `update message set status = @status, carrier = coalesce(@carrier, carrier), due_at = @dueAt, plan = @plan,
       external_id = coalesce(@externalId, external_id), error_code = @code, error_reason = @reason,
       sent_at = coalesce(sent_at, @sentAt), delivered_at = coalesce(delivered_at, @deliveredAt),
       read_at = coalesce(read_at, @readAt), failed_at = coalesce(failed_at, @failedAt)
     where id = @id`,
  );
  return {
    /** Stores a message: an outbound one is due at once, or with the first step of its plan; an inbound one is received. */
    add: (message: NewMessage) => add.run(valuesOf(message, accepted(message))),
    /** Stores a message that its carrier delivered in the same moment. */
    addDelivered: (message: NewMessage, carrier: string) =>
      add.run(
        valuesOf(message, { carrier, status: 'delivered', dueAt: null, deliveredAt: message.acceptedAt }),
      ),
    one: (id: string) => read(one.get(id)),
    /** Its place among all that were accepted. */
    sequenceOf: (id: string) => sequenceOf.get(id),
    byExternalId: (id: string) => read(external.get(id)),
    ofInteraction: (id: string) => ofInteraction.all(id).map(messageOf),
    /** The newest of an interaction that its carrier has a name for. */
    newestNamed: (interactionId: string) => read(newestNamed.get(interactionId)),
    newest({ to, channel, status, text, before, limit }: MessageQuery): readonly MessageExcerpt[] {
      const list = {
        channel: channel ?? null,
        status: status ?? null,
        text: text?.toLowerCase() ?? null,
        before: before ?? Number.MAX_SAFE_INTEGER,
        limit,
      };
      return (to === undefined ? newest.all(list) : newestTo.all({ ...list, to })).map(planRead);
    },
    /** What its carrier is to look at by now, the longest due first. */
    due: (channel: MessageChannel, now: number, limit: number) => due.all(channel, now, limit).map(messageOf),
    /** The same without what they say. */
    dueHeads: (channel: MessageChannel, now: number, limit: number): readonly MessageHead[] =>
      dueHeads.all(channel, now, limit).map(planRead),
    nextDueAt: (channel: MessageChannel) => nextDueAt.get(channel) ?? undefined,
    /** How many wait for their carrier, now or for another try; counts no further than `most`. */
    countWaiting: (channel: MessageChannel, most: number) => countWaiting.get(channel, most) ?? 0,
    sending: (): readonly MessageHead[] => sending.all().map(planRead),
    claim: (id: string, carrier: string, at: number) => claim.run(carrier, at, id),
    /** Has a message that is due wait until a later time. */
    postpone: (id: string, dueAt: number) => postpone.run(dueAt, id),
    /** Puts a claimed message back, to be sent at a later time. */
    again: (id: string, dueAt: number) => again.run(dueAt, id),
    /** Adds to what its channel keeps of it. */
    note: (id: string, fields: JsonObject) => note.run(JSON.stringify(fields), id),
    /** Stores the carrier's name for it. */
    name: (id: string, externalId: string) => name.run(externalId, id),
    /** Stores news, and what is still planned. Whether it is news is the caller's to know. */
    tell(id: string, news: DeliveryNews, next: NextStep = { dueAt: null, plan: null }, carrier?: string) {
      const { status, at } = news;
      const isFailed = status === 'failed' || status === 'bounced';
      const isSent = status === 'sent' || status === 'delivered' || status === 'read' || status === 'bounced';
      return tell.run({
        id,
        status,
        carrier: carrier ?? null,
        dueAt: next.dueAt,
        plan: next.plan === null ? null : JSON.stringify(next.plan),
        externalId: news.externalId ?? null,
        code: news.code ?? null,
        reason: news.reason ?? null,
        sentAt: isSent ? at : null,
        deliveredAt: status === 'delivered' || status === 'read' ? at : null,
        readAt: status === 'read' ? at : null,
        failedAt: isFailed ? at : null,
      });
    },
  };
}

/** What messageStore returns. */
export type MessageStore = ReturnType<typeof messageStore>;

/** What the local outbox does next with a message, and when. */
export interface NextStep {
  readonly dueAt: number | null;
  readonly plan: readonly PlannedStep[] | null;
}

/** Where a new message stands on its way. */
type Standing = Pick<Message, 'carrier' | 'status' | 'dueAt' | 'deliveredAt'>;

function accepted({ direction, acceptedAt, plan }: NewMessage): Standing {
  return direction === 'outbound'
    ? { carrier: null, status: 'queued', dueAt: acceptedAt + (plan?.[0]?.afterMs ?? 0), deliveredAt: null }
    : { carrier: null, status: 'received', dueAt: null, deliveredAt: null };
}

function valuesOf(message: NewMessage, { carrier, status, dueAt, deliveredAt }: Standing): unknown[] {
  const { clientId = null, campaignRun = null, contactSequence = null } = message;
  const { templateId = null, subject = null, externalId = null, fields, plan } = message;
  return [
    message.id,
    message.interactionId,
    message.channel,
    message.direction,
    clientId,
    message.fromAddress,
    message.toAddress,
    templateId,
    subject,
    message.text,
    fields === undefined ? '{}' : JSON.stringify(fields),
    externalId,
    carrier,
    status,
    plan === undefined ? null : JSON.stringify(plan),
    dueAt,
    message.acceptedAt,
    deliveredAt,
    deliveredAt,
    campaignRun,
    contactSequence,
  ];
}

function read(row: MessageRow | undefined): Message | undefined {
  return row && messageOf(row);
}

function messageOf(row: MessageRow): Message {
  return { ...planRead(row), fields: JSON.parse(row.fields) as JsonObject };
}

function planRead<Row extends HeadRow>(row: Row) {
  return { ...row, plan: row.plan === null ? null : (JSON.parse(row.plan) as readonly PlannedStep[]) };
}
