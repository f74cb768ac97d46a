import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { refuseNesting } from '../../authoring/load-gate.ts';
import type { VelocityTemplate } from '../velocity/velocity-template.ts';
import { plainParts } from './plain-parts.ts';

/** Makes the output of an export from what its translation map found, or undefined where the long way must be taken. */
export type QuickOutput = (found: JsonObject, body: Json) => Json | undefined;

/** Stands for a hole while the text is read as JSON; no author's text holds it. */
const MARK = '\u0000hole\u0000';

/**
 * A short way for a success template that is one JSON text into which whole values enter: the values are set into the
 * tree, and no text is made of them.
 *
 * @param names of the translation map; `rawResult` is the answer.
 */
export function quickOutput(template: VelocityTemplate, names: readonly string[]): QuickOutput | undefined {
  const parts = plainParts(template);
  const known = new Set([...names, 'rawResult']);
  const holes = parts?.flatMap((part) => (typeof part === 'string' ? [] : [part]));
  if (parts === undefined || holes?.every(isKnown) !== true) return undefined;
  const tree = parsed(
    parts.map((part) => (typeof part === 'string' ? part : `"${MARK}${part.name}"`)).join(''),
  );
  if (tree === undefined || countMarks(tree) !== holes.length) return undefined;
  return (found, body) =>
    filled(tree, (name) => (name === 'rawResult' && !names.includes(name) ? body : own(found, name)));

  function isKnown(hole: {
    readonly root: string;
    readonly name: string;
    readonly escaping?: unknown;
  }): boolean {
    return hole.root === hole.name && hole.escaping === undefined && known.has(hole.name);
  }
}

/** Only control characters are refused in the texts of JSON: the mark is written escaped. */
function parsed(text: string): Json | undefined {
  const escaped = text.replaceAll(MARK, '\\u0000hole\\u0000');
  // As the name of a property it would be a prototype.
  if (text.includes('__proto__') || text.includes('\\u')) return undefined;
  if (refuseNesting(escaped, { depth: 20, values: 5000 }) !== undefined) return undefined;
  try {
    return JSON.parse(escaped) as Json;
  } catch {
    return undefined;
  }
}

function markedName(json: Json): string | undefined {
  return typeof json === 'string' && json.startsWith(MARK) ? json.slice(MARK.length) : undefined;
}

/** A hole within a longer text, or as a name, is none that a value can be set into. */
function countMarks(json: Json): number {
  if (markedName(json) !== undefined) return 1;
  if (typeof json !== 'object' || json === null) return 0;
  return Object.values(json).reduce((sum: number, child: Json) => sum + countMarks(child), 0);
}

function filled(tree: Json, read: (name: string) => Json | undefined): Json | undefined {
  const name = markedName(tree);
  if (name !== undefined) return read(name);
  if (Array.isArray(tree)) {
    const items: Json[] = [];
    for (const child of tree as readonly Json[]) {
      const value = filled(child, read);
      if (value === undefined) return undefined;
      items.push(value);
    }
    return items;
  }
  if (!isJsonObject(tree)) return tree;
  const object: { [key: string]: Json } = {};
  for (const [key, child] of Object.entries(tree)) {
    const value = filled(child, read);
    if (value === undefined) return undefined;
    object[key] = value;
  }
  return object;
}
