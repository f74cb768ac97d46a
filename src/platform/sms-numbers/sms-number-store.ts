import type Sqlite from 'better-sqlite3';

/** Kinds of numbers, in Genesys' words. */
export const SMS_NUMBER_TYPES = ['local', 'mobile', 'tollfree', 'shortcode'] as const;
export type SmsNumberType = (typeof SMS_NUMBER_TYPES)[number];

/** A number that SMS go out from. Times are epoch ms. */
export interface SmsNumber {
  readonly id: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly name: string | null;
  readonly type: SmsNumberType;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly addressId: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

const COLUMNS = `id, phone_number as phoneNumber, name, type, country_code as countryCode, address_id as addressId,
  created_at as createdAt, modified_at as modifiedAt, version`;

/** The SQL of SMS numbers. Writes belong into a commit. */
export function smsNumberStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], SmsNumber>(`select ${COLUMNS} from sms_phone_number where id = ?`);
  const byNumber = sqlite.prepare<[string], SmsNumber>(
    `select ${COLUMNS} from sms_phone_number where phone_number = ?`,
  );
  const all = sqlite.prepare<[], SmsNumber>(`select ${COLUMNS} from sms_phone_number order by phone_number`);
  const withAddress = sqlite.prepare<[string]>(`select 1 from sms_phone_number where address_id = ? limit 1`);
  const put = sqlite.prepare<[SmsNumber]>(
    `insert or replace into sms_phone_number
       (id, phone_number, name, type, country_code, address_id, created_at, modified_at, version)
     values (@id, @phoneNumber, @name, @type, @countryCode, @addressId, @createdAt, @modifiedAt, @version)`,
  );
  const drop = sqlite.prepare<[string]>(`delete from sms_phone_number where id = ?`);
  return {
    one: (id: string) => one.get(id),
    byNumber: (phoneNumber: string) => byNumber.get(phoneNumber),
    /** By number. An organization has few of them. */
    all: () => all.all(),
    usesAddress: (addressId: string) => withAddress.get(addressId) !== undefined,
    put: (number: SmsNumber) => put.run(number),
    drop: (id: string) => drop.run(id),
  };
}

/** What smsNumberStore returns. */
export type SmsNumberStore = ReturnType<typeof smsNumberStore>;
