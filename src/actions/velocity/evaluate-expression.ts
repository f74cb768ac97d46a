import type { Json } from '../../authoring/json.ts';
import { valueOfReference } from './evaluate-reference.ts';
import type { Evaluation } from './evaluation.ts';
import { type MarkedText, plainText } from './marked-text.ts';
import { isSame } from './value-methods.ts';
import { EvaluationFailure, type Meter } from './velocity-meter.ts';
import { originOfAll, wholeOf } from './velocity-method.ts';
import type { Chain, Expression, Operator } from './velocity-template.ts';
import { joined, jsonOf, NULL, numberValue, printed, toValue, type Value } from './velocity-value.ts';

/** How deep lists and maps that a template makes may nest. */
const MAX_DATA_DEPTH = 50;
/** What a value in a list or a map counts for, in characters. */
const SIZE_OF_VALUE = 8;

/** The value of an expression. Null is what Velocity gives where Java would have no value. */
export function valueOfExpression(expression: Expression, evaluation: Evaluation): Value {
  evaluation.meter.step();
  const evaluate = (one: Expression) => valueOfExpression(one, evaluation);
  switch (expression.kind) {
    case 'reference':
      return valueOfReference(expression, evaluation, evaluate);
    case 'constant':
      return toValue(expression.value);
    case 'number':
      return numberValue(expression.number, expression.isDecimal);
    case 'interpolated':
      return { type: 'text', text: atLeastEmpty(evaluation.fill(expression.body)) };
    case 'list':
      return listOf(expression.items.map(evaluate), evaluation.meter);
    case 'map':
      return mapOf(
        expression.entries.map(([key, value]) => [evaluate(key), evaluate(value)]),
        evaluation.meter,
      );
    case 'range':
      return rangeOf(evaluate(expression.from), evaluate(expression.to), evaluation.meter);
    case 'not':
      return not(evaluate(expression.operand));
    case 'chain':
      return valueOfChain(expression, evaluation, evaluate);
  }
}

/** Whether a value lets an `#if` through: as in Velocity 1.7 anything but false and null does, an empty text too. */
export function isTrue(value: Value): boolean {
  return value.type === 'boolean' ? value.boolean : value.type !== 'null';
}

function atLeastEmpty(text: MarkedText): MarkedText {
  return text.length === 0 ? [{ text: '' }] : text;
}

function not(value: Value): Value {
  return toValue(!isTrue(value), originOfAll([value]));
}

function listOf(values: readonly Value[], meter: Meter): Value {
  const list = values.map(jsonOf);
  checkSize(list, meter);
  return toValue(list, originOfAll(values));
}

function mapOf(entries: readonly (readonly [Value, Value])[], meter: Meter): Value {
  const map = Object.fromEntries(
    entries.map(([key, value]) => [plainText(printed(key, meter) ?? []), jsonOf(value)]),
  );
  checkSize(map, meter);
  return toValue(map, originOfAll(entries.flat()));
}

/** A list that holds itself twice, again and again, is small in memory and endless when it prints. */
function checkSize(json: Json, meter: Meter): void {
  let size = 0;
  const visit = (value: Json, depth: number): void => {
    if (depth > MAX_DATA_DEPTH)
      throw new EvaluationFailure(`A list of the template nests more than ${MAX_DATA_DEPTH} levels deep`);
    size += SIZE_OF_VALUE + (typeof value === 'string' ? value.length : 0);
    meter.checkText(size);
    if (typeof value !== 'object' || value === null) return;
    for (const child of Object.values<Json>(value)) visit(child, depth + 1);
  };
  visit(json, 0);
  meter.spend(size);
}

function rangeOf(from: Value, to: Value, meter: Meter): Value {
  const [first, last] = [wholeOf(from), wholeOf(to)];
  if (first === undefined || last === undefined) return NULL;
  const count = Math.abs(last - first) + 1;
  meter.checkRounds(count);
  const direction = last < first ? -1 : 1;
  return toValue(
    Array.from({ length: count }, (_, at) => first + direction * at),
    originOfAll([from, to]),
  );
}

function valueOfChain(
  { first, rest }: Chain,
  evaluation: Evaluation,
  evaluate: (one: Expression) => Value,
): Value {
  let value = evaluate(first);
  let written = first;
  for (const { operator, operand } of rest) {
    evaluation.meter.step();
    if (operator === '&&' && !isTrue(value)) return toValue(false);
    if (operator === '||' && isTrue(value)) return toValue(true);
    const right = evaluate(operand);
    const sum = operator === '+' && isText(value, right);
    value = sum
      ? concatenated([value, written], [right, operand], evaluation.meter)
      : combined(operator, value, right, evaluation.meter);
    written = operand;
  }
  return value;
}

function combined(operator: Operator, left: Value, right: Value, meter: Meter): Value {
  if (operator === '&&' || operator === '||') return toValue(isTrue(right), originOfAll([left, right]));
  if (operator === '==' || operator === '!=')
    return toValue(isEqual(left, right, meter) === (operator === '=='), originOfAll([left, right]));
  if (left.type !== 'number' || right.type !== 'number')
    return isComparison(operator) ? toValue(false) : NULL;
  const isDecimal = left.isDecimal || right.isDecimal;
  const result = calculated(operator, left.number, right.number, isDecimal);
  const from = originOfAll([left, right]);
  return typeof result === 'boolean' ? toValue(result, from) : numberValue(result, isDecimal, from);
}

function isComparison(operator: Operator): boolean {
  return operator.startsWith('<') || operator.startsWith('>');
}

function calculated(operator: Operator, left: number, right: number, isDecimal: boolean): number | boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '%':
      return left % right;
    case '/':
      return isDecimal ? left / right : Math.trunc(left / right);
    default:
      return Number.NaN;
  }
}

/** As Velocity 1.7: numbers by their size, values of one type by what they hold, others by how they print. */
function isEqual(left: Value, right: Value, meter: Meter): boolean {
  if (left.type === 'null' || right.type === 'null') return left.type === right.type;
  if (left.type === 'number' && right.type === 'number') return left.number === right.number;
  if (left.type === right.type) return isSame(left, right, meter);
  const [one = '', other = ''] = [left, right].map((value) => plainText(printed(value, meter) ?? []));
  meter.spend(Math.min(one.length, other.length));
  return one === other;
}

function isText(left: Value, right: Value): boolean {
  return left.type === 'text' || right.type === 'text';
}

/** Texts are joined by `+`; as Velocity, what has no value joins as it is written. */
function concatenated(
  left: readonly [Value, Expression],
  right: readonly [Value, Expression],
  meter: Meter,
): Value {
  const texts = [left, right].map(
    ([value, written]) => printed(value, meter) ?? [{ text: writtenAs(written) }],
  );
  return { type: 'text', text: joined(texts, meter) };
}

function writtenAs(expression: Expression): string {
  return expression.kind === 'reference' ? expression.raw : 'null';
}
