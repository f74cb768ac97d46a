import { isJsonObject, type Json, own } from './json.ts';

/** A JSON value with a merge patch applied (RFC 7396): objects are merged, null removes, all else replaces. */
export function mergePatch(value: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map(Object.entries(isJsonObject(value) ? value : {}));
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, mergePatch(own(Object.fromEntries(merged), key), change));
  }
  return Object.fromEntries(merged);
}
