import type Sqlite from 'better-sqlite3';
import type { CampaignRun } from './campaign.ts';
import type { Gone } from './campaign-pacers.ts';

/** A contact that waits in a run. */
export interface QueuedContact {
  readonly sequence: number;
  readonly position: number;
  /** When it was last found outside of its callable times, its next one; null: it was not. */
  readonly dueAt: number | null;
}

const COLUMNS = `key, campaign_key as campaignKey, list_key as listKey, sorted_until as sortedUntil, stage,
  fed_until as fedUntil, next_position as nextPosition, basis, started_at as startedAt, ended_at as endedAt`;
const QUEUED = 'sequence, position, due_at as dueAt';

/** How often a carrier may be asked for one message within a minute: at once, after 5 and after 30 seconds. */
const MOST_IN_A_MINUTE = 3;

/** The SQL of runs and of the contacts in them. Writes belong into a commit. */
export function runStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[number], CampaignRun>(`select ${COLUMNS} from campaign_run where key = ?`);
  const add = sqlite.prepare<[number, number, number, string, string, number]>(
    `insert into campaign_run (campaign_key, list_key, sorted_until, stage, fed_until, next_position, basis, started_at)
     values (?, ?, ?, ?, 0, 1, ?, ?)`,
  );
  const put = sqlite.prepare<[object]>(
    `update campaign_run set sorted_until = @sortedUntil, stage = @stage, fed_until = @fedUntil,
       next_position = @nextPosition, basis = @basis, ended_at = @endedAt where key = @key`,
  );
  const enqueue = sqlite.prepare<[number, number, number]>(
    'insert or ignore into campaign_contact (run_key, sequence, position) values (?, ?, ?)',
  );
  const nextQueued = sqlite.prepare<[number, number], QueuedContact>(
    `select ${QUEUED} from campaign_contact where run_key = ? and position is not null and due_at is null
     order by position limit ?`,
  );
  const nextDue = sqlite.prepare<[number, number, number], QueuedContact>(
    `select ${QUEUED} from campaign_contact where run_key = ? and due_at <= ? order by due_at, position limit ?`,
  );
  const nextDueAt = sqlite
    .prepare<[number], number | null>(
      'select min(due_at) from campaign_contact where run_key = ? and due_at is not null',
    )
    .pluck();
  const countDue = sqlite
    .prepare<[number], number>(
      'select count(*) from campaign_contact where run_key = ? and due_at is not null',
    )
    .pluck();
  const settle = sqlite.prepare<[string, number, number, number]>(
    'update campaign_contact set outcome = ?, at = ?, position = null, due_at = null where run_key = ? and sequence = ?',
  );
  const postpone = sqlite.prepare<[number, number, number]>(
    'update campaign_contact set due_at = ? where run_key = ? and sequence = ?',
  );
  const hasten = sqlite.prepare<[number, number, number, number, number]>(
    `update campaign_contact set due_at = ? where run_key = ? and sequence > ? and sequence <= ? and due_at > ?`,
  );
  const dropWaiting = sqlite.prepare<[number, number]>(
    `delete from campaign_contact where (run_key, sequence) in
       (select run_key, sequence from campaign_contact where run_key = ? and position is not null and due_at is null limit ?)`,
  );
  const dropPostponed = sqlite.prepare<[number, number]>(
    `delete from campaign_contact where (run_key, sequence) in
       (select run_key, sequence from campaign_contact where run_key = ? and due_at is not null limit ?)`,
  );
  const dropContacts = sqlite.prepare<[number, number]>(
    `delete from campaign_contact where (run_key, sequence) in
       (select run_key, sequence from campaign_contact where run_key = ? limit ?)`,
  );
  const ofCampaign = sqlite
    .prepare<[number], number>('select key from campaign_run where campaign_key = ?')
    .pluck();
  const drops = [
    'campaign_tally where run_key',
    'campaign_minute where run_key',
    'campaign_run where key',
  ].map((rows) => sqlite.prepare<[number]>(`delete from ${rows} = ?`));
  const messagedSince = sqlite.prepare<[number], Gone>(
    `select w.at, c.key as campaignKey, c.channel from campaign_contact w join campaign_run r on r.key = w.run_key
     join campaign c on c.key = r.campaign_key where w.outcome = 'messaged' and w.at > ? order by w.at`,
  );
  const handedOverSince = sqlite.prepare<[number], Gone & { readonly attempts: number }>(
    `select m.asked_at as at, r.campaign_key as campaignKey, m.channel, m.attempts
     from message m left join campaign_run r on r.key = m.campaign_run
     where m.campaign_run is not null and m.asked_at > ? order by m.asked_at`,
  );

  return {
    one: (key: number) => one.get(key),
    add(run: Pick<CampaignRun, 'campaignKey' | 'listKey' | 'sortedUntil' | 'stage' | 'basis' | 'startedAt'>) {
      const { campaignKey, listKey, sortedUntil, stage, basis, startedAt } = run;
      const { lastInsertRowid } = add.run(campaignKey, listKey, sortedUntil, stage, basis, startedAt);
      const added = one.get(Number(lastInsertRowid));
      if (added === undefined) throw new Error('a run that was just stored is there');
      return added;
    },
    put(run: CampaignRun): CampaignRun {
      put.run(run);
      return run;
    },
    /** Puts a contact at the end of the queue, unless the run has it already. @returns whether it did. */
    enqueue: (runKey: number, sequence: number, position: number) =>
      enqueue.run(runKey, sequence, position).changes === 1,
    /** Those whose turn it is next, in order. */
    nextQueued: (runKey: number, limit: number) => nextQueued.all(runKey, limit),
    /** Those whose callable time has come, the earliest first. */
    nextDue: (runKey: number, now: number, limit: number) => nextDue.all(runKey, now, limit),
    nextDueAt: (runKey: number) => nextDueAt.get(runKey) ?? undefined,
    /** How many wait for their callable time. */
    countDue: (runKey: number) => countDue.get(runKey) ?? 0,
    /** Stores how a contact was dealt with: it leaves the queue. */
    settle: (runKey: number, sequence: number, outcome: string, at: number) =>
      settle.run(outcome, at, runKey, sequence),
    /** Has a contact wait until a time. */
    postpone: (runKey: number, sequence: number, until: number) => postpone.run(until, runKey, sequence),
    /** Has contacts between two sequences who wait for a later time be due now. */
    hasten: (runKey: number, after: number, until: number, now: number) =>
      hasten.run(now, runKey, after, until, now),
    /** Takes at most so many of those who wait out of the run. @returns how many. */
    dropWaiting: (runKey: number, limit: number) =>
      dropWaiting.run(runKey, limit).changes + dropPostponed.run(runKey, limit).changes,
    /** The numbers of all runs of a campaign. */
    ofCampaign: (campaignKey: number) => ofCampaign.all(campaignKey),
    /** Takes at most so many contacts out of a run. @returns how many. */
    dropContacts: (runKey: number, limit: number) => dropContacts.run(runKey, limit).changes,
    /** Removes a run that has no contacts, with what it counted. */
    drop(runKey: number): void {
      for (const statement of drops) statement.run(runKey);
    },
    /** Which contacts were messaged after a time, in order. */
    messagedSince: (at: number): readonly Gone[] => messagedSince.all(at),
    /** Which messages carriers outside were asked to take after a time. One that was asked for before counts as if that had just been. */
    handedOverSince: (at: number): readonly Gone[] =>
      handedOverSince
        .all(at)
        .flatMap(({ attempts, ...gone }) =>
          Array.from({ length: Math.min(attempts, MOST_IN_A_MINUTE) }, () => gone),
        ),
  };
}

/** What runStore returns. */
export type RunStore = ReturnType<typeof runStore>;
