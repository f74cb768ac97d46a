import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import type { ResponsePlan } from '../data-action.ts';
import { jsonPlaces } from '../places/json-places.ts';
import { fillValueTree } from '../value-tree.ts';
import { evaluateVelocity } from '../velocity/evaluate-velocity.ts';

/** The value that each name of a translation map must have, as far as a success template tells. */
export type WantedValues = ReadonlyMap<string, Json>;

/** The name under which Velocity templates read the whole answer. */
export const RAW_RESULT = 'rawResult';

/**
 * Runs a success template backwards: fills it with marks, and looks where in an output they come to stand.
 *
 * @param lists the names whose value is to be marked as a list, and not as a single value.
 * @returns undefined when the template, filled with marks, is no JSON.
 */
export function valuesInTemplate(
  plan: ResponsePlan,
  output: Json,
  lists: ReadonlySet<string>,
): WantedValues | undefined {
  const marks = marksFor(plan, lists);
  const shape = filled(plan, marks);
  if (shape === undefined) return undefined;
  const found = new Map<string, Json>();
  compare(shape, output, marks, found);
  return found;
}

/**
 * What a success template gives, with marks where values come to stand.
 *
 * @returns undefined when that is no JSON.
 */
export function shapeOfOutput(plan: ResponsePlan): Json | undefined {
  const indefinite = plan.map.filter(({ path }) => !path.definite).map(({ name }) => name);
  return filled(plan, marksFor(plan, new Set(indefinite)));
}

type Marks = ReadonlyMap<string, Mark>;

function marksFor(plan: ResponsePlan, lists: ReadonlySet<string>): Marks {
  const names = [...plan.map.map(({ name }) => name), RAW_RESULT];
  return new Map(names.map((name, i) => [`⟦${i}⟧`, { name, isList: lists.has(name) }]));
}

interface Mark {
  readonly name: string;
  readonly isList: boolean;
}

function filled(plan: ResponsePlan, marks: Marks): Json | undefined {
  const values = Object.fromEntries(
    [...marks].map(([mark, { name, isList }]) => [name, isList ? [mark] : mark]),
  );
  if (plan.dialect === 'handlebars') {
    const { template } = plan;
    if (template !== undefined) return fillValueTree(template, ({ raw }) => own(values, raw));
    const { [RAW_RESULT]: whole, ...rest } = values;
    return plan.map.length > 0 ? rest : whole;
  }
  const roots = Object.entries(values).map(([name, value]) => [name, { value: JSON.stringify(value) }]);
  const text = evaluateVelocity(plan.template, { roots: Object.fromEntries(roots) });
  if (!text.ok) return undefined;
  const placed = jsonPlaces(text.text, { subject: 'output', allowTrailing: true, unfilled: [] });
  return placed.ok ? placed.value : undefined;
}

function compare(shape: Json, output: Json | undefined, marks: Marks, found: Map<string, Json>): void {
  if (output === undefined) return;
  if (typeof shape === 'string') compareText(shape, output, marks, found);
  else if (Array.isArray(shape)) compareList(shape, output, marks, found);
  else if (isJsonObject(shape) && isJsonObject(output)) {
    for (const [key, child] of Object.entries(shape)) compare(child, own(output, key), marks, found);
  }
}

/** Within a longer text the value is what stands between its beginning and its end; else the whole text will do. */
function compareText(shape: string, output: Json, marks: Marks, found: Map<string, Json>): void {
  const [mark] = /⟦\d+⟧/.exec(shape) ?? [];
  const marked = mark === undefined ? undefined : marks.get(mark);
  if (mark === undefined || marked === undefined) return;
  const [before = '', after = ''] = shape.split(mark);
  const isAround =
    typeof output === 'string' &&
    output.startsWith(before) &&
    output.endsWith(after) &&
    output.length >= before.length + after.length;
  const value =
    isAround && shape !== mark ? output.slice(before.length, output.length - after.length) : output;
  found.set(marked.name, marked.isList ? [value] : value);
}

function compareList(shape: readonly Json[], output: Json, marks: Marks, found: Map<string, Json>): void {
  const [first] = shape;
  const marked = typeof first === 'string' ? marks.get(first) : undefined;
  if (shape.length === 1 && marked?.isList === true) {
    found.set(marked.name, Array.isArray(output) ? output : [output]);
    return;
  }
  if (!Array.isArray(output)) return;
  for (const [i, child] of shape.entries()) compare(child, output[i], marks, found);
}
