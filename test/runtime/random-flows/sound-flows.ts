import type { Diagnostic } from '../../../src/authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../../src/authoring/json.ts';
import type { Compiled } from '../../../src/runtime/compile.ts';
import type { RandomFlows } from './random-flow.ts';

/** The keys and indexes of a JSON Pointer. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a place; undefined when there is no such place. */
export function valueAt(json: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((at, key) => {
    if (Array.isArray(at)) return (at as readonly Json[])[Number(key)];
    return isJsonObject(at) ? own(at, key) : undefined;
  }, json);
}

/** Takes out what compiling finds fault with, and what then is wrong, until nothing is; undefined when that leads nowhere. */
export function soundFlows(
  flows: RandomFlows,
  compile: (flows: RandomFlows) => Compiled,
): Compiled['program'] | undefined {
  let rest = flows;
  for (let round = 0; round < 20; round++) {
    const { program, diagnostics } = compile(rest);
    if (program !== undefined) return program;
    rest = withoutFaults(rest, diagnostics);
  }
  return undefined;
}

function withoutFaults({ main, others }: RandomFlows, diagnostics: readonly Diagnostic[]): RandomFlows {
  const without = (flow: JsonObject, file: string): JsonObject => {
    const faults = diagnostics.filter((one) => one.severity === 'error' && one.file === file);
    const places = new Set(faults.map((fault) => pointerTo('', ...culprit(flow, fault))));
    // From behind, so that what is taken out moves nothing that is still to be.
    return [...places].sort(backwards).reduce((left, place) => withoutAt(left, pointerKeys(place)), flow);
  };
  return {
    main: without(main, 'case.flow.json'),
    others: Object.fromEntries(
      Object.entries(others).map(([name, flow]) => [name, without(flow, `${name}.flow.json`)]),
    ),
  };
}

function backwards(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}

/** What is to go: what stands at the place of the fault, or the whole action where something is missing. */
function culprit(flow: JsonObject, { code, pointer }: Diagnostic): readonly string[] {
  const keys = pointerKeys(pointer);
  if (code !== 'MISSING_SETTING' && valueAt(flow, keys) !== undefined) return keys;
  const last = keys.findLastIndex((_, index) => Array.isArray(valueAt(flow, keys.slice(0, index))));
  return last < 0 ? keys : keys.slice(0, last + 1);
}

function withoutAt(flow: JsonObject, keys: readonly string[]): JsonObject {
  const changed = structuredClone(flow) as JsonObject;
  const parent = valueAt(changed, keys.slice(0, -1));
  const key = keys.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isJsonObject(parent)) delete (parent as Record<string, Json>)[key];
  return changed;
}
