import { dirname, relative, resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { FLOW_SUFFIX } from '../files/definition-files.ts';
import { loadEnvironment } from '../files/environment.ts';
import { type LoadedFlow, loadFlow } from '../files/load-flow.ts';
import { environmentFileFor } from '../files/workspace.ts';
import type { Program } from '../runtime/program.ts';
import { identityOf } from '../testing/coverage/coverage.ts';
import { coverageItems } from '../testing/coverage/coverage-items.ts';
import { wayText } from '../testing/coverage/coverage-text.ts';
import { type CoveredTest, coveredTests } from '../testing/coverage/covered-tests.ts';
import { type ExploredFlow, exploreFlow, isExplored } from '../testing/explore/explore-flow.ts';
import { testFileOf } from '../testing/explore/explored-tests.ts';
import { notTaken } from '../testing/explore/reasons.ts';
import { TEST_SUFFIX } from '../testing/flow-file-of.ts';
import { createTestLoader } from '../testing/load-tests.ts';
import { findTestFiles, runTests } from '../testing/run-tests.ts';
import type { TestFile } from '../testing/test-file.ts';
import { draftOf, refuseForeignFile } from './explored-file.ts';
import { flowFilesIn, testPathsOf, writtenFiles } from './flow-files.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { countText, inOrder, reportText } from './report.ts';

/** How `attendant test --explore` is told what to do. */
export interface ExploreOptions {
  readonly out?: string;
  readonly budget?: string;
  readonly json?: true;
}

const EXPLORED_SUFFIX = `.explored${TEST_SUFFIX}`;
/** Seconds of search for one flow where nobody says. */
const BUDGET_SECONDS = 30;
/** Paths that are not taken, told of one flow. */
const MAX_TOLD = 40;

/** Writes tests for the paths that no test takes, a file for each flow. */
export async function exploreFlows(
  paths: readonly string[],
  options: ExploreOptions,
  io: Io,
): Promise<ExitCode> {
  const budget = budgetOf(options.budget);
  const files = flowFilesIn(paths);
  if (files.length === 0) throw new UsageError(`There is no *${FLOW_SUFFIX} in ${paths.join(', ')}.`);
  if (options.out !== undefined && files.length > 1)
    throw new UsageError('--out is for one flow: name a single flow file.');
  for (const file of files) refuseForeignFile(targetOf(file, options.out));
  const flows = files.map(loadFlow);
  const diagnostics = flows.flatMap((flow) =>
    flow.diagnostics.filter(({ severity }) => severity === 'error'),
  );
  if (hasErrors(diagnostics)) {
    io.err(`${reportText(inOrder(diagnostics), io.hasColors)}${countText(diagnostics)}\n`);
    return EXIT.failed;
  }
  const taken = new Set((await testsOf(paths, options.out)).flatMap(identities));
  const told: FlowReport[] = [];
  for (const flow of flows) {
    const { program } = flow;
    if (program === undefined || !isExplored(program)) continue;
    told.push(await exploreOne(flow, program, { taken, budget, out: options.out }, io));
  }
  if (options.json === true) io.out(`${JSON.stringify({ flows: told }, null, 2)}\n`);
  else for (const one of told) io.out(reportOf(one));
  return EXIT.ok;
}

/** Where the tests of a flow are written. */
function targetOf(flowFile: string, out?: string): string {
  return out ?? `${flowFile.slice(0, -FLOW_SUFFIX.length)}${EXPLORED_SUFFIX}`;
}

function budgetOf(text: string | undefined): number {
  const seconds = text === undefined ? BUDGET_SECONDS : Number(text);
  if (!(seconds > 0)) throw new UsageError(`--budget must be a number of seconds, not "${text ?? ''}".`);
  return seconds;
}

/** Tests that somebody wrote; those that were explored before are written anew. */
async function testsOf(paths: readonly string[], out: string | undefined): Promise<readonly CoveredTest[]> {
  const loader = createTestLoader();
  const files = findTestFiles(testPathsOf(paths)).filter(
    (file) => !file.endsWith(EXPLORED_SUFFIX) && resolve(file) !== resolve(out ?? ''),
  );
  const loaded = files.map((file) => loader.load(file));
  const { files: results } = await runTests(loaded, { now: () => performance.now() });
  return coveredTests(results.flatMap((one) => one.results));
}

function identities({ program, covered }: Pick<CoveredTest, 'program' | 'covered'>): readonly string[] {
  return coverageItems(program).flatMap((item) => (covered.has(item.key) ? [identityOf(program, item)] : []));
}

interface Search {
  readonly taken: Set<string>;
  readonly budget: number;
  readonly out: string | undefined;
}

interface FlowReport {
  readonly flow: string;
  readonly file: string;
  readonly tests: number;
  readonly written?: string;
  readonly dropped: readonly string[];
  readonly moves: number;
  readonly notTaken: readonly { readonly where: string; readonly what: string; readonly reason: string }[];
}

async function exploreOne(
  flow: LoadedFlow,
  program: Program,
  { taken, budget, out }: Search,
  io: Io,
): Promise<FlowReport> {
  const { environment } = loadEnvironment(environmentFileFor(dirname(flow.file)));
  const items = coverageItems(program);
  const tested = new Set(items.filter((item) => taken.has(identityOf(program, item))).map(({ key }) => key));
  const until = performance.now() + budget * 1000;
  const explored = exploreFlow({
    flow: { program, dataActions: flow.dataActions },
    environment,
    tested,
    isOver: () => performance.now() >= until,
    progress: (found, of, moves) => tellProgress(program.name, found, of, moves, io),
  });
  if (io.columns?.() !== undefined) io.err('\n');
  const target = targetOf(flow.file, out);
  const { written, dropped, tests } = await writeTests(program, explored, flow.file, target);
  for (const one of identities({ program, covered: explored.found })) taken.add(one);
  return {
    flow: program.name,
    file: flow.file,
    tests,
    ...(written && { written: target }),
    dropped,
    moves: explored.moves,
    notTaken: toldReasons(program, explored),
  };
}

/** On a terminal one line is written over and over. */
function tellProgress(name: string, found: number, of: number, moves: number, io: Io): void {
  if (io.columns?.() !== undefined) io.err(`\r${name}: ${found} of ${of} taken, ${moves} moves tried`);
}

/** Writes tests, runs them, and leaves out those that do not pass. */
async function writeTests(program: Program, explored: ExploredFlow, flowFile: string, target: string) {
  const { calls, found } = explored;
  if (calls.length === 0) return { written: false, dropped: [], tests: 0 };
  const isBeside = targetOf(flowFile) === target;
  const flow = isBeside ? {} : { flow: relative(dirname(target), flowFile) || flowFile };
  const content = testFileOf(program, calls, { found, ...flow });
  const draft = draftOf(target);
  try {
    draft.write(content);
    const left = await passing(content, draft.file);
    const dropped = Object.keys(content.tests).filter((name) => !Object.hasOwn(left.tests, name));
    const tests = Object.keys(left.tests).length;
    if (dropped.length > 0) draft.write(left);
    if (tests > 0) draft.keep();
    return { written: tests > 0, dropped, tests };
  } finally {
    draft.drop();
  }
}

/** What passes of a file of tests. */
async function passing(content: TestFile, file: string): Promise<TestFile> {
  const loaded = createTestLoader().load(file);
  const { files } = await runTests([loaded], { now: () => performance.now() });
  const failing = files.flatMap(({ results }) =>
    results.filter(({ differences }) => differences.length > 0).map(({ test }) => test.name),
  );
  return withoutFaulty(content, loaded.diagnostics, failing);
}

/** The tests that can be read and that pass. */
function withoutFaulty(
  content: TestFile,
  diagnostics: readonly Diagnostic[],
  failing: readonly string[],
): TestFile {
  const faults = diagnostics.filter(({ severity }) => severity === 'error').map(({ pointer }) => pointer);
  const isFaulty = (name: string) =>
    failing.includes(name) ||
    faults.some((fault) => `${fault}/`.startsWith(`${pointerTo('/tests', name)}/`) || fault === '');
  return {
    ...content,
    tests: Object.fromEntries(Object.entries(content.tests).filter(([name]) => !isFaulty(name))),
  };
}

function toldReasons(program: Program, explored: ExploredFlow): FlowReport['notTaken'] {
  const { lineOf, valueAt } = writtenFiles();
  return notTaken(program, explored, valueAt).map(({ item, reason }) => ({
    where: `${item.place.file}:${lineOf(item.place) ?? '?'}`,
    what: item.kind === 'action' ? item.action : `${item.action}: ${wayText(item)}`,
    reason,
  }));
}

function reportOf({ flow, tests, written, dropped, moves, notTaken: left }: FlowReport): string {
  const first =
    written === undefined
      ? `${flow}: nothing new is taken (${moves} moves tried).`
      : `${flow}: ${tests} ${tests === 1 ? 'test' : 'tests'} in ${written} (${moves} moves tried).`;
  const lines = left.slice(0, MAX_TOLD).map(({ where, what, reason }) => `  ${where} ${what}\n    ${reason}`);
  return [
    first,
    ...dropped.map((name) => `  left out, since it did not pass: ${name}`),
    ...(left.length > 0 ? ['  Not taken:'] : []),
    ...lines,
    ...(left.length > MAX_TOLD ? [`  and ${left.length - MAX_TOLD} more; --json tells all`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
