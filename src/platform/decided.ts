import type { AttendantDatabase } from '../store/database.ts';
import type { Outcome } from './refusal.ts';

/** Decides and writes in one commit; resolves when it is on disk. A refusal must come before the first write. */
export async function decided<T>(
  { commits }: Pick<AttendantDatabase, 'commits'>,
  decide: () => Outcome<T>,
): Promise<Outcome<T>> {
  let outcome: Outcome<T> | undefined;
  await commits.add(() => {
    outcome = decide();
  });
  if (outcome === undefined) throw new Error('the commit resolved without running its write');
  return outcome;
}
