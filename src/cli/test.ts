import { existsSync } from 'node:fs';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';
import type { TestOptions } from './test-run.ts';

/** `attendant test`: plays the calls of flow tests and says what went otherwise than expected. */
export const testCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('test')
      .description('play the calls of *.test.json files on a virtual clock, and compare')
      .argument('[path...]', 'files, or folders with *.test.json in them; else flows')
      .option('--name <text>', 'only tests with this text in their name')
      .option('--watch', 'run again what is affected whenever a file changes')
      .option('--json', 'print one JSON document')
      .option('--junit <file>', 'write JUnit XML, for CI servers')
      .option('--html <file>', 'write a page with transcripts, requests and differences')
      .option('--coverage', 'tell which actions and paths of the flows the tests take, and which not')
      .option('--min-coverage <percent>', 'fail when they take less (tells the coverage, too)')
      .option('--explore', 'write tests for the paths that no test takes, beside each flow')
      .option('--out <file>', 'with --explore, of a single flow: where the tests are written')
      .option('--budget <seconds>', 'with --explore: how long to search in each flow; else 30')
      .addHelpText('after', '\nExample:\n  attendant test flows --junit reports/flow-tests.xml')
      .action((paths: string[], options: TestOptions) => run(() => test(paths, options, io)));
  },
};

/** Runs tests. @throws UsageError for paths that are not there, or options that make no sense. */
async function test(given: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const paths = given.length > 0 ? given : defaultPaths();
  for (const path of paths)
    if (!existsSync(path)) throw new UsageError(`There is no ${path}: name files or folders with tests.`);
  if (options.watch === true) refuseBesideWatch(options);
  if (options.explore === true) return (await import('./test-explore.ts')).exploreFlows(paths, options, io);
  if (options.watch === true) {
    const { watchTests } = await import('./test-watch.ts');
    return watchTests(paths, options, io);
  }
  if (options.coverage === true || options.minCoverage !== undefined)
    return (await import('./test-coverage.ts')).runWithCoverage(paths, options, io);
  const { loadTests, printReport, runOnce } = await import('./test-run.ts');
  const report = await runOnce(await loadTests(paths), options, io);
  await printReport(report, paths, options, io);
  const { isGood } = await import('../testing/run-tests.ts');
  return isGood(report) ? EXIT.ok : EXIT.failed;
}

/** What a watch does not do is refused, not left out in silence: it runs what is affected alone. */
function refuseBesideWatch({ json, explore, coverage, minCoverage }: TestOptions): void {
  if (json === true) throw new UsageError('--json prints one document: leave --watch out.');
  if (explore === true) throw new UsageError('--explore searches once: leave --watch out.');
  if (coverage === true || minCoverage !== undefined)
    throw new UsageError('Coverage is of all tests, and --watch runs what is affected: leave --watch out.');
}

/** The flows of the working folder. */
function defaultPaths(): readonly string[] {
  return [existsSync('flows') ? 'flows' : '.'];
}
