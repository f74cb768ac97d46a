import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { Json, JsonObject } from '../authoring/json.ts';
import { MAX_DEPTH } from '../authoring/load-gate.ts';
import { type ArchyFlow, listAt, objectAt, textAt } from './archy/archy-flow.ts';
import type { PlaceholderValues } from './archy/placeholders.ts';
import { readArchy } from './archy/read-archy.ts';
import { looksLikeExport } from './export/decode-export.ts';
import { readExport } from './export/read-export.ts';
import { newDataActionBook } from './native/data-action-book.ts';
import { dataActionStub } from './native/data-action-stub.ts';
import { fileName } from './native/file-name.ts';
import { flowNames } from './native/flow-names.ts';
import { newThingBook, type ThingBook } from './native/thing-book.ts';
import { writeEnvironment } from './native/write-environment.ts';
import { writeFlow } from './native/write-flow.ts';
import { variableTypes } from './native/write-variables.ts';
import { ImportFault, nestsTooDeeply } from './notes.ts';

/** A file to import: its name, for messages, and its text. */
export interface ImportSource {
  readonly file: string;
  readonly text: string;
}

/** What is known before the import. */
export interface ImportOptions {
  /** Values for placeholders of YAML files. */
  readonly placeholders?: PlaceholderValues;
  /** Data actions that are there already: name → file's name without `.data-action.json`. */
  readonly dataActions?: ReadonlyMap<string, string>;
  /** Flows that are there already: name → file's name without `.flow.json`. */
  readonly flows?: ReadonlyMap<string, string>;
}

/** A definition that was imported, and the file it goes to, relative to the folder of flows. */
export interface ImportedFile {
  readonly path: string;
  readonly json: JsonObject;
  readonly kind: 'flow' | 'data action' | 'environment';
}

/** What an import gives. */
export interface Imported {
  readonly files: readonly ImportedFile[];
  readonly notes: readonly Diagnostic[];
}

/**
 * Imports flows as Archy writes them (YAML) or as Architect exports them (`.i3…`): flow files, data actions they call
 * that are not there yet, and one environment with everything they refer to. Pure; files that cannot be read are notes.
 */
export function importFlows(sources: readonly ImportSource[], options: ImportOptions = {}): Imported {
  const faults: Diagnostic[] = [];
  const read = sources.flatMap(
    (source) => attempt(source.file, faults, () => withEmbedded(readSource(source, options))) ?? [],
  );
  const named = nameFiles(read, options);
  const things = newThingBook();
  addFacts(read, things);
  const dataActions = newDataActionBook(options.dataActions ?? new Map());
  const flows = named.flatMap(({ source, path, flow }): ImportedFile[] => {
    const { facts, notes } = flow;
    const writing = {
      names: flowNames(flow),
      things,
      dataActions,
      facts,
      notes,
      flows: named.byName,
      types: typesOf(flow.flow),
    };
    const json = attempt(source, faults, () => bounded(writeFlow(flow, writing)));
    return json === undefined ? [] : [{ path, json, kind: 'flow' }];
  });
  const stubs = dataActions.called.filter((action) => !dataActions.isKnown(action));
  for (const { name, file } of stubs) faults.push(stubNote(sources[0]?.file ?? '', name, file));
  const environment = flows.length === 0 ? undefined : writeEnvironment(things);
  return {
    files: [
      ...flows,
      ...stubs.map(
        (action): ImportedFile => ({
          path: `data-actions/${action.file}.data-action.json`,
          json: dataActionStub(action),
          kind: 'data action',
        }),
      ),
      ...(environment === undefined
        ? []
        : [{ path: environmentPath(flows), json: environment, kind: 'environment' as const }]),
    ],
    notes: [...faults, ...new Set(read.map(({ flow }) => flow.notes))].flatMap((one) =>
      'list' in one ? one.list : [one],
    ),
  };
}

interface ReadFlow {
  readonly source: string;
  readonly flow: ArchyFlow;
}

function readSource({ file, text }: ImportSource, { placeholders }: ImportOptions): ReadFlow {
  const isExport = /\.i3\w+$/i.test(file) || looksLikeExport(text);
  const flow = isExport ? readExport(file, text) : readArchy(file, text, placeholders);
  return { source: file, flow };
}

function withEmbedded({ source, flow }: ReadFlow): readonly ReadFlow[] {
  return [{ source, flow }, ...flow.embedded.flatMap((inner) => withEmbedded({ source, flow: inner }))];
}

/** A flow that the load gate lets in. */
function bounded(flow: JsonObject): JsonObject {
  const depthOf = (json: Json): number =>
    typeof json === 'object' && json !== null ? 1 + Math.max(0, ...Object.values(json).map(depthOf)) : 0;
  if (depthOf(flow) > MAX_DEPTH) throw nestsTooDeeply();
  return flow;
}

/** Runs work that may find a file unfit; its fault becomes a note. */
function attempt<T>(file: string, faults: Diagnostic[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    const { code, message, hint, line, column } = error;
    const place = line === undefined ? {} : { line, column: column ?? 1 };
    faults.push({ severity: 'error', file, pointer: '', code, message, hint, ...place });
    return undefined;
  }
}

/** A common module that several exports embed is written once. */
function nameFiles(read: readonly ReadFlow[], options: ImportOptions) {
  const byName = new Map(options.flows);
  const taken = new Set<string>();
  const files = read.flatMap(({ source, flow }) => {
    const name = textAt(flow.flow, 'name') ?? '';
    const isEmbedded =
      flow.type === 'commonModule' && read.some((other) => other.flow.embedded.includes(flow));
    if (isEmbedded && byName.has(name)) return [];
    const file = fileName(name, 'flow', taken);
    byName.set(name, file);
    return [{ source, flow, path: `${file}.flow.json` }];
  });
  return Object.assign(files, { byName: byName as ReadonlyMap<string, string> });
}

function typesOf(flow: JsonObject): ReadonlyMap<string, string> {
  const inner = ['tasks', 'states', 'bots'].flatMap((key) =>
    listAt(flow, key).map((one): Json | undefined => objectAt(one, key.slice(0, -1))['variables']),
  );
  return variableTypes([flow['variables'], flow['startUpTaskVariables'], ...inner]);
}

/** What exports tell of things that flows refer to; of the others nothing is written. */
function addFacts(read: readonly ReadFlow[], things: ThingBook): void {
  for (const { flow } of read)
    for (const [thing, names] of flow.facts.things)
      for (const [name, facts] of names) things.add(thing, name, facts);
}

function stubNote(file: string, name: string, path: string): Diagnostic {
  return {
    severity: 'warning',
    file,
    pointer: '',
    code: 'IMPORT_DATA_ACTION',
    message: `the flow does not hold the request of the data action \`${name}\``,
    hint: `fill in "config" of data-actions/${path}.data-action.json`,
  };
}

function environmentPath(flows: readonly ImportedFile[]): string {
  return (flows[0]?.path ?? 'imported.flow.json').replace(/\.flow\.json$/, '.environment.json');
}
