import { basename, dirname } from 'node:path';
import type { DataAction } from '../actions/data-action.ts';
import { isJsonObject, type JsonObject } from '../authoring/json.ts';
import type { Host } from '../host.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly input: string;
  readonly json?: true;
  readonly dryRun?: true;
  readonly environment?: string;
  readonly platform?: string;
  readonly target?: string;
}

const EXAMPLES = `
Examples:
  attendant action test flows/data-actions/grant-consent.data-action.json --input '{"channel":"whatsapp","address":"13175550123","method":"web"}'
  attendant action test Get-Contact.custom.json --input @contact.json --target mypurecloud.de --dry-run`;

/** `attendant action test`: runs one data action and shows every operation with its intermediate result (D6). */
export const actionTestCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('test')
      .description('run one data action and show every step from its inputs to its outputs')
      .argument('<file>', 'a data action, as written for Attendant or as Genesys Cloud exports it')
      .requiredOption('--input <json|@file>', "the inputs as a JSON object, or @ and a file's name")
      .option('--json', 'print one JSON document')
      .option('--dry-run', 'print the exact request, secrets masked, and send nothing')
      .option(
        '--target <region>',
        'a Genesys Cloud region, such as mypurecloud.de, in place of the local platform',
      )
      .option('--environment <file>', 'settings; else local.environment.json beside the flows')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flows',
      )
      .addHelpText('after', EXAMPLES)
      .action((file: string, options: Options) => run(() => test(file, options, io)));
  },
};

async function test(file: string, options: Options, io: Io): Promise<ExitCode> {
  const dataAction = await readDataAction(file, io);
  if (dataAction === undefined) return EXIT.failed;
  const input = await readInput(options.input, io);
  if (input === undefined) return EXIT.failed;
  const host = await openHostFor(file, options, io);
  if (host === undefined) return EXIT.failed;
  try {
    return options.dryRun
      ? dryRun(host, dataAction, input, options, io)
      : await trial(host, dataAction, input, options, io);
  } finally {
    await host.close();
  }
}

async function trial(
  host: Host,
  dataAction: DataAction,
  input: JsonObject,
  options: Options,
  io: Io,
): Promise<ExitCode> {
  const { trialJson, trialText } = await import('./trial-text.ts');
  const tried = await host.tryDataAction(dataAction, input);
  io.out(options.json === true ? trialJson(tried) : trialText(tried));
  return tried.outcome.result === 'success' ? EXIT.ok : EXIT.failed;
}

async function dryRun(
  host: Host,
  dataAction: DataAction,
  input: JsonObject,
  options: Options,
  io: Io,
): Promise<ExitCode> {
  const { plannedJson, plannedText } = await import('./trial-text.ts');
  const planned = host.planDataAction(dataAction, input);
  io.out(options.json === true ? plannedJson(planned) : plannedText(planned));
  return planned.outcome === undefined ? EXIT.ok : EXIT.failed;
}

async function readDataAction(file: string, io: Io): Promise<DataAction | undefined> {
  const { loadDataAction } = await import('../files/load-data-action.ts');
  const { inOrder, reportText } = await import('./report.ts');
  const { dataAction, diagnostics } = loadDataAction(file);
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  return dataAction;
}

async function openHostFor(file: string, options: Options, io: Io): Promise<Host | undefined> {
  const { openLocalHost, readWorkspace } = await import('./local-host.ts');
  const { systemClock } = await import('../system-clock.ts');
  const workspace = readWorkspace({ ...options, path: folderOf(file), withoutFlows: true }, io);
  if (workspace === undefined) return undefined;
  const log = { info: () => {}, warn: (message: string) => io.err(`${message}\n`) };
  const host = { database: ':memory:', port: 0, clock: systemClock, log };
  return openLocalHost(workspace, { ...host, ...targetOf(options) }, io);
}

function targetOf({ target, dryRun: isDry }: Options) {
  if (target === undefined) return {};
  return { region: target, ...(isDry === true && { withoutCredentials: true as const }) };
}

/** Data actions lie in `data-actions` beside the flows; settings lie beside the flows. */
function folderOf(file: string): string {
  const folder = dirname(file);
  return basename(folder) === 'data-actions' ? dirname(folder) : folder;
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
