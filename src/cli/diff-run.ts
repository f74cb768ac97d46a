import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pc from 'picocolors';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { type LoadedEnvironment, loadEnvironment } from '../files/environment.ts';
import { loadFlow } from '../files/load-flow.ts';
import { environmentFileFor, flowLibrary, runnable } from '../files/workspace.ts';
import { callerOf } from '../simulator/caller-of.ts';
import { AttendantDatabase } from '../store/database.ts';
import { sqliteConversations } from '../store/sqlite-conversations.ts';
import { sqliteSimulations } from '../store/sqlite-simulations.ts';
import { compareFlows, type FlowComparison, type NamedCaller } from '../testing/diff/compare-flows.ts';
import { comparisonText } from '../testing/diff/difference-text.ts';
import { recordedCallers } from '../testing/diff/recorded-callers.ts';
import { callerWords } from '../testing/explore/act-words.ts';
import { exploreFlow } from '../testing/explore/explore-flow.ts';
import { createTestLoader } from '../testing/load-tests.ts';
import { playTest } from '../testing/play-test.ts';
import { findTestFiles } from '../testing/run-tests.ts';
import type { DiffOptions } from './diff.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { countText, inOrder, reportText } from './report.ts';

type Pair<Value> = readonly [Value, Value];

/** Compares two versions of a flow and prints who notices what. */
export async function runDiff(files: Pair<string>, options: DiffOptions, io: Io): Promise<ExitCode> {
  refuseMissing([...files, ...options.callers]);
  const budget = Number(options.budget);
  if (!(budget > 0)) throw new UsageError(`--budget must be a number of seconds, not "${options.budget}".`);
  const loaded = files.map(loadFlow);
  const environment = loadEnvironment(options.environment ?? environmentFileFor(dirname(files[1])));
  const faults = [...loaded.flatMap((flow) => flow.diagnostics), ...environment.diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  const [old, changed] = loaded.map(runnable);
  if (faults.length > 0 || old === undefined || changed === undefined) {
    io.err(`${reportText(inOrder(faults), io.hasColors)}${countText(faults)}\n`);
    return EXIT.failed;
  }
  const callers = [
    ...(await testedCallers(files, options)),
    ...(await recorded(old, environment, options)),
    ...(options.explore ? explored([old, changed], environment, budget) : []),
  ];
  if (callers.length === 0)
    throw new UsageError('Nobody calls: name tests with --callers, calls with --recorded, or explore.');
  const comparison = compareFlows([old, changed], callers, (done) => tellProgress(done, callers.length, io));
  if (io.columns?.() !== undefined) io.err('\r\u001b[K');
  io.out(options.json === true ? jsonOf(files, comparison) : comparisonText(comparison, coloursOf(io)));
  return comparison.differences.length === 0 ? EXIT.ok : EXIT.failed;
}

function refuseMissing(paths: readonly string[]): void {
  for (const path of paths) if (!existsSync(path)) throw new UsageError(`There is no ${path}.`);
}

/** Callers of the tests of either flow, or of all tests that are named. */
async function testedCallers(files: Pair<string>, { callers }: DiffOptions): Promise<readonly NamedCaller[]> {
  const loader = createTestLoader();
  const paths = callers.length > 0 ? callers : [...new Set(files.map((file) => dirname(file)))];
  const own = new Set(files.map((file) => resolve(file)));
  const tests = findTestFiles(paths)
    .flatMap((file) => loader.load(file).tests)
    .filter(({ flowFile }) => callers.length > 0 || own.has(resolve(flowFile)));
  const named: NamedCaller[] = [];
  for (const test of tests) {
    const { steps } = await playTest(test);
    const { name, environment, settings } = test;
    named.push({ name, source: 'test', caller: callerOf(steps), environment, settings });
  }
  return named;
}

async function recorded(
  { program }: RunnableFlow,
  { environment, settings }: LoadedEnvironment,
  { recorded: folder }: DiffOptions,
): Promise<readonly NamedCaller[]> {
  if (folder === undefined) return [];
  const path = join(folder, 'attendant.db');
  if (!existsSync(path)) throw new UsageError(`--recorded: there is no ${path}.`);
  const database = AttendantDatabase.open(path);
  try {
    const found = await recordedCallers(
      {
        calls: sqliteConversations(database),
        simulations: sqliteSimulations(database),
        flows: flowLibrary([]),
        environment,
      },
      program.name,
    );
    return found.map((one) => ({ ...one, settings }));
  } finally {
    database.close();
  }
}

/** Callers who take every path of the old version, and of the new one; those whom both know call once. */
function explored(
  flows: Pair<RunnableFlow>,
  { environment, settings }: LoadedEnvironment,
  budget: number,
): readonly NamedCaller[] {
  const known = new Map<string, NamedCaller>();
  for (const flow of flows) {
    const until = performance.now() + budget * 1000;
    const isOver = () => performance.now() >= until;
    for (const { caller, start } of exploreFlow({ flow, environment, tested: new Set(), isOver }).calls) {
      const words = [...(start.words === '' ? [] : [start.words]), ...callerWords(caller)];
      const name = words.join(', ') || 'keeps silent';
      known.set(JSON.stringify(caller), { name, source: 'explored', caller, environment, settings });
    }
  }
  return [...known.values()];
}

function tellProgress(done: number, of: number, io: Io): void {
  if (io.columns?.() !== undefined) io.err(`\r${done} of ${of} callers have called`);
}

function jsonOf([old, changed]: Pair<string>, comparison: FlowComparison): string {
  return `${JSON.stringify({ old, new: changed, ...comparison }, null, 2)}\n`;
}

function coloursOf({ hasColors }: Io) {
  const { red, green, dim, bold } = pc.createColors(hasColors);
  return { old: red, new: green, dim, bold };
}
