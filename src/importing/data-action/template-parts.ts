import { evaluateVelocity } from '../../actions/velocity/evaluate-velocity.ts';
import { plainText } from '../../actions/velocity/marked-text.ts';
import { parseVelocity } from '../../actions/velocity/parse-velocity.ts';
import type {
  Block,
  Expression,
  Reference,
  Step,
  TemplatePart,
} from '../../actions/velocity/velocity-template.ts';
import { guardOf } from './guard.ts';
import { NotConvertible } from './not-convertible.ts';

/** A Velocity text as far as native templates can say it: its parts in order. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | Hole
  /** Parts that are there only when a value is: an `#if` around them. */
  | { readonly kind: 'optional'; readonly guard: Guard; readonly parts: readonly Part[] };

/** A place for a value. */
export interface Hole {
  readonly kind: 'hole';
  readonly root: string;
  readonly path: readonly string[];
  /** As the template has it. */
  readonly raw: string;
  /** Whether it prints nothing when there is no value. */
  readonly isSilent: boolean;
  /** What it is escaped with, such as `url`. */
  readonly escapedBy?: string;
  /** Whether the first element of the list is meant; the text for an empty one, when it is given. */
  readonly first?: { readonly ifNone?: string };
}

/** What decides whether optional parts are there. */
export interface Guard {
  readonly root: string;
  readonly path: readonly string[];
  readonly raw: string;
  /** Whether an empty text, and whether `false`, leaves them out as well. */
  readonly leavesOut: 'emptyText' | 'false';
}

/**
 * Reads a Velocity text.
 *
 * @throws NotConvertible for everything but text, references, escapes, `firstFromArray` and `#if` around a value.
 */
export function templateParts(text: string): readonly Part[] {
  const parsed = parseVelocity(text);
  if (!parsed.ok) throw new NotConvertible(parsed.fault.message);
  return joined(parsed.template.body.flatMap(partsOf));
}

/** Neighbouring literals become one. */
function joined(parts: readonly Part[]): readonly Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.kind !== 'literal' || last?.kind !== 'literal') result.push(part);
    else result[result.length - 1] = { kind: 'literal', text: last.text + part.text };
  }
  return result.filter((part) => part.kind !== 'literal' || part.text !== '');
}

function partsOf(part: TemplatePart): readonly Part[] {
  switch (part.kind) {
    case 'text':
      return [{ kind: 'literal', text: part.text }];
    case 'reference':
      return partsOfReference(part);
    case 'if':
      return [optional(part)];
    case 'set':
      throw new NotConvertible('native templates have no variables of their own', '#set');
    case 'foreach':
      throw new NotConvertible('native templates have no loops', '#foreach');
  }
}

function optional({ branches }: TemplatePart & { readonly kind: 'if' }): Part {
  const [branch, ...others] = branches;
  if (branch?.condition === undefined || others.length > 0)
    throw new NotConvertible('native templates have no #else', '#else');
  const guard = guardOf(branch.condition);
  if (guard === undefined)
    throw new NotConvertible(
      'native templates have no #if, and this one does more than ask for a value',
      nameIn(branch.condition) ?? '#if',
    );
  return { kind: 'optional', guard, parts: joined(branch.body.flatMap(partsOf)) };
}

/** The first reference of a condition, to be found by. */
function nameIn(expression: Expression): string | undefined {
  if (expression.kind === 'reference') return expression.raw;
  if (expression.kind === 'chain') return nameIn(expression.first);
  if (expression.kind === 'not') return nameIn(expression.operand);
  const [part] = expression.kind === 'interpolated' ? expression.body : [];
  return part?.kind === 'reference' ? part.raw : undefined;
}

function partsOfReference(reference: Reference): readonly Part[] {
  const { raw, root, steps, isTool, isSilent, backslashes } = reference;
  if (backslashes > 0) throw new NotConvertible('a backslash stands before it', raw);
  if (isTool && steps.length > 0) return partsOfTool(reference);
  return [{ kind: 'hole', root, path: pathOf(steps, raw), raw, isSilent }];
}

function pathOf(steps: readonly Step[], raw: string): readonly string[] {
  return steps.map((step) => {
    if (step.kind === 'property') return step.name;
    throw new NotConvertible(
      step.kind === 'call'
        ? `native templates have no methods such as .${step.name}()`
        : 'native templates have no indexes',
      raw,
    );
  });
}

function partsOfTool(reference: Reference): readonly Part[] {
  const { root, steps, raw } = reference;
  const [step, ...more] = steps;
  const tool = root.toLowerCase();
  const values = step?.kind === 'call' ? step.values : [];
  if (step === undefined || step.kind === 'index' || more.length > 0)
    throw new NotConvertible('native templates have no methods', raw);
  if (!values.some(readsNames)) return [{ kind: 'literal', text: textOf(reference) }];
  if (tool === 'esc') return escaped(step.name, values[0], reference);
  if (tool === 'successtemplateutils') return [firstOf(values, reference)];
  throw new NotConvertible(`native templates have no $${root}`, raw);
}

/** Whether an expression depends on values. */
function readsNames(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'number':
      return false;
    case 'interpolated':
      return expression.body.some(
        (part) => part.kind !== 'text' && (part.kind !== 'reference' || readsNames(part)),
      );
    case 'list':
      return expression.items.some(readsNames);
    case 'reference':
      return (
        !expression.isTool ||
        expression.steps.length === 0 ||
        expression.steps.some((step) => step.kind === 'call' && step.values.some(readsNames))
      );
    default:
      return true;
  }
}

/** What a reference prints that depends on no value. */
function textOf(reference: Reference): string {
  const filled = evaluateVelocity({ body: [reference], references: [] }, { roots: {} });
  if (!filled.ok || filled.unfilled.length > 0)
    throw new NotConvertible('it cannot be filled', reference.raw);
  return plainText(filled.text);
}

/** An escape around one value, or around text with values in it: what is fixed is escaped now. */
function escaped(name: string, value: Expression | undefined, outer: Reference): readonly Part[] {
  const parts = value?.kind === 'reference' ? partsOfReference(value) : partsOfQuoted(value, outer.raw);
  const isSole = value?.kind === 'reference';
  return parts.map((part) => {
    if (part.kind === 'literal') return { kind: 'literal', text: textOf(escaping(outer, name, part.text)) };
    if (part.kind === 'optional' || part.escapedBy !== undefined || part.first !== undefined)
      throw new NotConvertible('native templates cannot nest this', outer.raw);
    // A value that is not there leaves the whole escape without one.
    return { ...part, escapedBy: name, ...(isSole && { raw: outer.raw, isSilent: outer.isSilent }) };
  });
}

function partsOfQuoted(value: Expression | undefined, raw: string): readonly Part[] {
  if (value?.kind === 'constant' && typeof value.value === 'string')
    return [{ kind: 'literal', text: value.value }];
  if (value?.kind !== 'interpolated') throw new NotConvertible('native templates do not calculate', raw);
  return joined(value.body.flatMap(partsOf));
}

function escaping(outer: Reference, name: string, text: string): Reference {
  return { ...outer, steps: [{ kind: 'call', name, values: [{ kind: 'constant', value: text }] }] };
}

/** `firstFromArray(${x})` or `firstFromArray("${x}")`, with a second argument that depends on no value. */
function firstOf([list, ifNone]: readonly Expression[], outer: Reference): Part {
  const body: Block | undefined =
    list?.kind === 'interpolated' ? list.body : list?.kind === 'reference' ? [list] : undefined;
  const [only] = body ?? [];
  if (body?.length !== 1 || only?.kind !== 'reference')
    throw new NotConvertible('native templates take the first of one path only', outer.raw);
  const [hole] = partsOfReference(only);
  if (hole?.kind !== 'hole' || hole.escapedBy !== undefined || hole.first !== undefined)
    throw new NotConvertible('native templates take the first of one path only', outer.raw);
  if (ifNone !== undefined && readsNames(ifNone))
    throw new NotConvertible('native defaults are fixed values', outer.raw);
  const text = ifNone === undefined ? undefined : textOf({ ...outer, ...printing(ifNone) });
  return {
    ...hole,
    raw: outer.raw,
    isSilent: outer.isSilent,
    first: text === undefined ? {} : { ifNone: text },
  };
}

/** A call that prints an expression: `firstFromArray` gives its second argument for an empty list. */
function printing(expression: Expression): Pick<Reference, 'steps'> {
  const empty: Expression = { kind: 'list', items: [] };
  return { steps: [{ kind: 'call', name: 'firstFromArray', values: [empty, expression] }] };
}
