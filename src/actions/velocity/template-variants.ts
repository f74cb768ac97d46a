import { constantOf } from './check-steps.ts';
import type {
  Block,
  Expression,
  Reference,
  Step,
  TemplatePart,
  VelocityTemplate,
} from './velocity-template.ts';
import { toolNamed } from './velocity-tools.ts';

/** In how many ways the conditions of a template are followed. */
const MAX_VARIANTS = 64;

/** A place of a template that a value fills. */
export interface Hole {
  /** The names that are read, such as `input` and `number`, when nothing else fills it; absent when nobody can tell. */
  readonly path?: readonly string[];
  /** How the value was escaped on the way, such as `jsonString`. */
  readonly escapedBy?: string;
  /** Whether signs other than digits may have been taken out of the value. */
  readonly isChanged?: true;
  /** Whether all of it is one value, so that it stays in its place; else it can be what the author wrote elsewhere. */
  readonly isOneValue: boolean;
}

/** One text that a template can become: what the author wrote, with holes. */
export type TemplateVariant = readonly (string | Hole)[];

/**
 * All texts that a template can become, as far as its author wrote them. Which conditions hold is not looked at.
 *
 * @returns undefined where they cannot be listed: a `#foreach`, or more than 64.
 */
export function variantsOf(template: VelocityTemplate): readonly TemplateVariant[] | undefined {
  const assigned = new Set<string>();
  return variantsOfBlock(template.body, { assigned });
}

interface Context {
  /** Names that `#set` has given values, in lower case. */
  readonly assigned: Set<string>;
}

function variantsOfBlock(block: Block, context: Context): readonly TemplateVariant[] | undefined {
  let variants: readonly TemplateVariant[] = [[]];
  for (const part of block) {
    const next = variantsOfPart(part, context);
    if (next === undefined || variants.length * next.length > MAX_VARIANTS) return undefined;
    variants = variants.flatMap((before) => next.map((after) => [...before, ...after]));
  }
  return variants;
}

function variantsOfPart(part: TemplatePart, context: Context): readonly TemplateVariant[] | undefined {
  switch (part.kind) {
    case 'text':
      return [[part.text]];
    case 'reference':
      return [[holeOf(part, context)]];
    case 'set':
      context.assigned.add(part.name.toLowerCase());
      return [[]];
    case 'foreach':
      return undefined;
    case 'if':
      return variantsOfBranches(part, context);
  }
}

function variantsOfBranches(
  { branches }: Extract<TemplatePart, { kind: 'if' }>,
  context: Context,
): readonly TemplateVariant[] | undefined {
  const all = branches.map(({ body }) => variantsOfBlock(body, context));
  const isComplete = branches.some(({ condition }) => condition === undefined);
  const variants = all.flatMap((one) => one ?? []);
  if (all.includes(undefined) || variants.length >= MAX_VARIANTS) return undefined;
  return isComplete ? variants : [...variants, []];
}

const UNKNOWN: Hole = { isOneValue: false };
const VALUE: Hole = { isOneValue: true };

function holeOf(reference: Reference, context: Context): string | Hole {
  if (reference.backslashes > 0) return UNKNOWN;
  return reference.isTool ? holeOfTool(reference, context) : holeOfName(reference, context);
}

/** A constant such as `$esc.quote`, or one value escaped. */
function holeOfTool({ root, steps }: Reference, context: Context): string | Hole {
  const [step, ...more] = steps;
  const tool = toolNamed(root);
  if (tool === undefined || step === undefined || step.kind === 'index' || more.length > 0) return UNKNOWN;
  const text = constantOf(tool, step.name);
  if (text !== undefined) return text;
  if (tool.name === 'math' || tool.name === 'encoding') return VALUE;
  if (tool.name !== 'esc' || step.kind !== 'call') return UNKNOWN;
  const inner = holeOfExpression(step.values[0], context);
  // What is escaped twice is no value that anybody meant.
  return { ...(inner.escapedBy === undefined ? inner : UNKNOWN), escapedBy: step.name };
}

/** An argument that is a reference, with quotation marks around it or not. */
function holeOfExpression(expression: Expression | undefined, context: Context): Hole {
  if (expression?.kind === 'interpolated') {
    const [part, ...more] = expression.body;
    return part?.kind === 'reference' && more.length === 0 ? holeOfExpression(part, context) : UNKNOWN;
  }
  const hole = expression?.kind === 'reference' ? holeOf(expression, context) : UNKNOWN;
  return typeof hole === 'string' ? UNKNOWN : hole;
}

function holeOfName({ root, steps }: Reference, { assigned }: Context): Hole {
  if (assigned.has(root.toLowerCase())) return UNKNOWN;
  const firstCall = steps.findIndex(({ kind }) => kind === 'call');
  const read = firstCall < 0 ? steps : steps.slice(0, firstCall);
  const called = steps.slice(read.length);
  const isOneValue = called.every(addsNoStructure);
  const names = read.map(nameOf).filter((name) => name !== undefined);
  if (names.length < read.length || !called.every(keepsDigits)) return { isOneValue };
  return { path: [root, ...names], isOneValue, ...(called.length > 0 && { isChanged: true }) };
}

function nameOf(step: Step): string | undefined {
  if (step.kind === 'property') return step.name;
  return step.kind === 'index' ? textOf(step.index) : undefined;
}

/** Whether a method puts nothing of the author's into a text that could end its place. */
function addsNoStructure(step: Step): boolean {
  if (step.kind !== 'call') return step.kind === 'property' || isFixed(step.index);
  const [, ...replacement] = step.values;
  const added = step.name.startsWith('replace') ? replacement : step.values;
  return step.values.every(isFixed) && added.every((one) => /^[\w .,+-]*$/.test(textOf(one) ?? ''));
}

/** Whether a method only takes signs out of a text that are no digits, as `.replace("+", "")` does. */
function keepsDigits(step: Step): boolean {
  if (step.kind !== 'call') return false;
  if (['trim', 'toString'].includes(step.name)) return step.values.length === 0;
  const [from, to] = step.values.map(textOf);
  return step.name === 'replace' && from !== undefined && !/\p{N}/u.test(from) && to === '';
}

function isFixed(expression: Expression): boolean {
  return expression.kind === 'constant' || expression.kind === 'number';
}

function textOf(expression: Expression): string | undefined {
  const isText = expression.kind === 'constant' && typeof expression.value === 'string';
  return isText ? String(expression.value) : undefined;
}
