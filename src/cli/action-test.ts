import { basename, dirname } from 'node:path';
import type { DataAction } from '../actions/data-action.ts';
import { isJsonObject, type JsonObject } from '../authoring/json.ts';
import type { Host } from '../host.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { PLAY_OPTIONS, type PlayOptions } from './play-options.ts';
import type { CliCommand } from './program.ts';

interface Options extends PlayOptions {
  readonly input: string;
  readonly json?: true;
  readonly dryRun?: true;
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
  readonly target?: string;
  readonly data: string;
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
      .option(
        '--input <json|@file>',
        "the inputs as a JSON object, or @ and a file's name; none when absent",
        '{}',
      )
      .option('--json', 'print one JSON document')
      .option('--dry-run', 'print the exact request, secrets masked, and send nothing')
      .option(
        '--target <region>',
        'a Genesys Cloud region, such as mypurecloud.de, in place of the local platform',
      )
      .option(...PLAY_OPTIONS.fault, (value: string, before: readonly string[]) => [...before, value], [])
      .option(...PLAY_OPTIONS.record)
      .option(...PLAY_OPTIONS.replay)
      .option(...PLAY_OPTIONS.mask)
      .option(...PLAY_OPTIONS.keep)
      .option('--environment <file>', 'settings; else local.environment.json beside the flows')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flows',
      )
      .option(
        '--integrations <file>',
        'hosts and credentials of receivers; else local.integrations.json beside the flows',
      )
      .option('--data <folder>', 'folder of the encrypted secrets', 'data')
      .addHelpText('after', EXAMPLES)
      .action((file: string, options: Options) => run(() => test(file, options, io)));
  },
};

async function test(file: string, options: Options, io: Io): Promise<ExitCode> {
  const dataAction = await readDataAction(file, io);
  if (dataAction === undefined) return EXIT.failed;
  const input = await readInput(options.input, io);
  if (input === undefined) return EXIT.failed;
  const bench = await openBench(file, dataAction, options, io);
  if (bench === undefined) return EXIT.failed;
  const { host, play } = bench;
  try {
    const isOk = await (options.dryRun === true ? dryRun : trial)(host, dataAction, input, options, io);
    return play.finish(io) && isOk ? EXIT.ok : EXIT.failed;
  } finally {
    await host.close();
  }
}

async function trial(host: Host, dataAction: DataAction, input: JsonObject, options: Options, io: Io) {
  const { trialJson, trialText } = await import('./trial-text.ts');
  const tried = await host.desk.try(dataAction, input);
  io.out(options.json === true ? trialJson(tried) : trialText(tried, host.desk.budgets()));
  return tried.outcome.result === 'success';
}

async function dryRun(host: Host, dataAction: DataAction, input: JsonObject, options: Options, io: Io) {
  const { plannedJson, plannedText } = await import('./trial-text.ts');
  const planned = host.desk.plan(dataAction, input);
  io.out(options.json === true ? plannedJson(planned) : plannedText(planned));
  return planned.outcome === undefined;
}

async function readDataAction(file: string, io: Io): Promise<DataAction | undefined> {
  const { loadDataAction } = await import('../files/load-data-action.ts');
  const { inOrder, reportText } = await import('./report.ts');
  const { dataAction, diagnostics } = loadDataAction(file);
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  return dataAction;
}

async function openBench(file: string, dataAction: DataAction, options: Options, io: Io) {
  const { openLocalHost, openVault, readWorkspace } = await import('./local-host.ts');
  const { systemClock: clock } = await import('../system-clock.ts');
  const { readPlay } = await import('./playing.ts');
  const workspace = readWorkspace({ ...options, path: folderOf(file), withoutFlows: true }, io);
  if (workspace === undefined) return undefined;
  const vault = openVault(workspace, options.data, io);
  const faultable = [dataAction.id, ...workspace.dataActions.map(({ dataAction: { id } }) => id)];
  const parts = { clock, masker: vault.masker, dataActions: [dataAction], faultable };
  const play = await readPlay(options, parts, io);
  if (play === undefined) return undefined;
  const log = { info: () => {}, warn: (message: string) => io.err(`${message}\n`) };
  const own = { database: ':memory:', port: 0, clock, log, vault, play, ...targetOf(options) };
  return { play, host: await openLocalHost(workspace, own, io) };
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
