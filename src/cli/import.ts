import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { isJsonObject } from '../authoring/json.ts';
import type { ImportedFile, ImportSource } from '../importing/import-flows.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly out: string;
  readonly set: readonly string[];
  readonly force?: true;
  readonly json?: true;
}

/** `attendant import`: flows of Archy (YAML) and exports of Architect (`.i3…`) become definitions here. */
export const importCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('import')
      .description('turn flows of Archy (YAML) and exports of Architect (.i3…) into definitions')
      .argument('<file...>', 'YAML files or exports; flows that belong together go in one import')
      .option('--out <folder>', 'where the definitions go', '.')
      .option(
        '--set <name=value>',
        'a value for a placeholder such as {{name}}; may be repeated',
        (value, before: string[]) => [...before, value],
        [] as string[],
      )
      .option('--force', 'overwrite files that are there')
      .option('--json', 'print one JSON document')
      .addHelpText(
        'after',
        '\nExample:\n  attendant import OrderStatus.yaml --out flows --set queue_name=Support',
      )
      .action((files: string[], options: Options) => run(() => importFiles(files, options, io)));
  },
};

async function importFiles(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const placeholders = readPlaceholders(options.set);
  const { importFlows } = await import('../importing/import-flows.ts');
  const { sources, diagnostics } = await readSources(paths);
  const known = await namesIn(options.out);
  const { files, notes } = importFlows(sources, { placeholders, ...known });
  const inTheWay =
    options.force === true
      ? []
      : files.map(({ path }) => join(options.out, path)).filter((path) => existsSync(path));
  const all = [...diagnostics, ...notes, ...inTheWay.map(exists)];
  const hasFlow = files.some(({ kind }) => kind === 'flow');
  const written = hasFlow && inTheWay.length === 0 ? await writeAll(files, options.out) : [];
  await report(written, all, options, io);
  return hasFlow && !hasErrors(all) ? EXIT.ok : EXIT.failed;
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

async function readSources(paths: readonly string[]) {
  const { readTextFile } = await import('../files/json-file.ts');
  const sources: ImportSource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of new Set(paths)) {
    const read = readTextFile(file);
    if ('text' in read) sources.push({ file, text: read.text });
    else diagnostics.push(...read.diagnostics);
  }
  return { sources, diagnostics };
}

/** Flows and data actions that are there already: their names and what their files are called. */
async function namesIn(folder: string) {
  const { readJsonFile } = await import('../files/json-file.ts');
  const names = (below: string, suffix: string): Map<string, string> => {
    if (!existsSync(below)) return new Map();
    const files = readdirSync(below).filter((name) => name.endsWith(suffix));
    return new Map(
      files.flatMap((file): [string, string][] => {
        const read = readJsonFile(join(below, file));
        const name = read.ok && isJsonObject(read.value.json) ? read.value.json['name'] : undefined;
        return typeof name === 'string' ? [[name, file.slice(0, -suffix.length)]] : [];
      }),
    );
  };
  return {
    flows: names(folder, '.flow.json'),
    dataActions: names(join(folder, 'data-actions'), '.data-action.json'),
  };
}

function exists(file: string): Diagnostic {
  const message = 'there is such a file already; nothing was written';
  return {
    severity: 'error',
    file,
    pointer: '',
    code: 'IMPORT_EXISTS',
    message,
    hint: 'write to another folder with --out, or overwrite it with --force',
  };
}

async function writeAll(files: readonly ImportedFile[], folder: string): Promise<readonly WrittenFile[]> {
  const { jsonLayout } = await import('../authoring/json-layout.ts');
  return files.map(({ path, json, kind }) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, jsonLayout(json));
    return { file, kind };
  });
}

interface WrittenFile {
  readonly file: string;
  readonly kind: string;
}

async function report(
  written: readonly WrittenFile[],
  notes: readonly Diagnostic[],
  { json }: Options,
  io: Io,
): Promise<void> {
  const { countText, inOrder, reportText } = await import('./report.ts');
  const ok = written.length > 0 && !hasErrors(notes);
  if (json === true) {
    io.out(`${JSON.stringify({ ok, files: written, notes: inOrder(notes) }, null, 2)}\n`);
    return;
  }
  const lines = written.map(({ file, kind }) => `wrote ${file} (${kind})\n`).join('');
  const next = nextSteps(written);
  io.out(
    `${reportText(inOrder(notes), io.hasColors)}${lines}${written.length} ${written.length === 1 ? 'file' : 'files'} written: ${countText(notes)}\n${next}`,
  );
}

/** What to do with what was written. */
function nextSteps(written: readonly WrittenFile[]): string {
  const file = (kind: string) => written.find((one) => one.kind === kind)?.file;
  const [flow, environment] = [file('flow'), file('environment')];
  if (flow === undefined) return '';
  const beside = environment === undefined ? '' : ` --environment ${environment}`;
  return `Next: attendant check ${flow}\n      attendant simulate ${flow}${beside}\n`;
}
