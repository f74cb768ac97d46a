import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { isWrittenByExploring } from '../testing/explore/explored-tests.ts';
import { TEST_SUFFIX } from '../testing/flow-file-of.ts';
import type { TestFile } from '../testing/test-file.ts';
import { UsageError } from './io.ts';
import { writeReport } from './test-run.ts';

/** A file that is written beside another and takes its place when it is whole. */
export interface Draft {
  readonly file: string;
  write(content: TestFile): void;
  /** Takes the place of the target. @throws UsageError where that is a file of the user's by now. */
  keep(): void;
  /** Leaves the target as it is; nothing after `keep`. */
  drop(): void;
}

/** @throws UsageError for a file that is there and that exploring did not write. */
export function refuseForeignFile(target: string): void {
  if (existsSync(target) && !isExploredFile(target))
    throw new UsageError(
      `${target} was not written by --explore and stays as it is: move it, or name another file with --out.`,
    );
}

/** A draft of a file of explored tests, in the same folder, so that it is read as the file itself would be. */
export function draftOf(target: string): Draft {
  const stem = target.endsWith(TEST_SUFFIX) ? target.slice(0, -TEST_SUFFIX.length) : target;
  const file = `${stem}.draft-${process.pid}${TEST_SUFFIX}`;
  return {
    file,
    write: (content) => writeReport(file, `${JSON.stringify(content, null, 2)}\n`),
    keep() {
      refuseForeignFile(target);
      renameSync(file, target);
    },
    drop() {
      if (existsSync(file)) rmSync(file);
    },
  };
}

function isExploredFile(file: string): boolean {
  try {
    return isWrittenByExploring(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}
