import { isJsonObject, type Json, own } from '../authoring/json.ts';
import { fits, isTextPattern, wantedText } from './text-match.ts';

/** The first place where a value lacks what is wanted: members that are named must be there, others may be. */
export interface JsonDifference {
  /** Such as `.messagingTemplate.bodyParameters[0]`; empty for the value itself. */
  readonly where: string;
  readonly wanted: string;
  readonly found: string;
}

/** Compares a value with what is wanted of it. @returns undefined when it fits. */
export function jsonDifference(
  wanted: Json,
  found: Json | undefined,
  where = '',
): JsonDifference | undefined {
  if (isTextPattern(wanted))
    return typeof found === 'string' && fits(wanted, found)
      ? undefined
      : { where, wanted: wantedText(wanted), found: shown(found) };
  if (isJsonObject(wanted) && isJsonObject(found)) {
    for (const [key, inner] of Object.entries(wanted)) {
      const difference = jsonDifference(inner, own(found, key), `${where}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Array.isArray(wanted) && Array.isArray(found)) return listDifference(wanted, found, where);
  const isSame = wanted === (found ?? null);
  return isSame ? undefined : { where, wanted: shown(wanted), found: shown(found) };
}

function listDifference(
  wanted: readonly Json[],
  found: readonly Json[],
  where: string,
): JsonDifference | undefined {
  for (const [index, inner] of wanted.entries()) {
    const difference = jsonDifference(inner, found[index], `${where}[${index}]`);
    if (difference !== undefined) return difference;
  }
  if (found.length === wanted.length) return undefined;
  return { where: `${where}[${wanted.length}]`, wanted: 'nothing more', found: shown(found[wanted.length]) };
}

/** A value in a sentence. */
export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return 'NOT_SET';
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
