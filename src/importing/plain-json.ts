import type { Json } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import { ImportFault } from './notes.ts';

/** How deep an imported document may nest. Exports keep expressions as trees: the deepest seen has 58 levels. */
export const MAX_IMPORT_DEPTH = 200;
/** How many values it may hold, aliases written out. The largest flow seen has 15,000. */
export const MAX_IMPORT_VALUES = 500_000;

/**
 * A copy of a parsed document that is plain JSON: bounded in depth and number, without names that reach a prototype.
 *
 * @param text changes each text and key; the placeholders of YAML files.
 * @throws ImportFault where a limit is passed or a value is no JSON.
 */
export function plainJson(value: unknown, text: (text: string) => string = (same) => same): Json {
  let left = MAX_IMPORT_VALUES;
  const copy = (one: unknown, depth: number): Json => {
    if (--left < 0)
      throw new ImportFault(
        'IMPORT_LIMIT',
        `the file holds more than ${MAX_IMPORT_VALUES} values`,
        'is it the right file?',
      );
    if (depth > MAX_IMPORT_DEPTH)
      throw new ImportFault(
        'IMPORT_LIMIT',
        `the file nests more than ${MAX_IMPORT_DEPTH} levels deep`,
        'is it the right file?',
      );
    if (typeof one === 'string') return text(one);
    if (one === null || one === undefined || typeof one === 'boolean') return one ?? null;
    if (typeof one === 'number' && Number.isFinite(one)) return one;
    if (Array.isArray(one)) return one.map((item) => copy(item, depth + 1));
    if (typeof one !== 'object')
      throw new ImportFault(
        'IMPORT_SYNTAX',
        `the file holds a value that is no JSON (${typeof one})`,
        'write texts, numbers, lists and objects',
      );
    return Object.fromEntries(
      Object.entries(one).map(([key, item]) => [safeKey(text(key)), copy(item, depth + 1)]),
    );
  };
  return copy(value, 0);
}

function safeKey(key: string): string {
  if (!isForbiddenKey(key)) return key;
  throw new ImportFault('FORBIDDEN_KEY', `\`${key}\` cannot be a name`, 'rename it');
}
