import type Sqlite from 'better-sqlite3';
import type { ContactJob, ContactJobRequest } from './contact-job.ts';

interface JobRow extends Omit<ContactJob, 'request'> {
  readonly request: string;
}

const COLUMNS = `key, id, list_key as listKey, kind, request, state, until_sequence as untilSequence,
  total_count as totalCount, done_count as doneCount, position, started_at as startedAt`;

/** Jobs of a list that are kept and told of; description of the operation in the official SDK. */
export const JOBS_KEPT = 10;

/** The SQL of bulk jobs, and of deleted lists whose contacts are yet to follow. Writes belong into a commit. */
export function contactJobStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[number, string], JobRow>(
    `select ${COLUMNS} from contact_job where list_key = ? and id = ?`,
  );
  const newest = sqlite.prepare<[number], JobRow>(
    `select ${COLUMNS} from contact_job where list_key = ? order by key desc limit ${JOBS_KEPT}`,
  );
  const running = sqlite.prepare<[], JobRow>(
    `select ${COLUMNS} from contact_job where state = 'running' order by key`,
  );
  const add = sqlite.prepare<[object]>(
    `insert into contact_job (id, list_key, kind, request, state, until_sequence, total_count, done_count, position,
       started_at)
     values (@id, @listKey, @kind, @request, @state, @untilSequence, @totalCount, @doneCount, @position, @startedAt)`,
  );
  const put = sqlite.prepare<[object]>(
    `update contact_job set state = @state, total_count = @totalCount, done_count = @doneCount, position = @position
     where key = @key`,
  );
  const dropOld = sqlite.prepare<[number, number]>(
    `delete from contact_job where list_key = ? and state = 'complete' and key <= (
       select key from contact_job where list_key = ? order by key desc limit 1 offset ${JOBS_KEPT})`,
  );
  const dropAll = sqlite.prepare<[number]>('delete from contact_job where list_key = ?');
  const deletedLists = sqlite.prepare<[], number>('select list_key from deleted_contact_list').pluck();
  const addDeleted = sqlite.prepare<[number]>('insert into deleted_contact_list (list_key) values (?)');
  const dropDeleted = sqlite.prepare<[number]>('delete from deleted_contact_list where list_key = ?');

  return {
    one(listKey: number, id: string): ContactJob | undefined {
      const row = one.get(listKey, id);
      return row && jobOf(row);
    },
    /** The jobs of a list that are kept, newest first. */
    newest: (listKey: number): readonly ContactJob[] => newest.all(listKey).map(jobOf),
    running: (): readonly ContactJob[] => running.all().map(jobOf),
    /** Stores a new job. The oldest of its list that are complete go. */
    add(job: Omit<ContactJob, 'key'>): void {
      add.run({ ...job, request: JSON.stringify(job.request) });
      dropOld.run(job.listKey, job.listKey);
    },
    /** Stores how far a job is. */
    put: (job: ContactJob) => put.run({ ...job, request: null }),
    deletedLists: (): readonly number[] => deletedLists.all(),
    /** Notes that a list is gone; its jobs go with it. */
    listDeleted(listKey: number): void {
      dropAll.run(listKey);
      addDeleted.run(listKey);
    },
    /** Forgets a deleted list that has no contact any more. */
    forget: (listKey: number) => dropDeleted.run(listKey),
  };
}

/** What contactJobStore returns. */
export type ContactJobStore = ReturnType<typeof contactJobStore>;

function jobOf(row: JobRow): ContactJob {
  return { ...row, request: JSON.parse(row.request) as ContactJobRequest };
}
