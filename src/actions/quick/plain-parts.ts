import type { JsonObject } from '../../authoring/json.ts';
import { encodeForm, encodeUri, escapeJson } from '../velocity/escape-tool.ts';
import type { Expression, Reference, VelocityTemplate } from '../velocity/velocity-template.ts';

/** A template that is nothing but text and single values, as most are. */
export type PlainParts = readonly (string | Hole)[];

/** Makes a text from inputs, or undefined where the long way must be taken. */
export type QuickText = (input: JsonObject) => string | undefined;

/** Where one value of one object is printed. */
export interface Hole {
  readonly root: string;
  readonly name: string;
  readonly raw: string;
  readonly escaping?: { readonly name: string; readonly write: (text: string) => string };
}

const ESCAPES: { readonly [name: string]: (text: string) => string } = {
  jsonString: escapeJson,
  jsonEncode: escapeJson,
  url: encodeForm,
  urlFormEncode: encodeForm,
  uriEncode: encodeUri,
};

/** The parts of a template, or undefined for one that does more than print single values. */
export function plainParts({ body }: VelocityTemplate): PlainParts | undefined {
  const parts: (string | Hole)[] = [];
  for (const part of body) {
    const plain = part.kind === 'text' ? part.text : part.kind === 'reference' ? holeOf(part) : undefined;
    if (plain === undefined) return undefined;
    parts.push(plain);
  }
  return parts;
}

function holeOf(reference: Reference): Hole | undefined {
  // Silent or not, a value is printed alike; without one the short way ends.
  const { root, steps, raw, backslashes } = reference;
  if (backslashes > 0) return undefined;
  const [step, ...more] = steps;
  if (more.length > 0) return undefined;
  if (step === undefined) return { root, name: root, raw };
  if (step.kind === 'property') return reference.isTool ? undefined : { root, name: step.name, raw };
  return step.kind === 'call' && root.toLowerCase() === 'esc'
    ? escapedHole(step.name, step.values, raw)
    : undefined;
}

function escapedHole(name: string, values: readonly Expression[], raw: string): Hole | undefined {
  const [value, ...more] = values;
  const write = Object.hasOwn(ESCAPES, name) ? ESCAPES[name] : undefined;
  if (write === undefined || value?.kind !== 'reference' || more.length > 0) return undefined;
  const inner = holeOf(value);
  return inner === undefined || inner.escaping !== undefined
    ? undefined
    : { ...inner, raw, escaping: { name, write } };
}
