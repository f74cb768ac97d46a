import { isJsonObject, type Json } from '../authoring/json.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly input?: true;
}

/** `attendant action contract`: a contract from a sample; what a sample cannot tell goes to standard error. */
export const actionContractCommand: CliCommand = {
  define(action, run, io) {
    action
      .command('contract')
      .description('print a contract for the outputs, or the inputs, of which a JSON file is a sample')
      .argument('<sample>', 'a JSON file, such as an answer')
      .option('--input', 'print a contract of inputs: single values, as Genesys Cloud wants them')
      .addHelpText('after', '\nExample:\n  attendant action contract answer.json > contract.json')
      .action((file: string, options: Options) => run(() => printContract(file, options, io)));
  },
};

async function printContract(file: string, { input }: Options, io: Io): Promise<ExitCode> {
  const { readJsonFile } = await import('../files/json-file.ts');
  const { reportText } = await import('./report.ts');
  const read = readJsonFile(file);
  if (!read.ok) {
    io.err(reportText(read.diagnostics, io.hasColors));
    return EXIT.failed;
  }
  const { contract, notes } = await (input === true
    ? inputContract(read.value.json)
    : outputContract(read.value.json));
  const { printable } = await import('../simulator/printable.ts');
  for (const note of notes) io.err(`${printable(note)}.\n`);
  io.out(`${JSON.stringify(contract, null, 2)}\n`);
  return EXIT.ok;
}

async function inputContract(sample: Json) {
  if (!isJsonObject(sample))
    throw new UsageError('Inputs are a JSON object, such as {"toAddress":"13175550123"}.');
  const { inputContractOf } = await import('../actions/samples/contract-of.ts');
  return inputContractOf(sample);
}

/** Architect reads outputs by name, so that a single value has no contract. */
async function outputContract(sample: Json) {
  if (typeof sample !== 'object' || sample === null)
    throw new UsageError('An answer is a JSON object or a list, such as {"id":"a1"}.');
  const { contractOf } = await import('../actions/samples/contract-of.ts');
  return contractOf(sample);
}
