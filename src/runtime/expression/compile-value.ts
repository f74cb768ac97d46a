import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { fits, itemType, type ScalarType, THING_TYPES, type ValueType } from '../value-type.ts';
import type { NameScope } from '../variables.ts';
import { compileArchitect, compileRule, type Report } from './compile-rule.ts';
import { convert } from './conversion.ts';
import { type Expression, ExpressionError, literal } from './expression.ts';
import { call } from './shape.ts';
import { compileText } from './text.ts';

/**
 * Compiles what an author wrote where a value is wanted: a literal, a text with `{{paths}}`, a JSONLogic rule, or
 * `{"exp": …}` with an Architect expression.
 *
 * @param wanted the type it must have or be convertible to; the result converts by itself.
 */
export function compileValue(json: Json, wanted: ValueType, scope: NameScope, report: Report): Expression {
  const expression = compileUnconverted(json, wanted, scope, report);
  if (!fits(expression.type, wanted)) {
    report(
      '',
      'WRONG_TYPE',
      `this gives ${aType(expression.type)}, but ${aType(wanted)} is wanted`,
      typeHint(wanted),
    );
    return literal(undefined, wanted);
  }
  if (expression.type === wanted || wanted === 'any') return expression;
  if (expression.literal !== undefined) return convertedLiteral(expression.literal, wanted, report);
  return converted(expression, wanted);
}

function converted(expression: Expression, wanted: ValueType): Expression {
  const { shape } = expression;
  return {
    type: wanted,
    reads: expression.reads,
    ...(shape && { shape: () => call(`convert:${wanted}`, [shape()]) }),
    evaluate: (reader) => convert(expression.evaluate(reader), wanted),
  };
}

function compileUnconverted(json: Json, wanted: ValueType, scope: NameScope, report: Report): Expression {
  if (json === null) return literal(undefined, 'any');
  if (typeof json === 'string') return compileTextValue(json, scope, report);
  if (isJsonObject(json)) {
    if (isOnly(json, 'lit')) return literalOf(json['lit'] ?? null);
    if (isOnly(json, 'exp')) return compileArchitect(json['exp'] ?? null, wanted, scope, report);
    return compileRule(json, scope, report);
  }
  if (Array.isArray(json) && json.some((item) => isJsonObject(item))) return compileRule(json, scope, report);
  return literalOf(json);
}

function isOnly(json: JsonObject, key: string): boolean {
  return Object.keys(json).length === 1 && Object.hasOwn(json, key);
}

function compileTextValue(json: string, scope: NameScope, report: Report): Expression {
  const text = compileText(json, scope, report);
  if (text.constant !== undefined) return literal(text.constant, 'string');
  const { shape } = text;
  return {
    type: 'string',
    reads: text.reads,
    ...(shape && { shape }),
    evaluate: (reader) => text.fill(reader),
  };
}

function literalOf(json: Json): Expression {
  if (typeof json === 'string') return literal(json, 'string');
  if (typeof json === 'boolean') return literal(json, 'boolean');
  if (typeof json === 'number') return literal(json, Number.isInteger(json) ? 'integer' : 'decimal');
  return json === null ? literal(undefined, 'any') : literal(json, 'any');
}

function convertedLiteral(value: Json, wanted: ValueType, report: Report): Expression {
  try {
    return literal(convert(value, wanted), wanted);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report('', 'WRONG_TYPE', `${JSON.stringify(value)} cannot be read as ${wanted}`, typeHint(wanted));
    return literal(undefined, wanted);
  }
}

function aType(type: ValueType): string {
  const item = itemType(type);
  if (item !== undefined) return `a collection of ${item}`;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

const EXAMPLES: { readonly [type: string]: string } = {
  boolean: 'write true, false or a comparison such as {"==": [{"var": "Flow.x"}, "1"]}',
  integer: 'write a whole number, such as 3',
  decimal: 'write a number, such as 2.5',
  dateTime: 'write it as 2026-01-05T10:00:00Z',
  date: 'write it as 2026-01-05',
  time: 'write it as 14:30:00',
  currency: 'write {"lit": {"amount": 5.25, "code": "USD"}}',
  duration: 'write whole milliseconds, such as 1500',
  phoneNumber: 'write it as +13175550123',
  queue: 'write {"lit": {"name": "Sales"}}',
  user: 'write {"lit": {"name": "Ann Lee"}}',
};

function typeHint(wanted: ValueType): string {
  if (itemType(wanted) !== undefined)
    return 'write a list such as [1, 2], or make one with {"exp": "MakeList(…)"}';
  const isThing = THING_TYPES.has(wanted as ScalarType);
  return EXAMPLES[wanted] ?? (isThing ? 'write {"lit": {"name": "…"}}' : `give ${aType(wanted)}`);
}
