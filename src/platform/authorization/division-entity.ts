import type { JsonObject } from '../../authoring/json.ts';
import type { Division } from './division-store.ts';

/** Where divisions are. */
export const DIVISIONS_PATH = '/api/v2/authorization/divisions';

/** A division in the shape of Genesys' `AuthzDivision`. */
export function divisionEntity(
  { id, name, description, isHome }: Division,
  objectCounts?: { readonly [kind: string]: number },
): JsonObject {
  return {
    id,
    name,
    description,
    homeDivision: isHome === 1,
    ...(objectCounts && { objectCounts }),
    selfUri: `${DIVISIONS_PATH}/${id}`,
  };
}

/** The division of another entity, in the shape of Genesys' `Division`. */
export function divisionRef({ id, name }: Pick<Division, 'id' | 'name'>): JsonObject {
  return { id, name, selfUri: `${DIVISIONS_PATH}/${id}` };
}
