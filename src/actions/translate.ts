import type { Json } from '../authoring/json.ts';
import type { ResponsePlan } from './data-action.ts';
import { readJsonPath } from './json-path.ts';
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
  for (const { name, path } of map) {
    const found = readJsonPath(path, body);
    if (found.kind === 'tooMuchWork')
      throw refuse('response.path', `The path of \`${name}\` takes too long on this answer`);
    const value = found.kind === 'value' ? whole(found.value) : ownOf(defaults, name);
    if (value !== undefined) translated[name] = value;
  }
  return translated;
}

function ownOf<T>(defaults: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(defaults, name) ? defaults[name] : undefined;
}
