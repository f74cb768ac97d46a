import type { Json } from '../authoring/json.ts';
import type { ResponsePlan, Translated } from './data-action.ts';
import { type PathResult, readJsonPath } from './json-path.ts';
import { type SharedWork, workOfMap } from './json-path-reading.ts';
import type { Refusal } from './operation.ts';

/** Makes the refusal of an answer. */
export type Refuse = (code: string, message: string) => Refusal;

/**
 * Reads the names of a translation map from the body of an answer. A default stands in for a path that does not
 * resolve, never for null (D5); without one the name is left out.
 *
 * @param whole turns what a path found into what a default is: JSON, or the text of JSON.
 * @throws Refusal `response.path` when a path takes too long on this answer.
 */
export function translate<T>(
  map: ResponsePlan['map'],
  defaults: { readonly [name: string]: T },
  body: Json,
  whole: (value: Json) => T,
  refuse: Refuse,
): { readonly [name: string]: T } {
  const translated: { [name: string]: T } = {};
  const work = workOfMap();
  for (const entry of map) {
    const { name } = entry;
    const found = readTranslated(entry, body, work);
    if (found.kind === 'tooMuchWork')
      throw refuse('response.path', `The path of \`${name}\` takes too long on this answer`);
    const value = found.kind === 'value' ? whole(found.value) : ownOf(defaults, name);
    if (value !== undefined) translated[name] = value;
  }
  return translated;
}

/** What an entry finds in a body. Of a list whose first element is meant, an empty one is not found; nor is what is no list. */
export function readTranslated({ path, first }: Translated, body: Json, work?: SharedWork): PathResult {
  const found = readJsonPath(path, body, work);
  if (found.kind !== 'value' || first !== true) return found;
  const element = Array.isArray(found.value) ? (found.value as readonly Json[])[0] : undefined;
  return element === undefined ? { kind: 'unresolved' } : { kind: 'value', value: element };
}

function ownOf<T>(defaults: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(defaults, name) ? defaults[name] : undefined;
}
