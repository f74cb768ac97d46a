import type Sqlite from 'better-sqlite3';

/** A WhatsApp integration of the organization. Times are epoch ms. */
export interface WhatsAppIntegration {
  readonly id: string;
  readonly name: string;
  /** E.164, as the carrier knows the sender. */
  readonly phoneNumber: string;
  readonly status: 'active' | 'inactive';
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

const COLUMNS = `id, name, phone_number as phoneNumber, status, created_at as createdAt, modified_at as modifiedAt, version`;

/** The SQL of WhatsApp integrations. Writes belong into a commit. */
export function whatsAppIntegrationStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], WhatsAppIntegration>(
    `select ${COLUMNS} from whatsapp_integration where id = ?`,
  );
  const all = sqlite.prepare<[], WhatsAppIntegration>(
    `select ${COLUMNS} from whatsapp_integration order by name, id`,
  );
  const put = sqlite.prepare<
    [Pick<WhatsAppIntegration, 'id' | 'name' | 'phoneNumber' | 'status'> & { readonly now: number }]
  >(
    `insert into whatsapp_integration (id, name, phone_number, status, created_at, modified_at, version)
     values (@id, @name, @phoneNumber, @status, @now, @now, 1)
     on conflict (id) do update set name = excluded.name, phone_number = excluded.phone_number, status = excluded.status,
       modified_at = excluded.modified_at, version = version + 1
     where name <> excluded.name or phone_number <> excluded.phone_number or status <> excluded.status`,
  );
  return {
    one: (id: string) => one.get(id),
    all: () => all.all(),
    put: (integration: Pick<WhatsAppIntegration, 'id' | 'name' | 'phoneNumber' | 'status'>, now: number) =>
      put.run({ ...integration, now }),
  };
}

/** What whatsAppIntegrationStore returns. */
export type WhatsAppIntegrationStore = ReturnType<typeof whatsAppIntegrationStore>;
