import type Sqlite from 'better-sqlite3';

/** An address that numbers are registered for; countries ask for one. */
export interface SmsAddress {
  readonly id: string;
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

/** The SQL of SMS addresses. Writes belong into a commit. */
export function smsAddressStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], string>(`select definition from sms_address where id = ?`).pluck();
  const all = sqlite
    .prepare<[], string>(`select definition from sms_address order by created_at, id`)
    .pluck();
  const add = sqlite.prepare<[string, number, string]>(`insert into sms_address values (?, ?, ?)`);
  const drop = sqlite.prepare<[string]>(`delete from sms_address where id = ?`);
  const read = (definition: string) => JSON.parse(definition) as SmsAddress;
  return {
    one(id: string): SmsAddress | undefined {
      const definition = one.get(id);
      return definition === undefined ? undefined : read(definition);
    },
    all: () => all.all().map(read),
    add: (address: SmsAddress, now: number) => add.run(address.id, now, JSON.stringify(address)),
    drop: (id: string) => drop.run(id),
  };
}

/** What smsAddressStore returns. */
export type SmsAddressStore = ReturnType<typeof smsAddressStore>;
