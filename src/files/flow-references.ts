import type { TSchema } from 'typebox';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { type FlowActionType, settingsSchema } from '../runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../runtime/flow-actions/index.ts';
import { CONTAINER_KINDS, containersKey } from '../runtime/flow-types.ts';
import { kindOf, type SettingKind } from '../runtime/settings.ts';

/*
 * What flows and task files refer to in other files, found before anything is compiled. Which keys refer to what comes
 * from the action definitions.
 */

/** Keys under which actions name other flows: settings, and actions whose short form is the flow. */
const FLOW_KEYS: readonly string[] = [...new Set(FLOW_ACTIONS.flatMap(flowKeys))];

/** Actions that call a data action: their settings name one. */
const DATA_CALLS: readonly string[] = FLOW_ACTIONS.filter(
  (type) => keysOfKind(type, 'dataAction').length > 0,
).map(({ type }) => type);

/** Every `$ref` of a flow's containers, with its place. */
export function taskReferences(flow: Json): readonly (readonly [pointer: string, ref: string])[] {
  return CONTAINER_KINDS.map(containersKey).flatMap((key) => {
    const containers = isJsonObject(flow) ? own(flow, key) : undefined;
    return Object.entries(isJsonObject(containers) ? containers : {}).flatMap(([name, body]) => {
      const ref = isJsonObject(body) ? own(body, '$ref') : undefined;
      return typeof ref === 'string' ? [[pointerTo('', key, name, '$ref'), ref] as const] : [];
    });
  });
}

/** Every text under a key that may name a flow. */
export function namedFlows(documents: readonly Json[]): ReadonlySet<string> {
  return textsIn(documents, FLOW_KEYS, (value) => value);
}

/** Every data action that is called. */
export function calledDataActions(documents: readonly Json[]): ReadonlySet<string> {
  return textsIn(documents, DATA_CALLS, (call) => (isJsonObject(call) ? own(call, 'dataAction') : undefined));
}

/** The texts that stand under some keys of any object, however deep. */
function textsIn(
  documents: readonly Json[],
  keys: readonly string[],
  textOf: (value: Json) => Json | undefined,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...documents];
  for (let json = open.pop(); json !== undefined; json = open.pop()) {
    if (json === null || typeof json !== 'object') continue;
    if (isJsonObject(json)) addTexts(found, json, keys, textOf);
    open.push(...Object.values(json));
  }
  return found;
}

function addTexts(
  found: Set<string>,
  json: JsonObject,
  keys: readonly string[],
  textOf: (value: Json) => Json | undefined,
): void {
  for (const key of keys) {
    const value = own(json, key);
    const text = value === undefined ? undefined : textOf(value);
    if (typeof text === 'string') found.add(text);
  }
}

function flowKeys(type: FlowActionType): readonly string[] {
  const keys = keysOfKind(type, 'flow');
  return keys.includes(type.short ?? '') ? [...keys, type.type] : keys;
}

function keysOfKind(type: FlowActionType, kind: SettingKind): readonly string[] {
  const { properties = {} } = settingsSchema(type) as { properties?: { readonly [name: string]: TSchema } };
  return Object.keys(properties).filter((key) => kindOf(properties[key] ?? {}) === kind);
}
