import type { DataAction } from '../actions/data-action.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly output?: true;
}

/** `attendant action sample`: an input, or an answer, that fits the contract of a data action. */
export const actionSampleCommand: CliCommand = {
  define(action, run, io) {
    action
      .command('sample')
      .description('print an input that fits the contract of a data action, or an answer')
      .argument('<file>', 'a data action')
      .option('--output', 'print an answer from which the data action makes its outputs')
      .addHelpText(
        'after',
        '\nExample:\n  attendant action sample flows/data-actions/grant-consent.data-action.json > input.json\n  attendant action test flows/data-actions/grant-consent.data-action.json --input @input.json',
      )
      .action((file: string, options: Options) => run(() => printSample(file, options, io)));
  },
};

async function printSample(file: string, { output }: Options, io: Io): Promise<ExitCode> {
  const { loadDataAction } = await import('../files/load-data-action.ts');
  const { inOrder, reportText } = await import('./report.ts');
  const { dataAction, diagnostics } = loadDataAction(file);
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  if (dataAction === undefined) return EXIT.failed;
  const sample = output === true ? await answerOf(dataAction, io) : await inputOf(dataAction, io);
  if (sample === undefined) return EXIT.failed;
  io.out(`${JSON.stringify(sample, null, 2)}\n`);
  return EXIT.ok;
}

async function inputOf(dataAction: DataAction, io: Io) {
  const { inputFor } = await import('../actions/samples/input-for.ts');
  const input = inputFor(dataAction);
  const fault = dataAction.checkInput(input);
  if (fault !== undefined) io.err(`The sample does not fit the contract: ${fault}. Correct it by hand.\n`);
  return input;
}

async function answerOf(dataAction: DataAction, io: Io) {
  const { answerFor } = await import('../actions/samples/answer-for.ts');
  const { sampleOf } = await import('../actions/samples/sample-of.ts');
  const answer = answerFor(dataAction, sampleOf(dataAction.definition.contract.output.successSchema));
  if (answer.ok) return answer.body;
  const { printable } = await import('../simulator/printable.ts');
  io.err(`No answer was found: ${printable(answer.reason)}.\n`);
  return undefined;
}
