import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { TEST_SUFFIX } from './flow-file-of.ts';
import type { FlowTest } from './flow-test.ts';
import type { LoadedTests } from './load-tests.ts';
import { runTest, type TestResult } from './run-test.ts';

/** What came of one file. */
export interface FileResult {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly results: readonly TestResult[];
}

/** What came of all files, in their order. */
export interface TestReport {
  readonly files: readonly FileResult[];
  /** Real milliseconds. */
  readonly tookMs: number;
}

/** How tests are run. */
export interface RunOptions {
  /** Only tests that it says yes to. */
  readonly wants?: (test: FlowTest) => boolean;
  /** Told after each test. */
  readonly onResult?: (result: TestResult) => void;
  /** Whether the calls of tests that pass are let go: many thousands take much memory. */
  readonly forgetsCalls?: boolean;
  /** Real time, milliseconds. */
  readonly now: () => number;
}

const SKIPPED_FOLDERS = ['node_modules', 'dist'];

/** Files of tests among paths and in the folders below them, each once. */
export function findTestFiles(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(testFilesIn))];
}

function testFilesIn(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = basename(entry.name);
      if (entry.isDirectory())
        return name.startsWith('.') || SKIPPED_FOLDERS.includes(name) ? [] : testFilesIn(join(path, name));
      return name.endsWith(TEST_SUFFIX) ? [join(path, name)] : [];
    });
}

/** Runs the tests of files, one after the other: always in the same order, and always with the same result. */
export async function runTests(
  loaded: readonly LoadedTests[],
  { wants = () => true, onResult, forgetsCalls = false, now }: RunOptions,
): Promise<TestReport> {
  const begunAt = now();
  const files: FileResult[] = [];
  for (const { file, tests, diagnostics } of loaded) {
    const results: TestResult[] = [];
    for (const test of tests.filter(wants)) {
      const result = await runTest(test, now);
      results.push(forgetsCalls && result.differences.length === 0 ? forgotten(result) : result);
      onResult?.(result);
    }
    files.push({ file, diagnostics, results });
  }
  return { files, tookMs: now() - begunAt };
}

function forgotten(result: TestResult): TestResult {
  return { ...result, transcript: [], played: { steps: [], requests: [], messages: [], open: [] } };
}

/** How many tests passed, failed, and how many files have faults. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly faultyFiles: number;
}

/** Counts a report. */
export function countsOf({ files }: Pick<TestReport, 'files'>): TestCounts {
  const results = files.flatMap((file) => file.results);
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const faultyFiles = files.filter(({ diagnostics }) => hasErrors(diagnostics)).length;
  return { passed: results.length - failed, failed, faultyFiles };
}

/** Whether there were tests, and all of them passed. */
export function isGood(report: TestReport): boolean {
  const { passed, failed, faultyFiles } = countsOf(report);
  return passed > 0 && failed === 0 && faultyFiles === 0;
}
