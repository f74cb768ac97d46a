import type { JsonObject } from '../authoring/json.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { loadFlow } from '../files/load-flow.ts';
import { runnable } from '../files/workspace.ts';
import { type Coverage, coverageOf } from '../testing/coverage/coverage.ts';
import { coverageJson, coverageText } from '../testing/coverage/coverage-text.ts';
import { byProgram, type CoveredTest, coveredTests } from '../testing/coverage/covered-tests.ts';
import { isGood, type TestReport } from '../testing/run-tests.ts';
import { flowFilesIn, writtenFiles } from './flow-files.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { loadTests, printReport, runOnce, type TestOptions, writeReport } from './test-run.ts';

/** How `attendant test` is asked for coverage. */
export interface CoverageOptions {
  readonly coverage?: true;
  readonly minCoverage?: string;
}

/** What the tests of a run covered, of the flows they are about and of those in the same folders. */
interface RunCoverage {
  readonly coverage: Coverage;
  readonly flows: readonly RunnableFlow[];
  readonly tests: readonly CoveredTest[];
}

/** Runs tests and tells what they cover. @throws UsageError for a least coverage that is none. */
export async function runWithCoverage(
  paths: readonly string[],
  options: TestOptions,
  io: Io,
): Promise<ExitCode> {
  const least = leastCoverage(options.minCoverage);
  const { html, ...others } = options;
  const report = await runOnce(await loadTests(paths), { ...others, coverage: true }, io);
  const run = coverageOfRun(report, paths);
  if (html !== undefined) await writeDrawn(html, report, run);
  const isJson = options.json === true;
  await printReport(report, paths, options, io, isJson ? { coverage: runCoverageJson(run) } : {});
  const isEnough = isJson ? run.coverage.percent >= least : tellCoverage(run, least, io);
  return isGood(report) && isEnough ? EXIT.ok : EXIT.failed;
}

/** Counts what a run covered. */
function coverageOfRun({ files }: TestReport, paths: readonly string[]): RunCoverage {
  const tests = coveredTests(files.flatMap(({ results }) => results));
  const loaded = flowFilesIn(paths).flatMap((file) => runnable(loadFlow(file)) ?? []);
  const tested = files.flatMap(({ results }) => results.map(({ test }) => test.flow));
  const flows = [...new Map([...loaded, ...tested].map((flow) => [flow.program.hash, flow])).values()];
  const programs = flows.map(({ program }) => program);
  return { coverage: coverageOf(byProgram(tests, programs)), flows, tests };
}

/** The report's page with what was covered drawn on the flows. */
async function writeDrawn(file: string, report: TestReport, run: RunCoverage): Promise<void> {
  const { coverageHtml } = await import('../testing/coverage/coverage-html.ts');
  const { htmlReport } = await import('../testing/html-report.ts');
  const part = coverageHtml({ ...run, lineOf: writtenFiles().lineOf });
  writeReport(file, htmlReport(report, Date.now(), part));
}

/** Says what is covered and what is not, and whether that is enough. @returns whether it is. */
function tellCoverage({ coverage }: RunCoverage, least: number, io: Io): boolean {
  io.out(`\nCoverage\n${coverageText(coverage, writtenFiles().lineOf)}`);
  const isEnough = coverage.percent >= least;
  if (!isEnough)
    io.err(`Coverage is ${coverage.percent} %, less than ${least} %: what is missing stands above.\n`);
  return isEnough;
}

/** Coverage as `--json` prints it. */
function runCoverageJson({ coverage, tests }: RunCoverage): JsonObject {
  return {
    ...coverageJson(coverage, writtenFiles().lineOf),
    tests: tests.map(({ file, name, covered }) => ({ file, name, covered: covered.size })),
  };
}

/** Reads `--min-coverage`. @throws UsageError for what is no percentage. */
function leastCoverage(text: string | undefined): number {
  const least = text === undefined ? 0 : Number(text);
  if (text?.trim() === '' || !(least >= 0 && least <= 100))
    throw new UsageError(`--min-coverage must be a number from 0 to 100, not "${text ?? ''}".`);
  return least;
}
