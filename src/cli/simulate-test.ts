import { resolve } from 'node:path';
import type { Moments } from '../simulator/moments.ts';
import type { CallToSave } from '../testing/save-test.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';

/** What of `attendant simulate` is about flow tests. */
export interface TestPlayOptions {
  readonly test?: string;
  readonly name?: string;
  readonly saveTest?: string;
  readonly json?: true;
}

/** Options that say what a test says itself. */
const SAID_BY_TEST = [
  'from',
  'to',
  'keys',
  'message',
  'subject',
  'language',
  'at',
  'environment',
  'replay',
] as const;

/**
 * Plays the call of a test and shows all of it, then where it differs.
 *
 * @throws UsageError for a test that is not there, or options that the test says.
 */
export async function simulateTest(
  flow: string,
  options: TestPlayOptions & { readonly [option: string]: unknown },
  io: Io,
): Promise<ExitCode> {
  const { test: file = '', name } = options;
  const said = SAID_BY_TEST.find((option) => options[option] !== undefined);
  if (said !== undefined) throw new UsageError(`--${said} is what the test says: leave it out with --test.`);
  const { createTestLoader } = await import('../testing/load-tests.ts');
  const { inOrder, reportText } = await import('./report.ts');
  const { tests, diagnostics } = createTestLoader().load(file);
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  if (tests.length === 0) return EXIT.failed;
  const test = tests.find((one) => one.name === name) ?? (name === undefined ? tests[0] : undefined);
  if (test === undefined || (name === undefined && tests.length > 1)) {
    const { didYouMean } = await import('../authoring/suggest.ts');
    const names = tests.map((one) => one.name);
    throw new UsageError(`--name: which test of ${file}? ${didYouMean(name ?? '', names, '')}.`);
  }
  if (resolve(test.flowFile) !== resolve(flow))
    throw new UsageError(`${file} tests ${test.flowFile}, not ${flow}.`);
  const { runTest } = await import('../testing/run-test.ts');
  const result = await runTest(test, () => performance.now());
  const { jsonPrinter, textPrinter } = await import('../simulator/printer.ts');
  const printer = options.json === true ? jsonPrinter(io.out) : textPrinter(io.out, io.hasColors);
  for (const step of result.played.steps) printer.step(step);
  const { conversation } = result.played.steps.at(-1) ?? {};
  if (conversation !== undefined) printer.end(conversation);
  const { differencesText } = await import('../testing/text-report.ts');
  const say = options.json === true ? io.err : io.out;
  say(`\n${differencesText(result, io.hasColors)}`);
  return result.differences.length === 0 ? EXIT.ok : EXIT.failed;
}

/** Adds a call that was played to a file of tests, and says so. @returns whether the file could take it. */
export async function addToTests(
  flowFile: string,
  { saveTest: file = '', name }: TestPlayOptions,
  { moments, ...call }: Omit<CallToSave, 'steps'> & { readonly moments: Moments },
  io: Io,
): Promise<boolean> {
  const { saveTest } = await import('../testing/save-test.ts');
  const { addTest } = await import('../testing/add-test.ts');
  const { unpaused } = await import('../testing/whole-steps.ts');
  const { definition, notes } = await saveTest({ ...call, steps: unpaused(moments) });
  const added = addTest(file, { name: name ?? 'a call', definition, flowFile });
  if (!added.ok) {
    const { inOrder, reportText } = await import('./report.ts');
    io.err(reportText(inOrder(added.diagnostics), io.hasColors));
    return false;
  }
  for (const note of notes) io.err(`${note[0]?.toUpperCase() ?? ''}${note.slice(1)}.\n`);
  io.err(`The call is the test "${added.name}" of ${file}. Run it: npx attendant test ${file}\n`);
  return true;
}

/** @throws UsageError for a file that cannot be one of tests. */
export function refuseTestOptions({ test, saveTest, name }: TestPlayOptions): void {
  if (saveTest !== undefined && test !== undefined)
    throw new UsageError('--save-test saves a call as a test: leave --test out.');
  if (saveTest !== undefined && !saveTest.endsWith('.test.json'))
    throw new UsageError(`--save-test: name a file that ends in .test.json, not ${saveTest}.`);
  if (name !== undefined && test === undefined && saveTest === undefined)
    throw new UsageError('--name is the name of a test: write --test or --save-test, too.');
}
