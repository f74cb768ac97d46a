import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { VARIABLE_TYPES } from '../../runtime/value-type.ts';
import { onlyEntry, textAt } from '../archy/archy-flow.ts';
import { typedValue } from './native-value.ts';
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
  const initialValue = typedValue(settings['initialValue'], type, writing.things);
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
