import type Sqlite from 'better-sqlite3';

/** A WhatsApp integration of the organization. Times are epoch ms. */
export interface WhatsAppIntegration {
  readonly id: string;
  readonly name: string;
  /** E.164, as the carrier knows the sender; '' while incomplete. */
  readonly phoneNumber: string;
  /** `incomplete`: its embedded sign-up waits for the number. */
  readonly status: 'active' | 'inactive' | 'incomplete';
  /** Null: it was never blocked (W8). */
  readonly blockedAt: number | null;
  /** When the block ends or ended. */
  readonly blockedUntil: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** What a platform file says of an integration. */
export type SeededIntegration = Pick<WhatsAppIntegration, 'id' | 'name' | 'phoneNumber' | 'status'>;

/** Whether WhatsApp takes nothing of the sender for having written to too many who are not there (W8). */
export function isBlocked({ blockedUntil }: WhatsAppIntegration, now: number): boolean {
  return blockedUntil !== null && now < blockedUntil;
}

const COLUMNS = `id, name, phone_number as phoneNumber, status, blocked_at as blockedAt, blocked_until as blockedUntil,
  created_at as createdAt, modified_at as modifiedAt, version`;

/** The SQL of WhatsApp integrations. Writes belong into a commit. */
export function whatsAppIntegrationStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], WhatsAppIntegration>(
    `select ${COLUMNS} from whatsapp_integration where id = ?`,
  );
  const byNumber = sqlite.prepare<[string], WhatsAppIntegration>(
    `select ${COLUMNS} from whatsapp_integration where phone_number = ? and phone_number <> '' order by id limit 1`,
  );
  const all = sqlite.prepare<[], WhatsAppIntegration>(
    `select ${COLUMNS} from whatsapp_integration order by name, id`,
  );
  const put = sqlite.prepare<[WhatsAppIntegration]>(
    `insert or replace into whatsapp_integration
       (id, name, phone_number, status, blocked_at, blocked_until, created_at, modified_at, version)
     values (@id, @name, @phoneNumber, @status, @blockedAt, @blockedUntil, @createdAt, @modifiedAt, @version)`,
  );
  const plant = sqlite.prepare<[SeededIntegration & { readonly now: number }]>(
    `insert into whatsapp_integration (id, name, phone_number, status, created_at, modified_at, version)
     values (@id, @name, @phoneNumber, @status, @now, @now, 1)
     on conflict (id) do update set name = excluded.name, phone_number = excluded.phone_number, status = excluded.status,
       modified_at = excluded.modified_at, version = version + 1
     where name <> excluded.name or phone_number <> excluded.phone_number or status <> excluded.status`,
  );
  const drop = sqlite.prepare<[string]>(`delete from whatsapp_integration where id = ?`);
  return {
    one: (id: string) => one.get(id),
    byNumber: (phoneNumber: string) => byNumber.get(phoneNumber),
    /** By name. An organization has few of them. */
    all: () => all.all(),
    put: (integration: WhatsAppIntegration) => put.run(integration),
    drop: (id: string) => drop.run(id),
    /** Brings what a platform file says up to date; whether it is blocked stays. */
    plant: (integration: SeededIntegration, now: number) => plant.run({ ...integration, now }),
  };
}

/** What whatsAppIntegrationStore returns. */
export type WhatsAppIntegrationStore = ReturnType<typeof whatsAppIntegrationStore>;
