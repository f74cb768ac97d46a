import type { AttendantDatabase } from '../../store/database.ts';
import type { Outcome } from '../refusal.ts';

/** Decides and writes in one commit; resolves when it is on disk. */
export async function decide<T>(
  database: AttendantDatabase,
  decision: () => Outcome<T>,
): Promise<Outcome<T>> {
  let outcome: Outcome<T> | undefined;
  await database.commits.add(() => {
    outcome = decision();
  });
  if (outcome === undefined) throw new Error('the commit resolved without running its write');
  return outcome;
}
