import type { Operation } from '../actions/operation.ts';
import type { Clock } from '../ports.ts';

/**
 * A list for operations that notes how long each took, by the time since the one before it ended. Those who write into it
 * know no clock.
 */
export function timedOperations(clock: Pick<Clock, 'now'>): Operation[] {
  const operations: Operation[] = [];
  let before = clock.now();
  operations.push = (...ended: Operation[]) => {
    const now = clock.now();
    for (const operation of ended)
      operations[operations.length] = { ...operation, milliseconds: now - before };
    before = now;
    return operations.length;
  };
  return operations;
}
