import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';

/** Maps of texts whose numbers and words Genesys Cloud's reader takes for texts. */
const TEXT_MAPS = ['headers', 'translationMapDefaults'];

/**
 * An export as Genesys Cloud would read it: a key whose value is null counts as absent, and in maps of texts a number or
 * a word is its text. Files that passed through other programs, such as Terraform or scripts over the API, have both.
 */
export function toleratedExport(json: JsonObject): JsonObject {
  const config = own(json, 'config');
  if (!isJsonObject(config)) return json;
  const parts = withoutNulls(config).map(([key, part]): [string, Json] =>
    (key === 'request' || key === 'response') && isJsonObject(part)
      ? [key, toleratedPart(part)]
      : [key, part],
  );
  return { ...Object.fromEntries(withoutNulls(json)), config: Object.fromEntries(parts) };
}

function toleratedPart(part: JsonObject): JsonObject {
  const entries = withoutNulls(part).map(([key, value]): [string, Json] =>
    TEXT_MAPS.includes(key) && isJsonObject(value) ? [key, asTexts(value)] : [key, value],
  );
  return Object.fromEntries(entries);
}

function asTexts(map: JsonObject): JsonObject {
  const entries = withoutNulls(map).map(([name, value]): [string, Json] =>
    typeof value === 'number' || typeof value === 'boolean' ? [name, String(value)] : [name, value],
  );
  return Object.fromEntries(entries);
}

function withoutNulls(object: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(object).filter(([, value]) => value !== null);
}
