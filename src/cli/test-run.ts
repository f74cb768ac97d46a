import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JsonObject } from '../authoring/json.ts';
import type { FlowTest } from '../testing/flow-test.ts';
import type { LoadedTests } from '../testing/load-tests.ts';
import type { TestReport } from '../testing/run-tests.ts';
import { type Io, UsageError } from './io.ts';
import type { CoverageOptions } from './test-coverage.ts';
import type { ExploreOptions } from './test-explore.ts';

/** What `attendant test` is told. */
export interface TestOptions extends ExploreOptions, CoverageOptions {
  readonly name?: string;
  readonly watch?: true;
  readonly json?: true;
  readonly junit?: string;
  readonly html?: string;
  readonly explore?: true;
}

/** Reads all tests below some paths, as they are now. */
export async function loadTests(paths: readonly string[]): Promise<readonly LoadedTests[]> {
  const { createTestLoader } = await import('../testing/load-tests.ts');
  const { findTestFiles } = await import('../testing/run-tests.ts');
  const loader = createTestLoader();
  return findTestFiles(paths).map((file) => loader.load(file));
}

/** Runs tests, and writes the files that are asked for. @param among which of them; absent: all. */
export async function runOnce(
  loaded: readonly LoadedTests[],
  { name = '', junit, html, coverage, minCoverage }: TestOptions,
  io: Io,
  among: (test: FlowTest) => boolean = () => true,
): Promise<TestReport> {
  const { runTests } = await import('../testing/run-tests.ts');
  const { testProgress } = await import('./test-progress.ts');
  const wants = (one: FlowTest) => one.name.includes(name) && among(one);
  const total = loaded.flatMap(({ tests }) => tests.filter(wants)).length;
  const progress = testProgress(total, io);
  const now = () => performance.now();
  const forgetsCalls = html === undefined && coverage !== true && minCoverage === undefined;
  const report = await runTests(loaded, { now, wants, forgetsCalls, onResult: progress.tell });
  progress.end();
  if (junit !== undefined)
    writeReport(junit, (await import('../testing/junit-report.ts')).junitReport(report));
  if (html !== undefined)
    writeReport(html, (await import('../testing/html-report.ts')).htmlReport(report, Date.now()));
  return report;
}

/** Shows what came of a run. @param more of it for `--json` */
export async function printReport(
  report: TestReport,
  paths: readonly string[],
  { json, name }: TestOptions,
  io: Io,
  more: JsonObject = {},
): Promise<void> {
  if (json === true) {
    const { jsonReport } = await import('../testing/json-report.ts');
    io.out(`${JSON.stringify({ ...jsonReport(report), ...more }, null, 2)}\n`);
    return;
  }
  const { fileText, summaryText } = await import('../testing/text-report.ts');
  const { inOrder, reportText } = await import('./report.ts');
  for (const file of report.files) {
    if (file.diagnostics.length > 0) io.out(reportText(inOrder(file.diagnostics), io.hasColors));
    io.out(fileText(file, io.hasColors));
  }
  const isEmpty = report.files.every(({ results, diagnostics }) => results.length + diagnostics.length === 0);
  if (!isEmpty) io.out(summaryText(report, io.hasColors));
  else if (name === undefined)
    io.err(
      `There are no *.test.json files in ${paths.join(', ')}. docs/flow-tests.md says how to write one.\n`,
    );
  else io.err(`No test has "${name}" in its name.\n`);
}

/** Writes a report where somebody finds it. @throws UsageError where it cannot be written. */
export function writeReport(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written (${code}): name a file in a folder of yours.`);
  }
}
