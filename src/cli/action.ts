import { dirname } from 'node:path';
import type { Operation } from '../actions/operation.ts';
import { isJsonObject, type JsonObject } from '../authoring/json.ts';
import type { DataActionTrial } from '../host.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly input: string;
  readonly json?: true;
  readonly environment?: string;
  readonly platform?: string;
}

/** `attendant action test`: runs one data action and shows every operation with its intermediate result (D6). */
export const actionCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('action')
      .description('try data actions')
      .command('test')
      .description('run one data action and show every step from its inputs to its outputs')
      .argument('<file>', 'a data action')
      .requiredOption('--input <json|@file>', "the inputs as a JSON object, or @ and a file's name")
      .option('--json', 'print one JSON document')
      .option('--environment <file>', 'settings; else local.environment.json beside the flows')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flows',
      )
      .addHelpText(
        'after',
        '\nExample:\n  attendant action test flows/data-actions/grant-consent.data-action.json --input \'{"channel":"whatsapp","address":"13175550123","method":"web"}\'',
      )
      .action((file: string, options: Options) => run(() => test(file, options, io)));
  },
};

async function test(file: string, options: Options, io: Io): Promise<ExitCode> {
  const { loadDataAction } = await import('../files/load-data-action.ts');
  const { inOrder, reportText } = await import('./report.ts');
  const { dataAction, diagnostics } = loadDataAction(file);
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  if (dataAction === undefined) return EXIT.failed;
  const input = await readInput(options.input, io);
  if (input === undefined) return EXIT.failed;
  const { openLocalHost, readWorkspace } = await import('./local-host.ts');
  const { systemClock } = await import('../system-clock.ts');
  const workspace = readWorkspace({ ...options, path: dirname(dirname(file)) }, io);
  if (workspace === undefined) return EXIT.failed;
  const log = { info: () => {}, warn: (message: string) => io.err(`${message}\n`) };
  const host = await openLocalHost(workspace, { database: ':memory:', port: 0, clock: systemClock, log }, io);
  try {
    const trial = await host.tryDataAction(dataAction, input);
    io.out(options.json === true ? asJson(trial) : asText(trial));
    return trial.outcome.result === 'success' ? EXIT.ok : EXIT.failed;
  } finally {
    await host.close();
  }
}

/** @returns `undefined` when the file cannot be read; its faults are told. */
async function readInput(text: string, io: Io): Promise<JsonObject | undefined> {
  const { parseJsonText, readJsonFile } = await import('../files/json-file.ts');
  const { reportText } = await import('./report.ts');
  const read = text.startsWith('@') ? readJsonFile(text.slice(1)) : parseJsonText('--input', text);
  if (!read.ok) {
    io.err(reportText(read.diagnostics, io.hasColors));
    return undefined;
  }
  if (!isJsonObject(read.value.json))
    throw new UsageError('--input must be a JSON object, such as {"toAddress":"13175550123"}.');
  return read.value.json;
}

/** The shape of Genesys Cloud's own test results. */
function asJson({ outcome, operations }: DataActionTrial): string {
  const success = outcome.result === 'success';
  const result = success ? { finalResult: outcome.outputs } : { error: outcome.failure };
  return `${JSON.stringify({ success, operations, ...result }, null, 2)}\n`;
}

function asText({ outcome, operations }: DataActionTrial): string {
  const lines = operations.map(operationText);
  const end =
    outcome.result === 'success'
      ? `Success: ${JSON.stringify(outcome.outputs)}`
      : `Failed: ${String(outcome.failure.errorCode)}, ${String(outcome.failure.userMessage)}`;
  return `${[...lines, end].join('\n')}\n`;
}

function operationText({ step, name, success, result, error }: Operation): string {
  const what = success ? JSON.stringify(result, null, 2).replaceAll('\n', '\n     ') : (error ?? '');
  return `${String(step).padStart(2)} ${success ? '✓' : '✗'} ${name}\n     ${what}`;
}
