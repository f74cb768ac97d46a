import type { TestResult } from '../testing/run-test.ts';
import type { Io } from './io.ts';

/** Tells how far a long run is. */
export interface TestProgress {
  readonly tell: (result: Pick<TestResult, 'differences'>) => void;
  end(): void;
}

/** Shorter runs are over before anybody has read a line. */
const PATIENCE_MS = 700;
const EVERY_MS = 200;

/** A line that is written anew in a terminal; nothing where there is none. */
export function testProgress(total: number, io: Io): TestProgress {
  const columns = io.columns?.();
  if (columns === undefined) return { tell: () => {}, end: () => {} };
  let [done, failed, toldAt] = [0, 0, Date.now() + PATIENCE_MS - EVERY_MS];
  let isShown = false;
  return {
    tell({ differences }) {
      done++;
      if (differences.length > 0) failed++;
      if (Date.now() - toldAt < EVERY_MS) return;
      toldAt = Date.now();
      isShown = true;
      const line = `${done} of ${total} tests${failed === 0 ? '' : `, ${failed} failed`}`;
      io.err(`\r${line.slice(0, columns - 1)}`);
    },
    end() {
      if (isShown) io.err(`\r${' '.repeat(columns - 1)}\r`);
    },
  };
}
