import type Sqlite from 'better-sqlite3';
import type { MessageChannel, PlannedStep } from '../messages/message.ts';
import type { DeliveryOutcome } from './outcome.ts';

/** An outcome as it is stored. */
export interface StoredOutcome {
  readonly channel: MessageChannel;
  readonly address: string;
  readonly outcome: DeliveryOutcome;
  readonly plan: readonly PlannedStep[];
  /** Epoch ms. */
  readonly modifiedAt: number;
}

interface OutcomeRow extends Omit<StoredOutcome, 'outcome' | 'plan'> {
  readonly outcome: string;
  readonly plan: string;
}

const COLUMNS = `channel, address, outcome, plan, modified_at as modifiedAt`;

/** The SQL of scripted outcomes. Writes belong into a commit. */
export function outcomeStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string, string], OutcomeRow>(
    `select ${COLUMNS} from delivery_outcome where channel = ? and address = ?`,
  );
  const all = sqlite.prepare<[number], OutcomeRow>(
    `select ${COLUMNS} from delivery_outcome order by channel, address limit ?`,
  );
  const put = sqlite.prepare<[OutcomeRow]>(
    `insert or replace into delivery_outcome (channel, address, outcome, plan, modified_at)
     values (@channel, @address, @outcome, @plan, @modifiedAt)`,
  );
  const drop = sqlite.prepare<[string, string]>(
    `delete from delivery_outcome where channel = ? and address = ?`,
  );
  return {
    one(channel: MessageChannel, address: string): StoredOutcome | undefined {
      const row = one.get(channel, address);
      return row && outcomeOf(row);
    },
    all: (limit: number) => all.all(limit).map(outcomeOf),
    put: (stored: StoredOutcome) =>
      put.run({ ...stored, outcome: JSON.stringify(stored.outcome), plan: JSON.stringify(stored.plan) }),
    /** @returns whether there was one. */
    drop: (channel: MessageChannel, address: string) => drop.run(channel, address).changes > 0,
  };
}

/** What outcomeStore returns. */
export type OutcomeStore = ReturnType<typeof outcomeStore>;

function outcomeOf({ outcome, plan, ...row }: OutcomeRow): StoredOutcome {
  return {
    ...row,
    outcome: JSON.parse(outcome) as DeliveryOutcome,
    plan: JSON.parse(plan) as readonly PlannedStep[],
  };
}
