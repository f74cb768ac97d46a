import { hasErrors } from '../authoring/diagnostic.ts';
import { EXIT, type Io } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly environment?: string;
  readonly json?: true;
}

/** `attendant check`: all faults of flows and data actions, before any call. */
export const checkCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('check')
      .description('find all faults of flows, data actions and environments, before any call')
      .argument('<path...>', 'files, or folders with definitions in them')
      .option('--environment <file>', 'look names up there; else in all *.environment.json beside each flow')
      .option('--json', 'print one JSON document')
      .addHelpText('after', '\nExample:\n  attendant check flows')
      .action((paths: string[], options: Options) => run(() => check(paths, options, io)));
  },
};

async function check(paths: readonly string[], { json, environment }: Options, io: Io) {
  const { checkFiles } = await import('../files/check-files.ts');
  const { countText, inOrder, reportText } = await import('./report.ts');
  const { createTestLoader } = await import('../testing/load-tests.ts');
  const { files, diagnostics, assumptions } = checkFiles(paths, {
    ...(environment !== undefined && { environment }),
    testFaults: createTestLoader().check,
  });
  const ok = !hasErrors(diagnostics);
  if (json === true)
    io.out(`${JSON.stringify({ ok, files, diagnostics: inOrder(diagnostics), assumptions }, null, 2)}\n`);
  else if (files.length === 0) io.out('There are no definitions in these folders.\n');
  else
    io.out(
      `${reportText(inOrder(diagnostics), io.hasColors)}${files.length} ${files.length === 1 ? 'file' : 'files'} checked: ${countText(diagnostics)}\n${assumptions.map(assumptionText).join('')}`,
    );
  return ok ? EXIT.ok : EXIT.failed;
}

/** What was not proven but taken for granted, since the flow's author says so. */
function assumptionText({ file, message }: { readonly file: string; readonly message: string }): string {
  return `Assumed, not proven (${file}): ${message}.\n`;
}
