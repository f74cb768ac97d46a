import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../authoring/json.ts';
import { schemaCheck } from '../../authoring/schema-check.ts';
import { type FlowActionType, settingsSchema } from '../../runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../../runtime/flow-actions/index.ts';
import { listAt, objectAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import type { ActionReading } from './action-reading.ts';
import type { Converted } from './converters/converter.ts';
import { CONVERTERS } from './converters/index.ts';
import type { NativeAction, Spot, Writing } from './writing.ts';

const TYPES: ReadonlyMap<string, FlowActionType> = new Map(FLOW_ACTIONS.map((type) => [type.type, type]));
/** Settings of every action that its converter does not read itself. */
const READ_HERE = ['name', 'refId', 'outputs', 'none', 'trackingId'];

/** Writes a list of Archy's actions. */
export function writeActions(json: Json | undefined, spot: Spot, writing: Writing): readonly NativeAction[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((action: Json, index) =>
    writeAction(action, { ...spot, pointer: pointerTo(spot.pointer, index) }, writing),
  );
}

function writeAction(json: Json, spot: Spot, writing: Writing): readonly NativeAction[] {
  const [key, given] = onlyEntry(json) ?? [typeof json === 'string' ? json : '', null];
  const settings = isJsonObject(given) ? given : {};
  const name = textAt(settings, 'name') ?? '';
  const reading: ActionReading = {
    key,
    settings,
    spot: { where: `\`${name === '' ? key : name}\` ${spot.where}`, pointer: pointerTo(spot.pointer, key) },
    used: new Set(READ_HERE),
    writing,
    actions: branchWriter({ where: spot.where, pointer: pointerTo(spot.pointer, key) }, writing),
  };
  const convert = own(CONVERTERS, key);
  if (convert === undefined) return [opaque(reading, NOT_KNOWN)];
  const converted = convert(reading);
  const all = Array.isArray(converted) ? (converted as readonly Converted[]) : [converted as Converted];
  if (all.some(({ type }) => !TYPES.has(type))) return [opaque(reading, NOT_KNOWN)];
  const written = all.map((one, index) => finished(one, index === all.length - 1, reading));
  const unfit = written.find((one) => 'unfit' in one);
  if (unfit !== undefined) return [opaque(reading, String(unfit['unfit']))];
  noteUnread(reading);
  return written;
}

/** Writes branches below an action; one that is asked for again is the same, or nested ones would be written without end. */
function branchWriter({ where, pointer }: Spot, writing: Writing): ActionReading['actions'] {
  const written = new Map<string, readonly NativeAction[]>();
  return (list, ...path) => {
    const at = pointerTo(pointer, ...path);
    const before = written.get(at);
    if (before !== undefined) return before;
    const actions = writeActions(list, { where, pointer: at }, writing);
    written.set(at, actions);
    return actions;
  };
}

const NOT_KNOWN = 'there is no such action here';

/** The action with its output paths, or why its type does not take it; a name the author gave becomes its note. */
function finished({ type, settings }: Converted, isLast: boolean, reading: ActionReading): NativeAction {
  const definition = TYPES.get(type);
  if (definition === undefined) return { unfit: NOT_KNOWN };
  const outputs = { ...(isLast ? outputPaths(reading) : {}), ...objectAt(settings, 'outputs') };
  const full =
    isJsonObject(settings) && Object.keys(outputs).length > 0 ? { ...settings, outputs } : settings;
  const written = known(definition, full, reading);
  const [fault] = checkOf(definition)(written, { file: '', pointer: '' });
  if (fault !== undefined) return { unfit: `\`${type}\` does not take it: ${fault.message}` };
  const name = textAt(reading.settings, 'name') ?? '';
  const isOwn = name !== '' && !isUsualName(name, type, reading.key);
  return { [type]: written, ...(isOwn ? { note: name } : {}) };
}

const CHECKS = new Map<FlowActionType, ReturnType<typeof schemaCheck>>();

function checkOf(type: FlowActionType) {
  const check = CHECKS.get(type) ?? schemaCheck(settingsSchema(type));
  CHECKS.set(type, check);
  return check;
}

function isUsualName(name: string, type: string, key: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return [TYPES.get(type)?.title ?? '', type, key].some((usual) => plain(usual) === plain(name));
}

/** `outputs: { path: { actions } }`; a path with nothing in it is left out. */
function outputPaths(reading: ActionReading): JsonObject {
  const outputs = own(reading.settings, 'outputs');
  const entries = Object.entries(isJsonObject(outputs) ? outputs : {});
  return Object.fromEntries(
    entries.flatMap(([path, branch]) =>
      isJsonObject(branch) && branch['enabled'] === false
        ? []
        : outputPath(path, listAt(branch, 'actions'), ['outputs', path, 'actions'], reading),
    ),
  );
}

function outputPath(
  name: string,
  list: readonly Json[],
  path: readonly (string | number)[],
  reading: ActionReading,
): readonly (readonly [string, Json])[] {
  const actions = reading.actions(list, ...path);
  return actions.length === 0 ? [] : [[name, actions]];
}

/** Paths that stand in lists, `intents: [ { intent: { name, actions } } ]`: their converter writes them, if there is one. */
function listedPaths(reading: ActionReading): JsonObject {
  const outputs = own(reading.settings, 'outputs');
  const lists = Object.entries(isJsonObject(outputs) ? outputs : {}).filter(([, list]) =>
    Array.isArray(list),
  );
  return Object.fromEntries(
    lists.flatMap(([list]) =>
      listAt(outputs, list).flatMap((one, index) => {
        const [item = '', found] = onlyEntry(one) ?? [];
        return outputPath(
          textAt(found, 'name') ?? '',
          listAt(found, 'actions'),
          ['outputs', list, index, item, 'actions'],
          reading,
        );
      }),
    ),
  );
}

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly 'x-kind'?: string;
}

/** Only what the action's type has here: settings it does not know are told, not written; wanted ones without a value are NOT_SET. */
function known(type: FlowActionType, settings: Json, reading: ActionReading): Json {
  const { properties, required = [] } = settingsSchema(type) as Schema;
  if (properties === undefined || !isJsonObject(settings)) return settings;
  const unknown = Object.keys(settings).filter((name) => !Object.hasOwn(properties, name));
  for (const name of unknown) noteIgnored(name, reading);
  const missing = required.filter(
    (name) => settings[name] === undefined && own(EMPTY, properties[name]?.['x-kind'] ?? '') !== undefined,
  );
  const paths = properties['outputs']?.properties;
  return Object.fromEntries([
    ...Object.entries(settings)
      .filter(([name]) => !unknown.includes(name))
      .map(([name, value]): [string, Json] => [
        name,
        name === 'outputs' ? knownPaths(value, paths, reading) : value,
      ]),
    ...missing.map((name): [string, Json] => [name, EMPTY[properties[name]?.['x-kind'] ?? ''] ?? null]),
  ]);
}

/** Paths that the action's type has here; a path it lacks is told. */
function knownPaths(outputs: Json, paths: Schema['properties'], reading: ActionReading): Json {
  if (paths === undefined || !isJsonObject(outputs)) return outputs;
  const unknown = Object.keys(outputs).filter((name) => !Object.hasOwn(paths, name));
  for (const name of unknown) noteIgnored(`outputs.${name}`, reading);
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !unknown.includes(name)));
}

/** How no value is written, by kind of setting. */
const EMPTY: { readonly [kind: string]: Json } = {
  value: null,
  object: null,
  seconds: 0,
  audio: '',
  text: '',
};

function noteUnread(reading: ActionReading): void {
  for (const [key, value] of Object.entries(reading.settings))
    if (!reading.used.has(key) && saysSomething(value)) noteIgnored(key, reading);
}

function noteIgnored(name: string, { spot, writing }: ActionReading): void {
  writing.notes.add(
    'warning',
    pointerTo(spot.pointer, name),
    'IMPORT_IGNORED',
    `${spot.where}: the setting \`${name}\` has no counterpart and was left out`,
  );
}

/** No value, false and empty ones change nothing. */
function saysSomething(json: Json): boolean {
  if (json === null || json === false || json === '' || (Array.isArray(json) && json.length === 0))
    return false;
  if (!isJsonObject(json)) return true;
  if (json['noValue'] === true || json['none'] === true) return false;
  return 'lit' in json ? saysSomething(json['lit'] ?? null) : Object.values(json).some(saysSomething);
}

/** An action of a type that is not known here keeps all its settings and its branches. */
function opaque(reading: ActionReading, why: string): NativeAction {
  const { key, settings, spot, writing } = reading;
  const { name, outputs: _outputs, ...rest } = settings;
  const outputs = { ...outputPaths(reading), ...listedPaths(reading) };
  writing.notes.add(
    'warning',
    spot.pointer,
    'IMPORT_OPAQUE',
    `${spot.where}: the action \`${key}\` was kept as \`unknownAction\`, which does nothing: ${why}`,
    'its "output" says which path it takes',
  );
  const kept = Object.keys(rest).length === 0 ? {} : { settings: rest };
  const paths = Object.keys(outputs).length === 0 ? {} : { outputs };
  return {
    unknownAction: { type: key, ...kept, ...paths },
    ...(typeof name === 'string' && name !== '' ? { note: name } : {}),
  };
}
