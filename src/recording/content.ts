import { isJsonObject, type Json } from '../authoring/json.ts';
import { isForbiddenKey, refuseNesting } from '../authoring/load-gate.ts';
import type { Content } from './cassette.ts';

/** What a cassette holds at most of one body, so that it can be read again. */
const LIMITS = { depth: 80, values: 100_000 } as const;

/** A body as JSON where it is an object or a list, else as text; undefined when no cassette can hold it. */
export function contentOf(body: string | undefined): Content | undefined {
  if (body === undefined || body === '') return {};
  if (!/^\s*[[{]/.test(body)) return { text: body };
  if (refuseNesting(body, LIMITS) !== undefined) return undefined;
  try {
    return { body: JSON.parse(body) };
  } catch {
    return { text: body };
  }
}

/** The body that content stands for. */
export function bodyOf({ body, text }: Content): string {
  return body === undefined ? (text ?? '') : JSON.stringify(body);
}

/** JSON with names that no JSON file here may have is kept as a text. */
export function storable(json: Json): Content {
  return holdsForbiddenKey(json) ? { text: JSON.stringify(json) } : { body: json };
}

function holdsForbiddenKey(json: Json): boolean {
  if (Array.isArray(json)) return json.some(holdsForbiddenKey);
  return (
    isJsonObject(json) &&
    Object.entries(json).some(([key, value]) => isForbiddenKey(key) || holdsForbiddenKey(value))
  );
}
