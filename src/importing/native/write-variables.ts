import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { VARIABLE_TYPES } from '../../runtime/value-type.ts';
import { onlyEntry, textAt } from '../archy/archy-flow.ts';
import { milliseconds, nativeValue } from './native-value.ts';
import { nameIn } from './thing-book.ts';
import type { Writing } from './writing.ts';

/** Variables of one container, or of the flow, in Archy's form: `[ { stringVariable: { name, … } } ]`. */
export function writeVariables(json: Json | undefined, where: string, writing: Writing): JsonObject {
  if (!Array.isArray(json)) return {};
  const entries = json.flatMap((one: Json): [string, JsonObject][] => {
    const [key, settings] = onlyEntry(one) ?? [];
    const name = textAt(settings, 'name');
    if (key === undefined || name === undefined || !isJsonObject(settings)) return [];
    return [[name, writeVariable(key.replace(/Variable$/, ''), settings, `${name} ${where}`, writing)]];
  });
  return Object.fromEntries(entries);
}

function writeVariable(archyType: string, settings: JsonObject, where: string, writing: Writing): JsonObject {
  const type = nativeType(archyType, where, writing);
  const initialValue = initial(settings['initialValue'], type, writing);
  const description = textAt(settings, 'description') ?? '';
  return {
    type,
    ...(initialValue === undefined ? {} : { initialValue }),
    ...(settings['isInput'] === true ? { isInput: true } : {}),
    ...(settings['isOutput'] === true ? { isOutput: true } : {}),
    ...(description === '' ? {} : { description }),
  };
}

function nativeType(archyType: string, where: string, writing: Writing): string {
  if ((VARIABLE_TYPES as readonly string[]).includes(archyType)) return archyType;
  const instead = archyType.endsWith('Collection') ? 'jsonCollection' : 'json';
  writing.notes.add(
    'warning',
    '',
    'IMPORT_TYPE',
    `${where} is of the type ${archyType}, which variables here do not have; it became ${instead}`,
  );
  return instead;
}

function initial(json: Json | undefined, type: string, writing: Writing): Json | undefined {
  const lit = isJsonObject(json) && 'lit' in json ? json['lit'] : undefined;
  if (type === 'json' && typeof lit === 'string') return parsed(lit);
  if (type === 'string' && lit !== undefined && lit !== null && typeof lit !== 'object')
    return nativeValue(String(lit), writing.things);
  const name = nameIn(lit);
  if (THING_TYPES.has(type) && name !== undefined && name !== '') {
    if (
      type === 'queue' ||
      type === 'user' ||
      type === 'group' ||
      type === 'skill' ||
      type === 'languageSkill'
    )
      writing.things.add(type, name);
    return { lit: { name } };
  }
  if (type === 'duration' && isJsonObject(lit) && milliseconds(lit) === 0) return 0;
  return nativeValue(json, writing.things);
}

/** Types whose literals are names of objects. */
const THING_TYPES = new Set([
  'queue',
  'user',
  'group',
  'skill',
  'languageSkill',
  'wrapupCode',
  'schedule',
  'scheduleGroup',
  'emergencyGroup',
]);

/** JSON variables hold JSON text in Archy. */
function parsed(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return { lit: JSON.parse(text) as Json };
  } catch {
    return { lit: text };
  }
}

/** Every variable's type in Archy's words, by its name in lower case, wherever it is declared. */
export function variableTypes(lists: readonly (Json | undefined)[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) =>
      (Array.isArray(list) ? list : []).flatMap((one: Json): [string, string][] => {
        const [key, settings] = onlyEntry(one) ?? [];
        const name = textAt(settings, 'name');
        return key === undefined || name === undefined
          ? []
          : [[name.toLowerCase(), key.replace(/Variable$/, '')]];
      }),
    ),
  );
}
