import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { compileDataAction } from '../actions/compile-data-action.ts';
import type { ContractProperty } from '../actions/contract-properties.ts';
import type { DataAction } from '../actions/data-action.ts';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import { compileFlow, type FlowSource } from '../runtime/compile.ts';
import type { DataActionContract } from '../runtime/flow-action.ts';
import type { Program } from '../runtime/program.ts';
import type { ScalarType, VariableType } from '../runtime/value-type.ts';
import { isBelow } from './below.ts';
import {
  DATA_ACTION_SUFFIX,
  dataActionFile,
  dataActionNames,
  FLOW_SUFFIX,
  flowFile,
} from './definition-files.ts';
import { wrongKind } from './definition-kind.ts';
import { calledDataActions, namedFlows, taskReferences } from './flow-references.ts';
import { type JsonFile, readJsonFile } from './json-file.ts';

/** A flow with everything it refers to, read and compiled. */
export interface LoadedFlow {
  readonly file: string;
  /** Absent when there are errors. */
  readonly program?: Program;
  readonly dataActions: ReadonlyMap<string, DataAction>;
  /** JSON text of the flow, its task files and its data actions: enough to make it again (R5). */
  readonly bundle: string;
  /** All faults, each with line and column of its file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that the flow refers to. */
interface Referred {
  readonly file: string;
  readonly json: Json;
}

/** A flow and what it refers to, by the names it uses. */
interface Parts {
  readonly file: string;
  readonly flow: Json;
  readonly taskFiles: ReadonlyMap<string, Referred>;
  /** Flows it calls or transfers to, directly or through others. */
  readonly flows: ReadonlyMap<string, ReferredFlow>;
  /** Names by which a flow refers to the main flow. */
  readonly selfNames: readonly string[];
  readonly dataActions: ReadonlyMap<string, Referred>;
}

/** A flow that another refers to, with its own task files. */
interface ReferredFlow {
  readonly file: string;
  readonly flow: Json;
  readonly taskFiles: ReadonlyMap<string, Referred>;
}

/** What is kept of a flow version. Files' paths are not part of it: the same content has the same hash everywhere. */
interface Bundle {
  readonly flow: Json;
  readonly taskFiles: { readonly [ref: string]: Json };
  readonly flows?: { readonly [name: string]: FlowBundle };
  readonly selfNames?: readonly string[];
  readonly dataActions: { readonly [name: string]: Json };
}

/** What is kept of a flow that the main flow refers to. */
interface FlowBundle {
  readonly flow: Json;
  readonly taskFiles: { readonly [ref: string]: Json };
}

/** Reads a flow file, the task files it refers to and the data actions within its reach. */
export function loadFlow(file: string): LoadedFlow {
  const read = readJsonFile(file);
  if (!read.ok) return unreadable(file, read.diagnostics);
  const wrong = wrongKind(file, read.value.json, 'flow');
  if (wrong !== undefined) return unreadable(file, [wrong]);
  const files = new Map<string, JsonFile>([[file, read.value]]);
  const diagnostics: Diagnostic[] = [];
  const taskFiles = readTaskFiles(file, read.value.json, files, diagnostics);
  const { flows, selfNames } = readFlows(file, read.value.json, taskFiles, files, diagnostics);
  const documents = [{ flow: read.value.json, taskFiles }, ...flows.values()].flatMap(documentsOf);
  const dataActions = readDataActions(file, documents, files, diagnostics);
  const loaded = compileParts(
    { file, flow: read.value.json, taskFiles, flows, selfNames, dataActions },
    dataActionNames(file),
  );
  const all = [...diagnostics, ...loaded.diagnostics].map((found) => located(found, files));
  const { program, ...rest } = loaded;
  return { ...rest, diagnostics: all, ...(program === undefined || hasErrors(all) ? {} : { program }) };
}

function unreadable(file: string, diagnostics: readonly Diagnostic[]): LoadedFlow {
  return { file, dataActions: new Map(), bundle: '', diagnostics };
}

/** A flow made again from the bundle that a conversation began with. @returns faults when this version cannot run it. */
export function loadBundle(text: string): LoadedFlow {
  const { flow, taskFiles, dataActions, flows = {}, selfNames = [] } = JSON.parse(text) as Bundle;
  const parts = {
    file: 'stored flow version',
    flow,
    taskFiles: referred(taskFiles, ''),
    flows: new Map(
      Object.entries(flows).map(([name, one]) => [
        name,
        { file: `${name}${FLOW_SUFFIX}`, flow: one.flow, taskFiles: referred(one.taskFiles, '') },
      ]),
    ),
    selfNames,
    dataActions: referred(dataActions, DATA_ACTION_SUFFIX),
  };
  return compileParts(parts, Object.keys(dataActions), { isRunning: true });
}

function referred(files: { readonly [name: string]: Json }, suffix: string): ReadonlyMap<string, Referred> {
  return new Map(Object.entries(files).map(([name, json]) => [name, { file: `${name}${suffix}`, json }]));
}

/** Every flow file of a folder, without those below it. */
export function flowFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(FLOW_SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

/** @param knownDataActions names for "did you mean", also of those the flow does not call. */
function compileParts(
  parts: Parts,
  knownDataActions: readonly string[],
  version: Pick<FlowSource, 'isRunning'> = {},
): LoadedFlow {
  const { file, flow, taskFiles, flows, selfNames } = parts;
  const bundle = bundleText(parts);
  const { dataActions, diagnostics } = compileDataActions(parts.dataActions);
  const compiled = compileFlow({
    file,
    flow,
    taskFiles,
    flows,
    selfNames,
    dataActions: new Map(knownDataActions.map((name) => [name, contractOf(dataActions.get(name))])),
    hash: createHash('sha256').update(bundle).digest('hex'),
    ...version,
  });
  const all = [...diagnostics, ...compiled.diagnostics];
  const isSound = compiled.program !== undefined && !hasErrors(all);
  return { file, dataActions, bundle, diagnostics: all, ...(isSound && { program: compiled.program }) };
}

function bundleText({ flow, taskFiles, flows, selfNames, dataActions }: Parts): string {
  const contents = (files: ReadonlyMap<string, Referred>) =>
    Object.fromEntries(
      [...files].map(([name, { json }]) => [name, json] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const others = [...flows].map(
    ([name, one]) => [name, { flow: one.flow, taskFiles: contents(one.taskFiles) }] as const,
  );
  return JSON.stringify({
    flow,
    taskFiles: contents(taskFiles),
    ...(others.length === 0 ? {} : { flows: Object.fromEntries(others) }),
    ...(selfNames.length === 0 ? {} : { selfNames }),
    dataActions: contents(dataActions),
  } satisfies Bundle);
}

function compileDataActions(files: ReadonlyMap<string, Referred>) {
  const diagnostics: Diagnostic[] = [];
  const dataActions = new Map<string, DataAction>();
  for (const [name, { file, json }] of files) {
    const compiled = compileDataAction(json, file);
    diagnostics.push(...compiled.diagnostics);
    if (compiled.dataAction !== undefined) dataActions.set(name, compiled.dataAction);
  }
  return { dataActions, diagnostics };
}

/** What a flow may know of a data action, in Architect's types. A type the contract leaves open is `json`. */
function contractOf(dataAction: DataAction | undefined): DataActionContract | undefined {
  if (dataAction === undefined) return undefined;
  return {
    inputs: Object.fromEntries(
      dataAction.inputs.map((input) => [
        input.name,
        { type: variableType(input), required: input.isRequired },
      ]),
    ),
    outputs: Object.fromEntries(dataAction.outputs.map((output) => [output.name, variableType(output)])),
    messaging: dataAction.messaging,
    ...(dataAction.isSecure && { isSecure: true }),
  };
}

const ARCHITECT_TYPES: { readonly [type in ContractProperty['type']]: ScalarType } = {
  string: 'string',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
  object: 'json',
  any: 'json',
};

function variableType({ type, isCollection }: ContractProperty): VariableType {
  return isCollection ? `${ARCHITECT_TYPES[type]}Collection` : ARCHITECT_TYPES[type];
}

function readTaskFiles(
  flowFile: string,
  flow: Json,
  files: Map<string, JsonFile>,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Referred> {
  const found = new Map<string, Referred>();
  for (const [pointer, ref] of taskReferences(flow)) {
    if (found.has(ref)) continue;
    const file = join(dirname(flowFile), ref);
    if (!isBelow(dirname(flowFile), file)) {
      diagnostics.push({
        severity: 'error',
        file: flowFile,
        pointer,
        code: 'TASK_FILE_OUTSIDE',
        message: `${ref} lies outside the flow's folder`,
        hint: 'keep task files below the folder of the flow',
      });
      continue;
    }
    const json = readInto(file, files, diagnostics);
    if (json !== undefined) found.set(ref, { file, json });
  }
  return found;
}

function readInto(file: string, files: Map<string, JsonFile>, diagnostics: Diagnostic[]): Json | undefined {
  const read = readJsonFile(file);
  diagnostics.push(...read.diagnostics);
  if (!read.ok) return undefined;
  files.set(file, read.value);
  return read.value.json;
}

function documentsOf({ flow, taskFiles }: Pick<ReferredFlow, 'flow' | 'taskFiles'>): readonly Json[] {
  return [flow, ...[...taskFiles.values()].map(({ json }) => json)];
}

/** The flows that a flow names and whose files there are, and those that they name, each once. */
function readFlows(
  mainFile: string,
  flow: Json,
  taskFiles: ReadonlyMap<string, Referred>,
  files: Map<string, JsonFile>,
  diagnostics: Diagnostic[],
): Pick<Parts, 'flows' | 'selfNames'> {
  const found = new Map<string, ReferredFlow>();
  const selfNames = new Set<string>();
  const open = [...namedFlows(documentsOf({ flow, taskFiles }))];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = found.has(name) ? undefined : flowFile(mainFile, name);
    if (file === undefined) continue;
    if (resolve(file) === resolve(mainFile)) {
      selfNames.add(name);
      continue;
    }
    const json = readInto(file, files, diagnostics);
    if (json === undefined) continue;
    const one = { file, flow: json, taskFiles: readTaskFiles(file, json, files, diagnostics) };
    found.set(name, one);
    open.push(...namedFlows(documentsOf(one)));
  }
  const flows = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { flows, selfNames: [...selfNames].sort() };
}

/** Only data actions that the flow calls are part of its version. */
function readDataActions(
  flowFile: string,
  documents: readonly Json[],
  files: Map<string, JsonFile>,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Referred> {
  const found = new Map<string, Referred>();
  for (const name of calledDataActions(documents)) {
    const file = dataActionFile(flowFile, name);
    const json = file === undefined ? undefined : readInto(file, files, diagnostics);
    if (file !== undefined && json !== undefined) found.set(name, { file, json });
  }
  return found;
}

function located(found: Diagnostic, files: ReadonlyMap<string, JsonFile>): Diagnostic {
  if (found.line !== undefined) return found;
  const file = files.get(found.file);
  return file === undefined ? found : { ...found, ...file.locate(found.pointer) };
}
