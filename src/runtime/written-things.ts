import type { Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, pointerTo } from '../authoring/json.ts';
import { THINGS, type Thing } from './thing-kinds.ts';
import { itemType, type ValueType } from './value-type.ts';

/** Something of the environment that an author names, and where. */
export interface ThingReference {
  readonly thing: Thing;
  readonly name: string;
  readonly place: Place;
}

/** The name that an author wrote out; undefined where only a call can tell. */
export function literalName(json: Json): string | undefined {
  if (typeof json === 'string') return json.includes('{{') ? undefined : json;
  const lit = isJsonObject(json) ? json['lit'] : undefined;
  if (typeof lit === 'string') return lit;
  const name = isJsonObject(lit) && lit['type'] !== 'system' ? lit['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The queues, people, schedules … that a value of such a type names, as far as its author wrote them out. */
export function writtenThings(
  json: Json,
  type: ValueType,
  { file, pointer }: Place,
): readonly ThingReference[] {
  const item = itemType(type);
  const thing = item ?? type;
  if (!isThing(thing)) return [];
  const list = isJsonObject(json) ? json['lit'] : json;
  const items: readonly (readonly [string, Json])[] =
    item !== undefined && Array.isArray(list)
      ? list.map(
          (one: Json, index) => [pointerTo(pointer, ...(list === json ? [] : ['lit']), index), one] as const,
        )
      : [[pointer, json]];
  return items.flatMap(([at, one]) => {
    const name = literalName(one) ?? (item === undefined ? undefined : nameIn(one));
    return name === undefined || name === '' ? [] : [{ thing, name, place: { file, pointer: at } }];
  });
}

function isThing(type: string): type is Thing {
  return Object.hasOwn(THINGS, type);
}

/** Within a literal list an object stands as it is. */
function nameIn(json: Json): string | undefined {
  const name = isJsonObject(json) ? json['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
