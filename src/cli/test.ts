import { existsSync } from 'node:fs';
import type { TestReport } from '../testing/run-tests.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

/** What `attendant test` is told. */
export interface TestOptions {
  readonly name?: string;
  readonly json?: true;
}

/** `attendant test`: plays the calls of flow tests and says what went otherwise than expected. */
export const testCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('test')
      .description('play the calls of *.test.json files on a virtual clock, and compare')
      .argument('[path...]', 'files, or folders with *.test.json in them; else flows')
      .option('--name <text>', 'only tests with this text in their name')
      .option('--json', 'print one JSON document')
      .addHelpText('after', '\nExample:\n  attendant test flows --name "a caller agrees"')
      .action((paths: string[], options: TestOptions) => run(() => test(paths, options, io)));
  },
};

/** Runs tests. @throws UsageError for paths that are not there. */
async function test(given: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const paths = given.length > 0 ? given : defaultPaths();
  for (const path of paths)
    if (!existsSync(path)) throw new UsageError(`There is no ${path}: name files or folders with tests.`);
  const { createTestLoader } = await import('../testing/load-tests.ts');
  const { findTestFiles, isGood, runTests } = await import('../testing/run-tests.ts');
  const loader = createTestLoader();
  const files = findTestFiles(paths);
  const { name } = options;
  const report = await runTests(
    files.map((file) => loader.load(file)),
    {
      now: () => performance.now(),
      ...(name !== undefined && { wants: (one) => one.name.includes(name) }),
    },
  );
  await print(report, paths, options, io);
  return isGood(report) ? EXIT.ok : EXIT.failed;
}

/** The flows of the working folder. */
function defaultPaths(): readonly string[] {
  return [existsSync('flows') ? 'flows' : '.'];
}

async function print(report: TestReport, paths: readonly string[], { json, name }: TestOptions, io: Io) {
  if (json === true) {
    const { jsonReport } = await import('../testing/json-report.ts');
    io.out(`${JSON.stringify(jsonReport(report), null, 2)}\n`);
    return;
  }
  const { fileText, summaryText } = await import('../testing/text-report.ts');
  const { inOrder, reportText } = await import('./report.ts');
  for (const file of report.files) {
    if (file.diagnostics.length > 0) io.out(reportText(inOrder(file.diagnostics), io.hasColors));
    io.out(fileText(file, io.hasColors));
  }
  if (report.files.every(({ results, diagnostics }) => results.length + diagnostics.length === 0))
    io.err(
      name === undefined
        ? `There are no *.test.json files in ${paths.join(', ')}. docs/flow-tests.md says how to write one.\n`
        : `No test has "${name}" in its name.\n`,
    );
  else io.out(summaryText(report, io.hasColors));
}
