import type Sqlite from 'better-sqlite3';

/** The newest word on a channel and address. Times are epoch ms. */
export interface Consent {
  readonly channel: string;
  readonly address: string;
  readonly status: 'granted' | 'withdrawn';
  /** How it was granted, such as `ivr`; of a withdrawal without a grant, how it was withdrawn. */
  readonly method: string;
  /** '' for a withdrawal without a grant. */
  readonly businessName: string;
  /** What proves it, such as the id of a call; '' for nothing. */
  readonly evidence: string;
  /** Null: it was never granted. */
  readonly grantedAt: number | null;
  readonly withdrawnAt: number | null;
}

/** One grant or withdrawal. */
export interface ConsentEvent {
  readonly at: number;
  readonly kind: Consent['status'];
  readonly method: string;
  readonly businessName: string;
  readonly evidence: string;
}

/** Which consents to list. */
export interface ConsentQuery {
  readonly channel?: string;
  readonly status?: Consent['status'];
  /** Part of the address, in any case. */
  readonly text?: string;
  readonly limit: number;
}

const COLUMNS = `channel, address, status, method, business_name as businessName, evidence,
  granted_at as grantedAt, withdrawn_at as withdrawnAt`;

/** The SQL of the consent register. Writes belong into a commit. */
export function consentStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string, string], Consent>(
    `select ${COLUMNS} from consent where channel = ? and address = ?`,
  );
  const newest = sqlite.prepare<[{ [key in keyof Required<ConsentQuery>]: unknown }], Consent>(
    `select ${COLUMNS} from consent where channel = coalesce(@channel, channel) and status = coalesce(@status, status)
       and (@text is null or instr(lower(address), @text))
     order by coalesce(withdrawn_at, granted_at, 0) desc, channel, address limit @limit`,
  );
  const put = sqlite.prepare<[Consent]>(
    `insert or replace into consent (channel, address, status, method, business_name, evidence, granted_at, withdrawn_at)
     values (@channel, @address, @status, @method, @businessName, @evidence, @grantedAt, @withdrawnAt)`,
  );
  const history = sqlite.prepare<[string, string], ConsentEvent>(
    `select at, kind, method, business_name as businessName, evidence from consent_event
     where channel = ? and address = ? order by sequence`,
  );
  const addEvent = sqlite.prepare<[ConsentEvent & { readonly channel: string; readonly address: string }]>(
    `insert into consent_event (channel, address, sequence, at, kind, method, business_name, evidence)
     values (@channel, @address,
       (select coalesce(max(sequence), 0) + 1 from consent_event where channel = @channel and address = @address),
       @at, @kind, @method, @businessName, @evidence)`,
  );
  return {
    one: (channel: string, address: string) => one.get(channel, address),
    newest: ({ channel, status, text, limit }: ConsentQuery) =>
      newest.all({
        channel: channel ?? null,
        status: status ?? null,
        text: text?.toLowerCase() ?? null,
        limit,
      }),
    history: (channel: string, address: string) => history.all(channel, address),
    /**
     * Stores the newest word and keeps it in the history.
     *
     * @param how what the history says of it other than the consent, such as the message that withdrew it.
     */
    record(consent: Consent, at: number, how: Partial<Pick<ConsentEvent, 'method' | 'evidence'>> = {}): void {
      put.run(consent);
      const { channel, address, status: kind, method, businessName, evidence } = consent;
      addEvent.run({ channel, address, at, kind, method, businessName, evidence, ...how });
    },
  };
}

/** What consentStore returns. */
export type ConsentStore = ReturnType<typeof consentStore>;
