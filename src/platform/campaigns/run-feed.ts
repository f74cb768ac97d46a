import type Sqlite from 'better-sqlite3';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import type { CampaignRun } from './campaign.ts';
import type { RunCounts } from './run-counts.ts';
import type { RunStore } from './run-store.ts';

/** How many contacts are looked at for one window of the queue. */
const WINDOW = 1_000;

/** What feeding works with. */
export interface FeedParts {
  readonly sqlite: Sqlite.Database;
  readonly runs: RunStore;
  readonly counts: RunCounts;
}

interface Looked {
  readonly sequence: number;
  readonly fits: 0 | 1;
}

/** Brings contacts of a list into the queue of a run, in the order they were added (C6). */
export function openRunFeed({ sqlite, runs, counts }: FeedParts) {
  const windows = new Map<string, Sqlite.Statement<unknown[], Looked>>();

  /**
   * Queues the next window. Must run inside a commit.
   *
   * @returns the run as it is now; the same one when the list has no more.
   */
  function feed(run: CampaignRun, list: ContactList, condition: SqlCondition | undefined): CampaignRun {
    if (run.fedUntil >= list.readyUntil) return run;
    const looked = windowOf(condition).all(
      ...(condition?.params ?? []),
      list.key,
      run.fedUntil,
      list.readyUntil,
      WINDOW,
    );
    const fitting = looked.filter(({ fits }) => fits === 1);
    let { nextPosition } = run;
    for (const { sequence } of fitting) if (runs.enqueue(run.key, sequence, nextPosition)) nextPosition += 1;
    if (looked.length > fitting.length) counts.filtered(run.key, looked.length - fitting.length);
    const fedUntil = looked.length < WINDOW ? list.readyUntil : (looked.at(-1)?.sequence ?? list.readyUntil);
    return runs.put({ ...run, nextPosition, fedUntil });
  }

  function windowOf(condition: SqlCondition | undefined): Sqlite.Statement<unknown[], Looked> {
    const fits = condition === undefined ? '1' : `coalesce((${condition.sql}), 0)`;
    const known = windows.get(fits);
    if (known !== undefined) return known;
    const statement = sqlite.prepare<unknown[], Looked>(
      `select sequence, ${fits} as fits from contact where list_key = ? and sequence > ? and sequence <= ?
       order by sequence limit ?`,
    );
    // Filters change; what was prepared for old ones is not worth keeping.
    if (windows.size > 100) windows.clear();
    windows.set(fits, statement);
    return statement;
  }

  return { feed };
}

/** What openRunFeed returns. */
export type RunFeed = ReturnType<typeof openRunFeed>;
