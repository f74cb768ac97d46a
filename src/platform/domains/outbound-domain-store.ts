import type Sqlite from 'better-sqlite3';
import type { DkimKeyPair } from './dkim-key.ts';
import type { DmarcCheck } from './dmarc.ts';
import type { RecordCheck } from './record-check.ts';

/** Who sends through a domain, in Genesys' words. The first is the default. */
export const SENDER_TYPES = ['EmailDomain', 'MockEmailDomain', 'EmailSmtpDomain', 'Unknown'] as const;
export type SenderType = (typeof SENDER_TYPES)[number];

/** An outbound domain as it is stored, without its private key. Times are epoch ms. */
export interface OutboundDomain {
  /** A-labels in lower case. */
  readonly name: string;
  readonly label: string;
  readonly senderType: SenderType;
  readonly emailSetting?: { readonly id: string; readonly name: string };
  readonly selector: string;
  /** Base64 SPKI; absent until it is first needed, for domains of the seed file. */
  readonly publicKey?: string;
  readonly dkim: RecordCheck;
  readonly cname: RecordCheck;
  readonly dmarc: DmarcCheck;
  readonly checkedAt?: number;
  /** When both records were first verified. */
  readonly provisionedAt?: number;
  readonly createdAt: number;
}

interface Row {
  readonly name: string;
  readonly label: string;
  readonly senderType: SenderType;
  readonly emailSetting: string | null;
  readonly selector: string;
  readonly publicKey: string | null;
  readonly dkim: string;
  readonly cname: string;
  readonly dmarc: string;
  readonly checkedAt: number | null;
  readonly provisionedAt: number | null;
  readonly createdAt: number;
}

const COLUMNS = `name, label, sender_type as senderType, email_setting as emailSetting, selector, public_key as publicKey,
  dkim, cname, dmarc, checked_at as checkedAt, provisioned_at as provisionedAt, created_at as createdAt`;
const MATCHES = `(@filter = '' or instr(name, @filter) > 0 or instr(lower(label), @filter) > 0)`;

/** The SQL of outbound domains. Writes belong into a commit. */
export function outboundDomainStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], Row>(`select ${COLUMNS} from outbound_domain where name = ?`);
  const privateKey = sqlite.prepare<[string], { privateKey: string | null; selector: string }>(
    'select private_key as privateKey, selector from outbound_domain where name = ?',
  );
  const page = sqlite.prepare<[{ filter: string; limit: number; offset: number }], Row>(
    `select ${COLUMNS} from outbound_domain where ${MATCHES} order by name limit @limit offset @offset`,
  );
  const count = sqlite.prepare<[{ filter: string }], { total: number }>(
    `select count(*) as total from outbound_domain where ${MATCHES}`,
  );
  const add = sqlite.prepare<[Row & { readonly privateKey: string | null }]>(
    `insert into outbound_domain (name, label, sender_type, email_setting, selector, private_key, public_key, dkim, cname, dmarc,
       checked_at, provisioned_at, created_at)
     values (@name, @label, @senderType, @emailSetting, @selector, @privateKey, @publicKey, @dkim, @cname, @dmarc,
       @checkedAt, @provisionedAt, @createdAt)`,
  );
  const change = sqlite.prepare<[Row]>(
    `update outbound_domain set label = @label, sender_type = @senderType, email_setting = @emailSetting, dkim = @dkim,
       cname = @cname, dmarc = @dmarc, checked_at = @checkedAt, provisioned_at = @provisionedAt where name = @name`,
  );
  const putKey = sqlite.prepare<[{ readonly name: string } & DkimKeyPair]>(
    `update outbound_domain set private_key = @privateKey, public_key = @publicKey where name = @name and private_key is null`,
  );
  const remove = sqlite.prepare<[string]>('delete from outbound_domain where name = ?');
  return {
    one: (name: string) => domainOf(one.get(name)),
    /** The key that signs, with its selector; `undefined` where none was made yet. */
    signingKey(name: string): { readonly selector: string; readonly privateKey: string } | undefined {
      const { selector, privateKey: key } = privateKey.get(name) ?? {};
      return selector === undefined || key === undefined || key === null
        ? undefined
        : { selector, privateKey: key };
    },
    /** By name. @param filter a part of the name or label, in lower case; '' for all. */
    page: (filter: string, { limit, offset }: { readonly limit: number; readonly offset: number }) =>
      page.all({ filter, limit, offset }).flatMap((row) => domainOf(row) ?? []),
    count: (filter: string) => count.get({ filter })?.total ?? 0,
    add: (domain: OutboundDomain, key?: DkimKeyPair) =>
      add.run({ ...rowOf({ ...domain, ...key }), privateKey: key?.privateKey ?? null }),
    /** Stores all but name, selector, keys and age. */
    change: (domain: OutboundDomain) => change.run(rowOf(domain)),
    /** Keeps the key that is there. */
    putKey: (name: string, key: DkimKeyPair) => putKey.run({ name, ...key }),
    remove: (name: string) => remove.run(name),
  };
}

/** What outboundDomainStore returns. */
export type OutboundDomainStore = ReturnType<typeof outboundDomainStore>;

function domainOf(row: Row | undefined): OutboundDomain | undefined {
  if (row === undefined) return undefined;
  const { name, label, senderType, selector, createdAt } = row;
  return {
    ...{ name, label, senderType, selector, createdAt },
    dkim: JSON.parse(row.dkim) as RecordCheck,
    cname: JSON.parse(row.cname) as RecordCheck,
    dmarc: JSON.parse(row.dmarc) as DmarcCheck,
    ...(row.emailSetting !== null && { emailSetting: JSON.parse(row.emailSetting) }),
    ...(row.publicKey !== null && { publicKey: row.publicKey }),
    ...(row.checkedAt !== null && { checkedAt: row.checkedAt }),
    ...(row.provisionedAt !== null && { provisionedAt: row.provisionedAt }),
  };
}

function rowOf(domain: OutboundDomain): Row {
  const { name, label, senderType, emailSetting, selector, publicKey, dkim, cname, dmarc, createdAt } =
    domain;
  return {
    ...{ name, label, senderType, selector, createdAt },
    emailSetting: emailSetting === undefined ? null : JSON.stringify(emailSetting),
    publicKey: publicKey ?? null,
    dkim: JSON.stringify(dkim),
    cname: JSON.stringify(cname),
    dmarc: JSON.stringify(dmarc),
    checkedAt: domain.checkedAt ?? null,
    provisionedAt: domain.provisionedAt ?? null,
  };
}
