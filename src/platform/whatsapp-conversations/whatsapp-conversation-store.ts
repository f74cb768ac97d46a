import type Sqlite from 'better-sqlite3';

/** A conversation of a customer with an integration. `connected` means an agent is in it. Times are epoch ms. */
export interface WhatsAppConversation {
  readonly id: string;
  readonly integrationId: string;
  /** The customer's phone ID. */
  readonly address: string;
  readonly state: 'connected' | 'disconnected';
  /** 1 when it was begun by the agentless API and is charged as an ACD message (W9). */
  readonly billed: 0 | 1;
  readonly beganAt: number;
  readonly updatedAt: number;
}

const COLUMNS = `id, integration_id as integrationId, address, state, billed, began_at as beganAt, updated_at as updatedAt`;

/** The SQL of WhatsApp conversations. Writes belong into a commit. */
export function whatsAppConversationStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], WhatsAppConversation>(
    `select ${COLUMNS} from whatsapp_conversation where id = ?`,
  );
  // A connected one comes first: it is the one that refuses, however many ended ones are newer.
  const current = sqlite.prepare<[string, string], WhatsAppConversation>(
    `select ${COLUMNS} from whatsapp_conversation where integration_id = ? and address = ?
     order by state = 'connected' desc, began_at desc, id limit 1`,
  );
  const newest = sqlite.prepare<[number], WhatsAppConversation>(
    `select ${COLUMNS} from whatsapp_conversation order by updated_at desc, id limit ?`,
  );
  const billed = sqlite
    .prepare<[], number>(`select count(*) from whatsapp_conversation where billed = 1`)
    .pluck();
  const add = sqlite.prepare<[WhatsAppConversation]>(
    `insert into whatsapp_conversation (id, integration_id, address, state, billed, began_at, updated_at)
     values (@id, @integrationId, @address, @state, @billed, @beganAt, @updatedAt) on conflict (id) do nothing`,
  );
  const touch = sqlite.prepare<[number, string]>(
    `update whatsapp_conversation set updated_at = ? where id = ?`,
  );
  const setState = sqlite.prepare<[WhatsAppConversation['state'], number, string]>(
    `update whatsapp_conversation set state = ?, updated_at = ? where id = ?`,
  );
  return {
    one: (id: string) => one.get(id),
    current: (integrationId: string, address: string) => current.get(integrationId, address),
    newest: (limit: number) => newest.all(limit),
    countBilled: () => billed.get() ?? 0,
    addIfNew: (conversation: WhatsAppConversation) => add.run(conversation),
    touch: (id: string, now: number) => touch.run(now, id),
    setState: (id: string, state: WhatsAppConversation['state'], now: number) => setState.run(state, now, id),
  };
}

/** What whatsAppConversationStore returns. */
export type WhatsAppConversationStore = ReturnType<typeof whatsAppConversationStore>;
