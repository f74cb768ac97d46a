import type { Diagnostic } from '../authoring/diagnostic.ts';
import { hasErrors } from '../authoring/diagnostic.ts';
import type { FileToWrite } from './import-writing.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly out: string;
  readonly set: readonly string[];
  readonly velocity?: true;
  readonly force?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  attendant import OrderStatus.yaml --out flows --set queue_name=Support
  attendant import Get-Contact.custom.json Main.i3InboundFlow --out flows`;

/**
 * `attendant import`: flows of Archy (YAML), exports of Architect (`.i3…`) and exported data actions become definitions
 * here.
 */
export const importCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('import')
      .description(
        'turn flows of Archy (YAML), exports of Architect (.i3…) and data actions into definitions',
      )
      .argument('<file...>', 'YAML files or exports; flows that belong together go in one import')
      .option('--out <folder>', 'where the definitions go', '.')
      .option(
        '--set <name=value>',
        'a value for a placeholder such as {{name}}; may be repeated',
        (value, before: string[]) => [...before, value],
        [] as string[],
      )
      .option('--velocity', 'keep data actions as they were exported')
      .option('--force', 'overwrite files that are there')
      .option('--json', 'print one JSON document')
      .addHelpText('after', EXAMPLES)
      .action((files: string[], options: Options) => run(() => importFiles(files, options, io)));
  },
};

async function importFiles(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const placeholders = readPlaceholders(options.set);
  const { namesIn, readImportSources } = await import('./import-sources.ts');
  const { filesToWrite, inTheWay, writeAll } = await import('./import-writing.ts');
  const { importDataActions } = await import('../importing/data-action/import-data-actions.ts');
  const { importFlows } = await import('../importing/import-flows.ts');
  const sources = await readImportSources(paths);
  const actions = importDataActions(sources.dataActions, { velocity: options.velocity === true });
  const { flows, dataActions } = await namesIn(options.out);
  const known = new Map([...dataActions, ...actions.files.map(({ name, id }) => [name, id] as const)]);
  const { files, notes } = importFlows(sources.flows, { placeholders, flows, dataActions: known });
  const hasFlow = files.some(({ kind }) => kind === 'flow');
  const found = filesToWrite(options.out, hasFlow ? files : [], actions.files);
  const blocked = inTheWay(found, { force: options.force === true });
  const written = blocked.length > 0 ? [] : found;
  writeAll(written);
  const all = [...sources.diagnostics, ...actions.notes, ...notes, ...blocked];
  await report(written, all, options, io);
  return written.length > 0 && !hasErrors(all) ? EXIT.ok : EXIT.failed;
}

function readPlaceholders(pairs: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(pair) ?? [];
      if (name === '') throw new UsageError(`--set: write name=value, not "${pair}".`);
      return [name, value];
    }),
  );
}

async function report(
  files: readonly FileToWrite[],
  notes: readonly Diagnostic[],
  { json }: Options,
  io: Io,
): Promise<void> {
  const { countText, inOrder, reportText } = await import('./report.ts');
  const ok = files.length > 0 && !hasErrors(notes);
  const written = files.filter(({ isInPlace }) => !isInPlace).map(({ file, kind }) => ({ file, kind }));
  if (json === true) {
    io.out(`${JSON.stringify({ ok, files: written, notes: inOrder(notes) }, null, 2)}\n`);
    return;
  }
  const lines = files.map(lineOf).join('');
  io.out(
    `${reportText(inOrder(notes), io.hasColors)}${lines}${written.length} ${written.length === 1 ? 'file' : 'files'} written: ${countText(notes)}\n${nextSteps(files)}`,
  );
}

function lineOf({ file, kind, isInPlace }: FileToWrite): string {
  return isInPlace ? `left ${file} as it is (${kind})\n` : `wrote ${file} (${kind})\n`;
}

/** What to do with what was written. */
function nextSteps(files: readonly FileToWrite[]): string {
  const file = (kind: string) => files.find((one) => one.kind.startsWith(kind))?.file;
  const [flow, environment, dataAction] = [file('flow'), file('environment'), file('data action')];
  const beside = environment === undefined ? '' : ` --environment ${environment}`;
  if (flow !== undefined) return `Next: attendant check ${flow}\n      attendant simulate ${flow}${beside}\n`;
  return dataAction === undefined ? '' : `Next: attendant check ${dataAction}\n`;
}
