import type { TSchema } from 'typebox';
import { isJsonObject, type JsonObject } from '../authoring/json.ts';
import { mono } from './markdown.ts';
import { kindInWords } from './setting-kinds.ts';

/** One setting as a row: name, type, default, meaning. */
export type SettingRow = readonly [name: string, type: string, byDefault: string, meaning: string];

/** Every setting of an action type, those within others under their path: `digits.exact`, `cases[].case`, `choices.*.name`. */
export function settingRows(settings: TSchema): readonly SettingRow[] {
  // TypeBox keeps notes of its own that are no JSON.
  const schema = JSON.parse(JSON.stringify(settings)) as JsonObject;
  if (isJsonObject(schema['properties']) && Object.keys(schema['properties']).length === 0) return [];
  const within = rowsWithin(schema, '');
  return within.length > 0 ? within : [row(schema, 'the setting itself', true)];
}

function rowsWithin(schema: JsonObject, path: string): readonly SettingRow[] {
  const { properties, patternProperties, items, required } = schema;
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const named = isJsonObject(properties) ? Object.entries(properties) : [];
  const byPattern = isJsonObject(patternProperties) ? Object.values(patternProperties) : [];
  return [
    ...named.flatMap(([name, inner]) =>
      rowsOf(inner, `${path}${path === '' ? '' : '.'}${name}`, isRequired(name)),
    ),
    ...byPattern.flatMap((inner) => rowsOfAny(inner, path === '' ? '*' : `${path}.*`)),
    ...(isJsonObject(items) ? rowsOfAny(items, `${path}[]`) : []),
  ];
}

/** What stands in a record or a list: a row of its own only when it says more than the row around it. */
function rowsOfAny(schema: JsonObject[string], path: string): readonly SettingRow[] {
  if (!isJsonObject(schema)) return [];
  const within = rowsWithin(schema, path);
  if (within.length > 0) return within;
  return schema['description'] === undefined ? [] : [row(schema, mono(path), false)];
}

function rowsOf(schema: JsonObject[string], path: string, isRequired: boolean): readonly SettingRow[] {
  if (!isJsonObject(schema)) return [];
  return [row(schema, mono(path), isRequired), ...rowsWithin(schema, path)];
}

function row(schema: JsonObject, name: string, isRequired: boolean): SettingRow {
  const { default: byDefault, description } = schema;
  const standard =
    byDefault === undefined ? (isRequired ? '**required**' : '') : mono(JSON.stringify(byDefault));
  return [name, kindInWords(schema), standard, typeof description === 'string' ? description : ''];
}
