import type { CliCommand } from './program.ts';

/** What `attendant diff` is told. */
export interface DiffOptions {
  readonly callers: readonly string[];
  readonly recorded?: string;
  readonly explore: boolean;
  readonly budget: string;
  readonly environment?: string;
  readonly json?: true;
}

/** `attendant diff`: has the same callers call two versions of a flow and says who notices a difference. */
export const diffCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('diff')
      .description(
        'have the same callers call two versions of a flow; says who hears or sends something else',
      )
      .argument('<old>', 'a flow file')
      .argument('<new>', 'the same flow, changed')
      .option(
        '--callers <path>',
        'files of tests, or folders with them, whose callers call; else those of the flows; may be repeated',
        (path: string, before: readonly string[]) => [...before, path],
        [],
      )
      .option('--recorded <folder>', 'callers of calls that the data folder keeps, live and simulated')
      .option('--no-explore', 'only callers that there are: none who are found by exploring both versions')
      .option('--budget <seconds>', 'how long to explore each version', '10')
      .option('--environment <file>', 'settings and queues; else local.environment.json beside the new flow')
      .option('--json', 'print one JSON document')
      .addHelpText(
        'after',
        '\nExit code 0: nobody notices a difference, 1: somebody does, or a file has errors.\n\nExample:\n  attendant diff old/main-line.flow.json flows/main-line.flow.json',
      )
      .action((old: string, changed: string, options: DiffOptions) =>
        run(async () => (await import('./diff-run.ts')).runDiff([old, changed], options, io)),
      );
  },
};
