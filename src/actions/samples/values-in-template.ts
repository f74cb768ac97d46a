import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import type { ResponsePlan } from '../data-action.ts';
import { jsonPlaces } from '../places/json-places.ts';
import { fillValueTree } from '../value-tree.ts';
import { evaluateVelocity } from '../velocity/evaluate-velocity.ts';

/** The value that each name of a translation map must have, as far as a success template tells. */
export type WantedValues = ReadonlyMap<string, Json>;

/** The name under which Velocity templates read the whole answer. */
export const RAW_RESULT = 'rawResult';

/** How a value is marked: as a text, as a list with one text, or as something that prints without quotes, like a number. */
type MarkKind = 'text' | 'list' | 'bare';

interface Mark {
  readonly name: string;
  readonly kind: MarkKind;
}

type Marks = ReadonlyMap<string, Mark>;

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
  const filled = fill(plan, lists);
  if (filled === undefined) return undefined;
  const found = new Map<string, Json>();
  compare(filled.shape, output, filled.marks, found);
  return found;
}

/**
 * What a success template gives, with marks where values come to stand.
 *
 * @returns undefined when that is no JSON.
 */
export function shapeOfOutput(plan: ResponsePlan): Json | undefined {
  const indefinite = plan.map.filter(({ path }) => !path.definite).map(({ name }) => name);
  return fill(plan, new Set(indefinite))?.shape;
}

interface Filled {
  readonly shape: Json;
  readonly marks: Marks;
}

/** Names that stand in quotes are marked anew until the whole is JSON: a text would bring quotes of its own. */
function fill(plan: ResponsePlan, lists: ReadonlySet<string>): Filled | undefined {
  const bare = new Set<string>();
  for (;;) {
    const marks = marksFor(plan, (name) => (bare.has(name) ? 'bare' : lists.has(name) ? 'list' : 'text'));
    const { shape, culprit } = shapeWith(plan, marks);
    if (shape !== undefined) return { shape, marks };
    const name = [...marks.values()].find((mark) => mark.name.toLowerCase() === culprit?.toLowerCase())?.name;
    if (name === undefined || bare.has(name)) return undefined;
    bare.add(name);
  }
}

function marksFor(plan: ResponsePlan, kindOf: (name: string) => MarkKind): Marks {
  const names = [...plan.map.map(({ name }) => name), RAW_RESULT];
  return new Map(names.map((name, i) => [`⟦${i}⟧`, { name, kind: kindOf(name) }]));
}

/** The output with marks for values, or the name of the value that keeps it from being JSON. */
function shapeWith(plan: ResponsePlan, marks: Marks): { readonly shape?: Json; readonly culprit?: string } {
  if (plan.dialect === 'handlebars') {
    const shape = shapeOfTree(plan, marks);
    return shape === undefined ? {} : { shape };
  }
  const roots = [...marks].map(([mark, { name, kind }]) => [name, { value: printed(mark, kind) }]);
  const text = evaluateVelocity(plan.template, { roots: Object.fromEntries(roots) });
  if (!text.ok) return {};
  const placed = jsonPlaces(text.text, { subject: 'output', allowTrailing: true });
  if (placed.ok) return { shape: placed.value };
  return placed.fault.name === undefined ? {} : { culprit: placed.fault.name };
}

function shapeOfTree(plan: Extract<ResponsePlan, { dialect: 'handlebars' }>, marks: Marks): Json | undefined {
  const values = Object.fromEntries(
    [...marks].map(([mark, { name, kind }]) => [name, kind === 'list' ? [mark] : mark]),
  );
  const { template, map } = plan;
  if (template !== undefined) return fillValueTree(template, ({ raw }) => own(values, raw));
  const { [RAW_RESULT]: whole, ...rest } = values;
  return map.length > 0 ? rest : whole;
}

function printed(mark: string, kind: MarkKind): string {
  if (kind === 'bare') return mark;
  return JSON.stringify(kind === 'list' ? [mark] : mark);
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
  if (marked.kind === 'bare') found.set(marked.name, asBare(value));
  else found.set(marked.name, marked.kind === 'list' ? [value] : value);
}

/** What prints without quotes, and so can stand between those of a template. */
function asBare(value: Json): Json {
  if (value === 'true' || value === 'false') return value === 'true';
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : 1;
}

function compareList(shape: readonly Json[], output: Json, marks: Marks, found: Map<string, Json>): void {
  const [first] = shape;
  const marked = typeof first === 'string' ? marks.get(first) : undefined;
  if (shape.length === 1 && marked?.kind === 'list') {
    found.set(marked.name, Array.isArray(output) ? output : [output]);
    return;
  }
  if (!Array.isArray(output)) return;
  for (const [i, child] of shape.entries()) compare(child, output[i], marks, found);
}
