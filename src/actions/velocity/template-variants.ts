import { constantOf } from './check-steps.ts';
import type { Block, Expression, Reference, Step, TemplatePart, VelocityTemplate } from './velocity-template.ts';
import { toolNamed } from './velocity-tools.ts';

/** In how many ways the conditions of a template are followed. */
const MAX_VARIANTS = 64;

/** A place of a template that a value fills. */
export interface Hole {
  /** The input that fills it and nothing else, as the template names it; absent when nobody can tell. */
  readonly input?: string;
  /** How that input was escaped on the way, such as `jsonString`. */
  readonly escapedBy?: string;
  /** Whether signs other than digits may have been taken out of it, or put into it. */
  readonly isChanged?: true;
  /** Whether it is the text of one value, and not what the author wrote elsewhere. */
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
  if (tool.name !== 'esc' || step.kind !== 'call') return UNKNOWN;
  const inner = holeOfExpression(step.values[0], context);
  return inner.escapedBy === undefined ? { ...inner, escapedBy: step.name } : UNKNOWN;
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
  const [first, ...rest] = steps;
  if (assigned.has(root.toLowerCase())) return UNKNOWN;
  if (rest.some(({ kind }) => kind === 'call')) return changedHole(root, first, rest);
  const name = nameOf(first);
  if (root.toLowerCase() !== 'input' || name === undefined || rest.length > 0) return { isOneValue: true };
  return { input: name, isOneValue: true };
}

/** `${input.number.replace("+", "")}`: the same digits, in other words. */
function changedHole(root: string, first: Step | undefined, rest: readonly Step[]): Hole {
  const name = nameOf(first);
  if (root.toLowerCase() !== 'input' || name === undefined || !rest.every(keepsDigits)) return UNKNOWN;
  return { input: name, isChanged: true, isOneValue: false };
}

function nameOf(step: Step | undefined): string | undefined {
  if (step?.kind === 'property') return step.name;
  const index = step?.kind === 'index' ? step.index : undefined;
  return index?.kind === 'constant' && typeof index.value === 'string' ? index.value : undefined;
}

/** Whether a method takes no digit out of a text and puts none in. */
function keepsDigits(step: Step): boolean {
  if (step.kind !== 'call') return false;
  if (['trim', 'toString'].includes(step.name)) return step.values.length === 0;
  return step.name === 'replace' && step.values.every(isWithoutDigits);
}

function isWithoutDigits(expression: Expression): boolean {
  return expression.kind === 'constant' && typeof expression.value === 'string' && !/\p{N}/u.test(expression.value);
}
