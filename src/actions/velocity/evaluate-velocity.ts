import { isTrue, valueOfExpression } from './evaluate-expression.ts';
import { nameOf } from './evaluate-reference.ts';
import type { Evaluation, Unfilled } from './evaluation.ts';
import type { MarkedText } from './marked-text.ts';
import { type Budget, DEFAULT_BUDGET, EvaluationFailure, meterOf } from './velocity-meter.ts';
import type { VelocityScope } from './velocity-scope.ts';
import type { Block, Reference, TemplatePart, VelocityTemplate } from './velocity-template.ts';
import { joined, originOf, printed, toValue, type Value } from './velocity-value.ts';

export type { Unfilled } from './evaluation.ts';

/** What evaluateVelocity returns; the message is a sentence without a full stop and holds no value. */
export type EvaluatedVelocity =
  | {
      readonly ok: true;
      readonly text: MarkedText;
      /** References that printed themselves, in the order in which they did. */
      readonly unfilled: readonly Unfilled[];
    }
  | { readonly ok: false; readonly message: string };

/** Fills a template with values. Ends when it would do more than a budget allows, and never throws. */
export function evaluateVelocity(
  { body }: VelocityTemplate,
  scope: VelocityScope,
  budget: Partial<Budget> = {},
): EvaluatedVelocity {
  const meter = meterOf({ ...DEFAULT_BUDGET, ...budget });
  const unfilled: Unfilled[] = [];
  const fill = (block: Block): MarkedText => filled(block, evaluation);
  const evaluation: Evaluation = { scope, variables: new Map(), meter, unfilled, fill };
  try {
    return { ok: true, text: fill(body), unfilled };
  } catch (error) {
    if (error instanceof EvaluationFailure) return { ok: false, message: error.message };
    if (error instanceof RangeError) return { ok: false, message: 'The template does too much' };
    throw error;
  }
}

function filled(block: Block, evaluation: Evaluation): MarkedText {
  const texts: MarkedText[] = [];
  for (const part of block) fillPart(part, evaluation, texts);
  return joined(texts, evaluation.meter);
}

function fillPart(part: TemplatePart, evaluation: Evaluation, texts: MarkedText[]): void {
  evaluation.meter.step();
  switch (part.kind) {
    case 'text':
      texts.push([{ text: part.text }]);
      return;
    case 'reference':
      texts.push(textOfReference(part, evaluation));
      return;
    case 'set':
      assign(part.name, valueOfExpression(part.value, evaluation), evaluation);
      return;
    case 'if':
      texts.push(choose(part, evaluation));
      return;
    case 'foreach':
      for (const text of repeat(part, evaluation)) texts.push(text);
  }
}

/** What a reference prints: without a value itself, as the author wrote it, or when it is silent nothing of its own. */
function textOfReference(reference: Reference, evaluation: Evaluation): MarkedText {
  const { raw, isSilent, backslashes } = reference;
  const value = printed(valueOfExpression(reference, evaluation), evaluation.meter);
  const text = value === undefined ? undefined : asPrinted(value, reference, evaluation);
  if (text === undefined && backslashes > 0) return [{ text: '\\'.repeat(backslashes) + raw }];
  if (text === undefined) return textWithout(raw, nameOf(reference) ?? raw, isSilent, evaluation);
  if (backslashes === 0) return text;
  const before = '\\'.repeat(Math.floor(backslashes / 2));
  return backslashes % 2 === 1 ? [{ text: before + raw }] : [{ text: before }, ...text];
}

/** A value of the template's own names is called by them: an escape is to be written where it is printed. */
function asPrinted(text: MarkedText, { root, raw }: Reference, { variables }: Evaluation): MarkedText {
  const [only] = text;
  if (only?.from === undefined || only.from.escapedBy !== undefined) return text;
  if (text.length > 1 || !variables.has(root)) return text;
  return [{ ...only, from: { ...only.from, raw } }];
}

function textWithout(raw: string, name: string, isSilent: boolean, { unfilled }: Evaluation): MarkedText {
  if (isSilent) return [{ text: '', from: { name, raw } }];
  unfilled.push({ raw, name });
  return [{ text: raw }];
}

/** Velocity 1.7: a null leaves a variable as it was. */
function assign(name: string, value: Value, { variables }: Evaluation): void {
  if (value.type !== 'null') variables.set(name, value);
}

function choose({ branches }: TemplatePart & { readonly kind: 'if' }, evaluation: Evaluation): MarkedText {
  const taken = branches.find(
    ({ condition }) => condition === undefined || isTrue(valueOfExpression(condition, evaluation)),
  );
  return taken === undefined ? [] : evaluation.fill(taken.body);
}

function repeat(
  { name, list, body }: TemplatePart & { readonly kind: 'foreach' },
  evaluation: Evaluation,
): readonly MarkedText[] {
  const { variables, meter } = evaluation;
  const items = itemsOf(valueOfExpression(list, evaluation));
  meter.checkRounds(items.length);
  const before = [name, ...ROUND].map((one) => [one, variables.get(one)] as const);
  const texts = items.map((item, index) => {
    setOrDelete(variables, name, item);
    setRound(variables, index, items.length);
    return evaluation.fill(body);
  });
  for (const [one, value] of before) setOrDelete(variables, one, value);
  return texts;
}

const ROUND = ['foreach', 'velocityCount', 'velocityHasNext'];

/** What a `#foreach` goes through: the elements of a list, the values of a map. */
function itemsOf(value: Value): readonly Value[] {
  const from = originOf(value);
  if (value.type === 'list') return value.list.map((item) => toValue(item, from));
  if (value.type === 'map') return Object.values(value.map).map((item) => toValue(item, from));
  return [];
}

function setRound(variables: Map<string, Value>, index: number, length: number): void {
  const [first, last] = [index === 0, index === length - 1];
  variables.set('foreach', toValue({ index, count: index + 1, hasNext: !last, first, last }));
  variables.set('velocityCount', toValue(index + 1));
  variables.set('velocityHasNext', toValue(!last));
}

function setOrDelete(variables: Map<string, Value>, name: string, value: Value | undefined): void {
  if (value === undefined) variables.delete(name);
  else variables.set(name, value);
}
