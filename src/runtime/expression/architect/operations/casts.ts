import type { Json } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { parseDuration } from './durations.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { currencyText, itemFormOf, listText, type TextForm, textFormOf } from './text-form.ts';
import { phoneNumber } from './to-phone-number.ts';
import {
  booleanOf,
  currency,
  currencyOf,
  Decimals,
  decimal,
  decimalOf,
  fixedText,
  integer,
  integerOf,
  integerWithin,
  moment,
  objectOf,
  textOf,
} from './values.ts';

/** Most decimals that ToString writes. Architect's limit. */
const MAX_DECIMALS = 28;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** To… functions. NOT_SET in gives NOT_SET out. */
export const CASTS: OperationGroup = {
  ...cast('ToBool', {
    'dec?': (value) => !decimalOf(value).isZero(),
    'int?': (value) => integerOf(value) !== 0,
    'str?': toBoolean,
    bln: (value) => value,
  }),
  ...cast('ToInt', {
    'bln?': (value) => Number(booleanOf(value)),
    'dec?': (value) => integer(decimalOf(value).trunc().toNumber()),
    'str?': toInteger,
    'int?': (value) => value,
    'dur?': integerOf,
  }),
  ...cast('ToDecimal', {
    'bln?': (value) => (booleanOf(value) ? '1.0' : '0.0'),
    'cur?': (value) => objectOf(value)['amount'] ?? null,
    'str?': toDecimal,
    'int?': (value) => decimal(decimalOf(value)),
    'dec?': (value) => value,
  }),
  ...cast('ToDateTime', {
    'str?': toDateTime,
    'int?': (seconds) => moment(integerOf(seconds) * 1000),
    'dtm?': (value) => value,
  }),
  ...cast('ToDuration', {
    'str?': (value, facts) => parseDuration(textOf(value), facts),
    'int?': (milliseconds) => integer(integerOf(milliseconds)),
    'dur?': (value) => value,
  }),
  ...cast('ToCurrency', {
    'str?': toCurrency,
    'dec?': (amount) => ({ amount, code: null }),
    'int?': (amount) => ({ amount: decimal(decimalOf(amount)), code: null }),
    'cur?': (value) => value,
  }),
  ...cast('ToPhoneNumber', { str: (value) => phoneNumber(textOf(value)), 'phn?': (value) => value }),
  ...castThing('ToSkill', 'skl?'),
  ...castThing('ToQueue', 'que?'),
  ...castThing('ToGroup', 'grp?'),
  ...castThing('ToWrapupCode', 'wrc?'),
  ...castThing('ToLanguageSkill', 'lac'),
  ...cast('ToUser', { 'str?': (name) => ({ id: name, name, username: name }), 'usr?': (value) => value }),
  ...cast('ToString', { 'dec?,int': fixedDecimals(decimalText), 'cur?,int': fixedDecimals(currencyText) }),
  'ToString(any?)': byType(([type = 'any']) => {
    const form = textFormOf(type);
    return ([value = null], facts) => form(value, facts);
  }),
  'ToString(any[])': byType(([type = 'any[]']) => {
    const form = itemFormOf(type);
    return ([list], facts) => listText(list, null, form, facts);
  }),
  'ToString(any[],str?)': byType(([type = 'any[]']) => {
    const form = itemFormOf(type);
    return ([list, delimiter], facts) => listText(list, delimiter, form, facts);
  }),
  'ToString(dec[],int)': ([list, decimals], facts) =>
    listText(list, null, fixed(decimalText, decimals), facts),
  'ToString(cur[]?,int)': ([list, decimals], facts) =>
    listText(list, null, fixed(currencyText, decimals), facts),
  'ToString(dec[],str?,int)': ([list, delimiter, decimals], facts) =>
    listText(list, delimiter, fixed(decimalText, decimals), facts),
  'ToString(cur[]?,str?,int)': ([list, delimiter, decimals], facts) =>
    listText(list, delimiter, fixed(currencyText, decimals), facts),
};

type Cast = (value: Json, facts: CallFacts, ...more: readonly Json[]) => Json;

/** The overloads of a cast, and the one for a bare NOT_SET. */
function cast(name: string, casts: { readonly [parameters: string]: Cast }): OperationGroup {
  const overloads = Object.entries(casts).map(([parameters, run]): [string, Operation] => [
    `${name}(${parameters})`,
    ([value = null, ...more], facts) => (value === null ? null : run(value, facts, ...more)),
  ]);
  return { ...Object.fromEntries(overloads), [`${name}(nts?)`]: () => null };
}

/** Casts of things of the organization: a text gives one of that name, as the hidden overloads do. */
function castThing(name: string, own: string): OperationGroup {
  return cast(name, { 'str?': (text) => ({ id: text, name: text }), [own]: (value) => value });
}

function fixedDecimals(form: (value: Json, decimals: number) => string): Cast {
  return (value, _facts, decimals) => form(value, integerWithin(1, MAX_DECIMALS, decimals));
}

function fixed(form: (value: Json, decimals: number) => string, decimals: Json | undefined): TextForm {
  const count = integerWithin(1, MAX_DECIMALS, decimals);
  return (value) => (value === null ? null : form(value, count));
}

function decimalText(value: Json, decimals: number): string {
  return fixedText(decimalOf(value), decimals);
}

/** Anything that is not a way to write true or false is NOT_SET, not an error. */
function toBoolean(value: Json): Json {
  const text = textOf(value);
  if (/^(true|t|1)$/i.test(text)) return true;
  return /^(false|f|0)$/i.test(text) ? false : null;
}

function toInteger(value: Json, facts: CallFacts): Json {
  const text = textOf(value);
  const digits = text.trim();
  if (digits === '') return null;
  if (digits !== text) depends(facts, 'INTEGER_TEXT');
  if (!/^[+-]?\d+$/.test(digits)) throw unreadable(text, 'a whole number');
  return integer(Number(digits));
}

function toDecimal(value: Json): Json {
  const text = textOf(value).trim();
  if (text === '') return null;
  if (!NUMBER.test(text)) throw unreadable(text, 'a number');
  return decimal(new Decimals(text));
}

function toDateTime(value: Json, facts: CallFacts): Json {
  const text = textOf(value).trim();
  const match = DATE_TIME.exec(text);
  if (text === '' || match?.[1] !== undefined) depends(facts, 'DATE_TIME_TEXT');
  if (text === '') return null;
  const at = match === null ? Number.NaN : Date.parse(text);
  if (!Number.isFinite(at) || !isRealTime(text.slice(0, 19)))
    throw unreadable(text, 'a date and time such as 2026-01-05T10:00:00Z');
  return moment(at);
}

/** JavaScript reads 31 February as 3 March. */
function isRealTime(local: string): boolean {
  return new Date(`${local}Z`).toISOString().startsWith(local);
}

/** `5.00|USD`; either part may be missing. */
function toCurrency(value: Json, facts: CallFacts): Json {
  const text = textOf(value).trim();
  if (text === '') {
    depends(facts, 'EMPTY_CURRENCY_TEXT');
    return null;
  }
  const [amount = '', code = '', ...more] = text.split('|', 3);
  if (more.length > 0 || (amount !== '' && !NUMBER.test(amount)))
    throw unreadable(text, 'a currency such as 5.00|USD');
  return currency(
    currencyOf({ amount: amount === '' ? null : amount, code: code === '' ? null : code.toUpperCase() }),
  );
}

/** The text is not repeated: it may be a number or a name. */
function unreadable(text: string, wanted: string): ExpressionError {
  return new ExpressionError(`a text of ${text.length} characters cannot be read as ${wanted}`);
}
