import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { MessageDelivery } from '../conversations/message-summaries.ts';

/** How much of its text a list shows of each e-mail, in characters. */
const PREVIEW_LENGTH = 200;

/** An e-mail as lists show it: the beginning of its text, and no HTML. */
export interface EmailExcerpt extends MessageDelivery {
  readonly text: string;
  /** EmailFields without `html`. */
  readonly fields: JsonObject;
}

type ExcerptRow = Omit<EmailExcerpt, 'fields'> & { readonly fields: string };

/** Reads the e-mails of conversations page by page; a thread may have thousands, each with megabytes. */
export function emailExcerpts(sqlite: Sqlite.Database) {
  const page = sqlite.prepare<[string, number, number], ExcerptRow>(
    `select id, channel, direction, from_address as fromAddress, to_address as toAddress, subject,
       substr(text, 1, ${PREVIEW_LENGTH}) as text, json_remove(fields, '$.html') as fields, status,
       error_code as errorCode, error_reason as errorReason, accepted_at as acceptedAt, sent_at as sentAt,
       delivered_at as deliveredAt, read_at as readAt, failed_at as failedAt
     from message where interaction_id = ? and channel = 'email' order by sequence limit ? offset ?`,
  );
  const count = sqlite
    .prepare<[string], number>(`select count(*) from message where interaction_id = ? and channel = 'email'`)
    .pluck();
  return {
    /** In the order in which they were accepted. */
    page: (conversationId: string, { limit, offset }: { readonly limit: number; readonly offset: number }) =>
      page.all(conversationId, limit, offset).map(excerptOf),
    count: (conversationId: string) => count.get(conversationId) ?? 0,
  };
}

/** What emailExcerpts returns. */
export type EmailExcerpts = ReturnType<typeof emailExcerpts>;

function excerptOf({ fields, ...row }: ExcerptRow): EmailExcerpt {
  return { ...row, fields: JSON.parse(fields) as JsonObject };
}
