import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { readCallStart } from '../api/call-start.ts';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { type LoadedEnvironment, loadEnvironment, patchedEnvironment } from '../files/environment.ts';
import { type JsonFile, readJsonFile } from '../files/json-file.ts';
import { loadCassette } from '../files/load-cassette.ts';
import { type LoadedFlow, loadFlow } from '../files/load-flow.ts';
import { environmentFileFor } from '../files/workspace.ts';
import type { Cassette } from '../recording/cassette.ts';
import { mediumOf } from '../runtime/medium.ts';
import { readAct } from './caller-acts.ts';
import { checkTest } from './check-test.ts';
import { beside, flowFileOf } from './flow-file-of.ts';
import type { Answers, FlowTest, TestStart } from './flow-test.ts';
import {
  DEFAULT_AT,
  type TestCaller,
  type TestDefinition,
  type TestFile,
  TestFileSchema,
} from './test-file.ts';

/** A file of tests, read and checked. */
export interface LoadedTests {
  readonly file: string;
  /** In the order of the file; none when there are errors. */
  readonly tests: readonly FlowTest[];
  /** Differs whenever something differs that the tests are played with. */
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads files of tests; what several of them play with is read and compiled once. */
export interface TestLoader {
  load(file: string): LoadedTests;
  /** All faults of a file of tests whose content is read already. */
  check(json: JsonFile): readonly Diagnostic[];
}

const checkShape = schemaCheck(TestFileSchema);

/** Makes a loader; it remembers what it has read, so another is made when files have changed. */
export function createTestLoader(): TestLoader {
  const flows = new Map<string, LoadedFlow>();
  const environments = new Map<string, LoadedEnvironment>();
  const once = <Value>(known: Map<string, Value>, file: string, read: (file: string) => Value): Value => {
    const value = known.get(file) ?? read(file);
    known.set(file, value);
    return value;
  };
  const sources: Sources = {
    flow: (file) => once(flows, file, loadFlow),
    environment: (file) => once(environments, file, loadEnvironment),
  };
  return {
    load(file) {
      const read = readJsonFile(file);
      if (!read.ok) {
        const { diagnostics } = read;
        return { file, tests: [], version: JSON.stringify(diagnostics), diagnostics };
      }
      return loadFrom(read.value, sources);
    },
    check: (json) => loadFrom(json, sources).diagnostics,
  };
}

interface Sources {
  flow(file: string): LoadedFlow;
  environment(file: string): LoadedEnvironment;
}

function loadFrom(read: JsonFile, sources: Sources): LoadedTests {
  const { file, json, locate } = read;
  const shape = checkShape(json, { file, pointer: '' });
  if (shape.length > 0) return failed(read, shape);
  // The check above has just found no fault.
  const content = json as unknown as TestFile;
  const flowFile = flowFileOf(file, content.flow);
  if (typeof flowFile !== 'string') return failed(read, [flowFile]);
  const loaded = sources.flow(flowFile);
  const { program } = loaded;
  if (program === undefined) return failed(read, loaded.diagnostics);
  const flow = { program, dataActions: loaded.dataActions, bundle: loaded.bundle };
  const reading: Reading = { file, flowFile, flow, sources, content, found: [] };
  const { tests: _tests, $schema: _schema, flow: _flow, ...shared } = content;
  const medium = mediumOf(program.type, callOf(shared.caller));
  reading.found.push(...checkTest(shared, { flow, medium }, { file, pointer: '' }));
  const tests = Object.entries(content.tests).map(([name, own]) =>
    readTest(name, own, shared, locate(pointerTo('/tests', name)).line, reading),
  );
  const diagnostics = distinct(reading.found).map((one) => located(one, read));
  const version = hashOf(read, flow, tests);
  return { file, tests: hasErrors(diagnostics) ? [] : tests, version, diagnostics };
}

interface Reading {
  readonly file: string;
  readonly flowFile: string;
  readonly flow: RunnableFlow;
  readonly sources: Sources;
  readonly content: TestFile;
  readonly found: Diagnostic[];
}

function failed(read: JsonFile, found: readonly Diagnostic[]): LoadedTests {
  const diagnostics = found.map((one) => located(one, read));
  const version = JSON.stringify([read.json, diagnostics]);
  return { file: read.file, tests: [], version, diagnostics };
}

function located(found: Diagnostic, { file, locate }: JsonFile): Diagnostic {
  return found.file === file && found.line === undefined ? { ...found, ...locate(found.pointer) } : found;
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

function hashOf({ json }: JsonFile, flow: RunnableFlow, tests: readonly FlowTest[]): string {
  const around = tests.map(({ environment, settings, cassette }) => [
    environment,
    settings,
    cassette ?? null,
  ]);
  const all = JSON.stringify([json, flow.program.hash, around]);
  return createHash('sha256').update(all).digest('hex');
}

function readTest(
  name: string,
  own: TestDefinition,
  shared: TestDefinition,
  line: number,
  reading: Reading,
): FlowTest {
  const { file, flowFile, flow, found } = reading;
  const pointer = pointerTo('/tests', name);
  const caller = { ...shared.caller, ...own.caller };
  const start = readStart(caller, own.caller === undefined ? '' : pointer, reading);
  const medium = mediumOf(flow.program.type, start.call ?? {});
  found.push(...checkTest(own, { flow, medium }, { file, pointer }));
  const { environment, settings } = readEnvironment(own, shared, pointer, reading);
  const cassette = readCassette(own, shared, pointer, reading);
  return {
    ...{ file, name, line, flowFile, flow, environment: withoutAnswered(environment, own, shared), settings },
    at: Date.parse(own.at ?? shared.at ?? '') || DEFAULT_AT,
    start,
    acts: (caller.does ?? []).flatMap((act) => {
      const read = readAct(act, medium);
      return 'hint' in read ? [] : [read];
    }),
    answers: new Map([...answersIn(shared, { isOwn: false }), ...answersIn(own, { isOwn: true })]),
    ...(cassette !== undefined && { cassette }),
    expect: merged(shared, own),
  };
}

/** A data action that the test answers is not simulated by the environment. */
function withoutAnswered(
  environment: FlowTest['environment'],
  own: TestDefinition,
  shared: TestDefinition,
): FlowTest['environment'] {
  const answered = Object.keys({ ...shared.dataActions, ...own.dataActions });
  const { dataActions = {} } = environment;
  const rest = Object.entries(dataActions).filter(([name]) => !answered.includes(name));
  return rest.length === Object.keys(dataActions).length
    ? environment
    : { ...environment, dataActions: Object.fromEntries(rest) };
}

function answersIn({ dataActions = {} }: TestDefinition, { isOwn }: Pick<Answers, 'isOwn'>) {
  return Object.entries(dataActions).map(([name, given]): [string, Answers] => {
    const isForAll = !Array.isArray(given);
    return [name, { list: [given].flat(), isForAll, isOwn }];
  });
}

function merged({ expect: shared = {} }: TestDefinition, { expect: own = {} }: TestDefinition) {
  const both = (key: 'variables' | 'participantData') =>
    shared[key] !== undefined && own[key] !== undefined ? { [key]: { ...shared[key], ...own[key] } } : {};
  return { ...shared, ...own, ...both('variables'), ...both('participantData') };
}

/** The same rules as for a call that is started over HTTP. */
function readStart(
  { does: _does, ...caller }: TestCaller,
  pointer: string,
  { file, flow, found }: Reading,
): TestStart {
  const { name } = flow.program;
  const library = { find: () => flow, names: () => [name], fromBundle: () => flow };
  const read = readCallStart(library, { flow: name, ...caller });
  if (read.ok) {
    const { flow: _flow, id: _id, ...start } = read.value;
    return start;
  }
  const { message, field = '' } = read.refusal;
  found.push({
    ...{ severity: 'error', file, code: 'TEST_CALLER', message: message.replace(/\.$/, '') },
    pointer: `${pointer}/caller${field === '' ? '' : `/${field.replaceAll('.', '/')}`}`,
    hint: 'a test begins a call as POST /attendant/calls does',
  });
  return {};
}

function callOf(caller: TestCaller | undefined): Parameters<typeof mediumOf>[1] {
  return caller?.message === undefined ? {} : { message: { body: caller.message } };
}

function readEnvironment(
  own: TestDefinition,
  shared: TestDefinition,
  pointer: string,
  { file, flowFile, sources, found }: Reading,
): LoadedEnvironment {
  const path = [own.environment, shared.environment].find((one) => typeof one === 'string');
  const named = path === undefined ? environmentFileFor(dirname(flowFile)) : beside(file, path);
  let environment = sources.environment(named);
  found.push(...environment.diagnostics);
  for (const [patch, at] of [
    ...(typeof own.environment === 'string' ? [] : [[shared.environment, ''] as const]),
    [own.environment, pointer] as const,
  ]) {
    if (typeof patch !== 'object') continue;
    const { length } = environment.diagnostics;
    environment = patchedEnvironment(environment, patch, { file, pointer: `${at}/environment` });
    found.push(...environment.diagnostics.slice(length));
  }
  return environment;
}

function readCassette(
  own: TestDefinition,
  shared: TestDefinition,
  pointer: string,
  { file, found }: Reading,
): Cassette | undefined {
  const path = own.cassette ?? shared.cassette;
  if (path === undefined) return undefined;
  const at = own.cassette === undefined ? '/cassette' : `${pointer}/cassette`;
  const { cassette, diagnostics } = loadCassette(beside(file, path));
  const missing = diagnostics.find(({ code }) => code === 'FILE_MISSING');
  if (missing === undefined) found.push(...diagnostics);
  else found.push({ ...withoutPlace(missing), file, pointer: at, message: `there is no cassette ${path}` });
  return cassette;
}

function withoutPlace({ line: _line, column: _column, ...rest }: Diagnostic): Diagnostic {
  return rest;
}
