import type Sqlite from 'better-sqlite3';

interface Count {
  readonly run: number;
  readonly name: string;
  readonly count: number;
}

/**
 * What must hold of the runs of all campaigns at any time, between two commits. Each is one query that finds the rows
 * which break it.
 *
 * V1: a run has a message for each contact it says it messaged, and for no other.
 * V2: tallies are the numbers of messages by status, and of skipped contacts by reason (C12).
 * V3: so are the counts by the minute, added up.
 * V4: a contact waits, or was dealt with; never both, never neither.
 * V5: nobody who came after what was fed is in a run.
 * V6: a complete campaign leaves no contact of its list (C14).
 */
export function faultsOfRuns(sqlite: Sqlite.Database): readonly string[] {
  const rows = (sql: string) => sqlite.prepare(sql).all();
  const faults = Object.entries(QUERIES).flatMap(([name, sql]) =>
    rows(sql).map((row) => `${name}: ${JSON.stringify(row)}`),
  );
  return [
    ...faults,
    ...differences(sqlite, 'V2', TALLIES, COUNTED),
    ...differences(sqlite, 'V3', MINUTES, COUNTED_BY_MINUTE),
  ];
}

const QUERIES = {
  'V1 messaged without a message': `select c.run_key, c.sequence from campaign_contact c
     where c.outcome = 'messaged' and not exists
       (select 1 from message m where m.campaign_run = c.run_key and m.contact_sequence = c.sequence)`,
  'V1 a message of nobody': `select m.campaign_run, m.contact_sequence from message m
     where m.campaign_run in (select key from campaign_run) and not exists
       (select 1 from campaign_contact c
        where c.run_key = m.campaign_run and c.sequence = m.contact_sequence and c.outcome = 'messaged')`,
  'V1 two messages for one contact': `select campaign_run, contact_sequence from message where campaign_run is not null
     group by campaign_run, contact_sequence having count(*) > 1`,
  'V4 neither waiting nor dealt with': `select run_key, sequence from campaign_contact
     where (outcome is null) <> (position is not null) or (outcome is null) <> (at is null)
       or (due_at is not null and position is null)`,
  'V5 beyond what was fed': `select c.run_key, c.sequence from campaign_contact c join campaign_run r on r.key = c.run_key
     where c.position is not null and r.stage <> 'emptying' and c.sequence > max(r.fed_until, r.sorted_until)`,
  'V6 left out by a complete campaign': `select c.key, r.key, r.fed_until, l.ready_until from campaign c
     join campaign_run r on r.key = c.run_key join contact_list l on l.key = c.list_key
     where c.status = 'complete' and exists
       (select 1 from campaign_contact w where w.run_key = r.key and w.outcome is null)`,
  'V7 a position given twice': `select run_key, position from campaign_contact where position is not null
     group by run_key, position having count(*) > 1`,
};

const TALLIES = `select run_key as run, name, count from campaign_tally
   where count <> 0 and name <> 'filtered' and run_key in (select key from campaign_run)`;
const STATUS = `iif(m.status = 'sending', 'queued', m.status)`;
const COUNTED = `select m.campaign_run as run, ${STATUS} as name, count(*) as count from message m
     where m.campaign_run in (select key from campaign_run) group by 1, 2
   union all
   select run_key, 'skipped:' || outcome, count(*) from campaign_contact
     where outcome is not null and outcome <> 'messaged' group by 1, 2`;
const MINUTES = `select run_key as run, name, sum(count) as count from campaign_minute
   where name in ('messaged', 'skipped') group by 1, 2 having sum(count) <> 0`;
const COUNTED_BY_MINUTE = `select run_key as run, iif(outcome = 'messaged', 'messaged', 'skipped') as name, count(*) as count
   from campaign_contact where outcome is not null group by 1, 2`;

function differences(sqlite: Sqlite.Database, name: string, told: string, found: string): readonly string[] {
  const read = (sql: string) =>
    sqlite
      .prepare<[], Count>(sql)
      .all()
      .map((row) => `run ${row.run} ${row.name} ${row.count}`)
      .sort();
  const [tallied, counted] = [read(told), read(found)];
  if (JSON.stringify(tallied) === JSON.stringify(counted)) return [];
  return [`${name}: tallied ${tallied.join(', ')}; counted ${counted.join(', ')}`];
}
