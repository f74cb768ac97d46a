import type Sqlite from 'better-sqlite3';
import type { MessageTemplate } from './message-template.ts';

/** A template as it is stored. */
export interface StoredTemplate {
  readonly template: MessageTemplate;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** The SQL of message templates. Writes belong into a commit. */
export function messageTemplateStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], { definition: string; createdAt: number }>(
    `select definition, created_at as createdAt from message_template where id = ?`,
  );
  const put = sqlite.prepare<[string, number, string]>(
    `insert into message_template (id, created_at, definition) values (?, ?, ?)
     on conflict (id) do update set definition = excluded.definition`,
  );
  return {
    one(id: string): StoredTemplate | undefined {
      const row = one.get(id);
      return row && { template: JSON.parse(row.definition) as MessageTemplate, createdAt: row.createdAt };
    },
    put: (template: MessageTemplate, now: number) => put.run(template.id, now, JSON.stringify(template)),
  };
}

/** What messageTemplateStore returns. */
export type MessageTemplateStore = ReturnType<typeof messageTemplateStore>;
