import type Sqlite from 'better-sqlite3';
import type { Interaction, InteractionChannel, Participant } from './interaction.ts';

/** Which interaction it is, and whose turn. */
export type InteractionStanding = Pick<Interaction, 'id' | 'state'>;

interface InteractionRow extends Omit<Interaction, 'participants' | 'isBilled'> {
  readonly participants: string;
  readonly billed: 0 | 1;
}

const COLUMNS = `id, channel, direction, own_address as ownAddress, customer_address as customerAddress,
  division_id as divisionId, state, billed, subject, participants, began_at as beganAt, updated_at as updatedAt,
  ended_at as endedAt`;

/** The SQL of interactions. Writes belong into a commit. */
export function interactionStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], InteractionRow>(`select ${COLUMNS} from interaction where id = ?`);
  // One that goes on comes first: however many ended ones are newer, it is the one that counts.
  const current = sqlite.prepare<[string, string, string], InteractionRow>(
    `select ${COLUMNS} from interaction where channel = ? and own_address = ? and customer_address = ?
     order by state = 'connected' desc, state = 'waiting' desc, began_at desc, id limit 1`,
  );
  const currentStanding = sqlite.prepare<[string, string, string], InteractionStanding>(
    `select id, state from interaction where channel = ? and own_address = ? and customer_address = ?
     order by state = 'connected' desc, state = 'waiting' desc, began_at desc, id limit 1`,
  );
  const newest = sqlite.prepare<[string, number], InteractionRow>(
    `select ${COLUMNS} from interaction where channel = ? order by updated_at desc, id limit ?`,
  );
  const billed = sqlite
    .prepare<[string], number>(`select count(*) from interaction where channel = ? and billed = 1`)
    .pluck();
  const add = sqlite.prepare<[InteractionRow]>(
    `insert into interaction (id, channel, direction, own_address, customer_address, division_id, state, billed, subject,
       participants, began_at, updated_at, ended_at)
     values (@id, @channel, @direction, @ownAddress, @customerAddress, @divisionId, @state, @billed, @subject,
       @participants, @beganAt, @updatedAt, @endedAt)`,
  );
  const put = sqlite.prepare<[InteractionRow]>(
    `update interaction set state = @state, billed = @billed, subject = @subject, participants = @participants,
       updated_at = @updatedAt, ended_at = @endedAt where id = @id`,
  );
  const touch = sqlite.prepare<[number, string]>(`update interaction set updated_at = ? where id = ?`);
  return {
    one: (id: string) => read(one.get(id)),
    /** The one that goes on with a customer, else the newest. */
    current: (channel: InteractionChannel, ownAddress: string, customerAddress: string) =>
      read(current.get(channel, ownAddress, customerAddress)),
    /** The same one, as far as a send depends on it. */
    currentStanding: (channel: InteractionChannel, ownAddress: string, customerAddress: string) =>
      currentStanding.get(channel, ownAddress, customerAddress),
    newest: (channel: InteractionChannel, limit: number) => newest.all(channel, limit).map(interactionOf),
    countBilled: (channel: InteractionChannel) => billed.get(channel) ?? 0,
    add: (interaction: Interaction) => add.run(rowOf(interaction)),
    /** Stores what can change: state, charge, subject, participants and times. */
    put: (interaction: Interaction) => put.run(rowOf(interaction)),
    touch: (id: string, now: number) => touch.run(now, id),
  };
}

/** What interactionStore returns. */
export type InteractionStore = ReturnType<typeof interactionStore>;

function read(row: InteractionRow | undefined): Interaction | undefined {
  return row && interactionOf(row);
}

function interactionOf({ participants, billed, ...row }: InteractionRow): Interaction {
  return {
    ...row,
    isBilled: billed === 1,
    participants: JSON.parse(participants) as readonly Participant[],
  };
}

function rowOf({ participants, isBilled, ...interaction }: Interaction): InteractionRow {
  return { ...interaction, billed: isBilled ? 1 : 0, participants: JSON.stringify(participants) };
}
