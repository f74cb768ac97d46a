import type Sqlite from 'better-sqlite3';
import type { Contact, ContactList } from '../contact-lists/contact-list.ts';
import type { MessageStatus } from '../messages/message.ts';
import type { Campaign } from './campaign.ts';

/** How many contacts are read at a time. */
const PAGE = 1_000;

/** Genesys' word for how a contact ended (C12). */
export type Disposition = 'OUTBOUND-MESSAGE-SENT' | 'OUTBOUND-MESSAGE-FAILED';

/** How a message ended, as far as it has: what may or may not have been taken has no end yet. */
export function dispositionOf(status: MessageStatus): Disposition | undefined {
  if (status === 'sent' || status === 'delivered' || status === 'read') return 'OUTBOUND-MESSAGE-SENT';
  return status === 'failed' || status === 'bounced' ? 'OUTBOUND-MESSAGE-FAILED' : undefined;
}

/** What became of one contact of a run, with its message where it got one. Times are epoch ms. */
export interface ContactResult {
  readonly sequence: number;
  /** messaged, or why it was skipped; null: it waits. */
  readonly outcome: string | null;
  readonly at: number | null;
  /** When it may be written to; null: at once. */
  readonly dueAt: number | null;
  readonly messageId: string | null;
  readonly conversationId: string | null;
  readonly address: string | null;
  readonly status: MessageStatus | null;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
  readonly sentAt: number | null;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly failedAt: number | null;
}

/** The columns of the export after those of the contact list. */
const RESULT_COLUMNS = [
  'outcome',
  'disposition',
  'deliveryStatus',
  'errorCode',
  'errorReason',
  'address',
  'conversationId',
  'handledAt',
  'sentAt',
  'deliveredAt',
  'readAt',
  'failedAt',
];

/** Reads what became of the contacts of a campaign. */
export function openCampaignResults({
  sqlite,
  contact,
}: {
  readonly sqlite: Sqlite.Database;
  contact(listKey: number, sequence: number): Contact | undefined;
}) {
  const after = sqlite.prepare<[number, number, number], ContactResult>(
    `select dealt.sequence, outcome, at, dealt.due_at as dueAt, message.id as messageId,
       interaction_id as conversationId, to_address as address, status, error_code as errorCode,
       error_reason as errorReason, sent_at as sentAt, delivered_at as deliveredAt, read_at as readAt,
       failed_at as failedAt
     from campaign_contact as dealt
     left join message on campaign_run = dealt.run_key and contact_sequence = dealt.sequence
     where dealt.run_key = ? and dealt.sequence > ? order by dealt.sequence limit ?`,
  );

  /** The contacts of a run that were queued so far, in the order they were added to the list in, a page at a time. */
  function* pages(runKey: number): Iterable<readonly ContactResult[]> {
    for (let last = 0; ; ) {
      const page = after.all(runKey, last, PAGE);
      if (page.length === 0) return;
      yield page;
      last = page.at(-1)?.sequence ?? last;
    }
  }

  /** The rows of an export: names first, then a row for each contact. Read a page at a time, as it is taken. */
  async function* rows(
    { runKey }: Campaign,
    list: ContactList,
  ): AsyncGenerator<readonly (readonly string[])[]> {
    const { columnNames } = list.settings;
    yield [['contactId', ...columnNames, ...RESULT_COLUMNS]];
    if (runKey === null) return;
    for (const page of pages(runKey)) yield page.map((result) => rowOf(result, list));
  }

  function rowOf(result: ContactResult, { key, settings }: ContactList): readonly string[] {
    const found = contact(key, result.sequence);
    const cells = settings.columnNames.map((_, index) => found?.data[index] ?? '');
    return [found?.id ?? '', ...cells, ...resultCells(result)];
  }

  return { pages, rows };
}

function resultCells(result: ContactResult): readonly string[] {
  const { outcome, status, dueAt } = result;
  return [
    outcome ?? (dueAt === null ? 'waiting' : `waiting until ${new Date(dueAt).toISOString()}`),
    (status && dispositionOf(status)) ?? '',
    status ?? '',
    result.errorCode ?? '',
    result.errorReason ?? '',
    result.address ?? '',
    result.conversationId ?? '',
    ...[result.at, result.sentAt, result.deliveredAt, result.readAt, result.failedAt].map(timeCell),
  ];
}

function timeCell(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
