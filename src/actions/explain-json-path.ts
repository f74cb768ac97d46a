import { isJsonObject, type Json } from '../authoring/json.ts';
import { didYouMean, nearest } from '../authoring/suggest.ts';
import { type JsonPath, type PathStep, reachedByEachStep } from './json-path.ts';
import type { Condition, Operand } from './json-path-conditions.ts';

/** How far a path came in a body. Holds names of the body, never its values. */
export interface PathExplanation {
  /** For each step the path up to it, and how many values it reached. */
  readonly steps: readonly { readonly path: string; readonly reached: number }[];
  /** Where nothing was reached: why, as a sentence without a full stop. */
  readonly why?: string;
  /** What would be right, where it can be guessed. */
  readonly hint?: string;
}

/** Tells how far a path comes in a body, and what is in the way where it reaches nothing. */
export function explainJsonPath(path: JsonPath, body: Json): PathExplanation {
  const reached = reachedByEachStep(path, body);
  const steps = reached.map((values, i) => ({ path: textUpTo(path, i + 1), reached: values.length }));
  const stop = reached.findIndex((values) => values.length === 0);
  const step = path.steps[stop];
  if (step === undefined) return { steps };
  const from = stop === 0 ? [body] : (reached[stop - 1] ?? []);
  return { steps, ...reasonOf(step, from, stop === 0 ? 'the answer' : `\`${textUpTo(path, stop)}\``) };
}

function textUpTo(path: JsonPath, steps: number): string {
  const text = path.steps
    .slice(0, steps)
    .map(({ text }) => (/^[.[]/.test(text) ? text : `.${text}`))
    .join('');
  return `$${text.replace(/^\$/, '')}`;
}

type Reason = Pick<PathExplanation, 'why' | 'hint'>;

/** @param where the place the step was taken from, as it is named in a sentence. */
function reasonOf({ descend, selector }: PathStep, from: readonly Json[], where: string): Reason {
  const [first] = from;
  if (selector.kind === 'name' || selector.kind === 'names') {
    const names = selector.kind === 'name' ? [selector.name] : selector.names;
    return descend ? deepNames(names, from, where) : missingNames(names, from, where);
  }
  if (descend) return { why: `below ${where} is nothing of the kind` };
  if (from.every((value) => Array.isArray(value) && value.length === 0)) return { why: `${where} is empty` };
  if (selector.kind === 'filter') return noMatch(selector.condition, from, where);
  if (!from.some(Array.isArray)) return { why: `${where} is ${kindOf(first)}, not a list` };
  const length = Array.isArray(first) ? first.length : 0;
  return { why: `${where} has ${length} ${length === 1 ? 'element' : 'elements'}` };
}

function missingNames(names: readonly string[], from: readonly Json[], where: string): Reason {
  const listed = names.map((name) => `\`${name}\``).join(' and ');
  const objects = from.filter((value) => isJsonObject(value));
  const [first] = from;
  if (objects.length === 0) {
    const why = `${where} is ${kindOf(first)} and has no ${listed}`;
    return Array.isArray(first) ? { why, hint: 'write [0] for its first element, or [*] for all' } : { why };
  }
  const keys = new Set(objects.flatMap((object) => Object.keys(object)));
  if (keys.size === 0) return { why: `${where} is an empty object` };
  const verb = names.length === 1 ? 'is' : 'are';
  return { why: `${listed} ${verb} not in ${where}`, hint: didYouMean(names[0] ?? '', keys, '') };
}

/** The names of a body are looked at only this deep and this often. */
const MAX_NAMES = 2000;

function deepNames(names: readonly string[], from: readonly Json[], where: string): Reason {
  const known = new Set<string>();
  for (const value of from) collectNames(value, known);
  const why = `nothing below ${where} is called ${names.map((name) => `\`${name}\``).join(' or ')}`;
  const near = nearest(names[0] ?? '', known);
  return near === undefined ? { why } : { why, hint: `did you mean \`${near}\`?` };
}

function collectNames(value: Json, names: Set<string>): void {
  if (typeof value !== 'object' || value === null || names.size > MAX_NAMES) return;
  if (isJsonObject(value)) for (const name of Object.keys(value)) names.add(name);
  for (const child of Object.values<Json>(value)) collectNames(child, names);
}

/** Whether the names a filter asks for are in the elements at all. */
function noMatch(condition: Condition, from: readonly Json[], where: string): Reason {
  const elements = from.flatMap((value) => (Array.isArray(value) ? value : [value]));
  const objects = elements.filter((element: Json) => isJsonObject(element));
  const keys = new Set(objects.flatMap((object) => Object.keys(object)));
  const missing = namesIn(condition).find((name) => !keys.has(name));
  const count = elements.length === 1 ? 'the one element' : `any of the ${elements.length} elements`;
  if (missing !== undefined && keys.size > 0) {
    const near = nearest(missing, keys);
    const why = `the filter does not match ${count} of ${where}: \`${missing}\` is in none`;
    return near === undefined ? { why } : { why, hint: `did you mean \`${near}\`?` };
  }
  return {
    why: `the filter does not match ${count} of ${where}`,
    hint: 'compare its values with those in the answer',
  };
}

function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return [...namesIn(condition.left), ...namesIn(condition.right)];
    case 'not':
      return [];
    case 'exists':
      return nameOf(condition.operand);
    case 'compare':
      return [...nameOf(condition.left), ...nameOf(condition.right)];
  }
}

function nameOf(operand: Operand): readonly string[] {
  if (operand.kind !== 'path' || operand.from !== '@') return [];
  const selector = operand.path.steps[0]?.selector;
  return selector?.kind === 'name' && operand.path.steps[0]?.descend === false ? [selector.name] : [];
}

function kindOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
