import { isJsonObject, type JsonObject } from '../../authoring/json.ts';
import { variableName } from './action-reading.ts';

/** What nothing tells the type of. */
export const ANY_TYPE = 'any';

/** Notes the type each name has where it is used: that of its variable or its literal. */
export function boundTypes(
  bindings: JsonObject,
  known: Map<string, string>,
  types: ReadonlyMap<string, string>,
): void {
  for (const [name, value] of Object.entries(bindings)) {
    const type = typeOf(value, types);
    const before = known.get(name);
    const isNew = before === undefined || before === ANY_TYPE;
    if (type !== undefined) known.set(name, isNew || before === type ? type : ANY_TYPE);
    else if (before === undefined) known.set(name, ANY_TYPE);
  }
}

function typeOf(value: JsonObject[string], types: ReadonlyMap<string, string>): string | undefined {
  const lit = isJsonObject(value) ? value['lit'] : value;
  if (typeof lit === 'string') return 'string';
  if (typeof lit === 'boolean') return 'boolean';
  if (typeof lit === 'number') return Number.isInteger(lit) ? 'integer' : 'decimal';
  return types.get((variableName(value) ?? '').toLowerCase());
}
