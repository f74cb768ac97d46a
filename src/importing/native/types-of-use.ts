import { isJsonObject, type JsonObject } from '../../authoring/json.ts';
import { variableName } from './action-reading.ts';

/** Notes the type each name has where it is used: that of its variable or its literal; a text where nothing tells. */
export function boundTypes(
  bindings: JsonObject,
  known: Map<string, string>,
  types: ReadonlyMap<string, string>,
): void {
  for (const [name, value] of Object.entries(bindings)) {
    const type = typeOf(value, types);
    if (type !== undefined || !known.has(name)) known.set(name, type ?? known.get(name) ?? 'string');
  }
}

function typeOf(value: JsonObject[string], types: ReadonlyMap<string, string>): string | undefined {
  const lit = isJsonObject(value) ? value['lit'] : value;
  if (typeof lit === 'boolean') return 'boolean';
  if (typeof lit === 'number') return Number.isInteger(lit) ? 'integer' : 'decimal';
  return types.get((variableName(value) ?? '').toLowerCase());
}
