import type { Json } from '../../authoring/json.ts';

/** Most values of one kind that are tried at one place. */
const MAX_VALUES = 10;

const SAMPLES: { readonly [type: string]: Json } = {
  string: 'text',
  integer: 1,
  decimal: 1,
  currency: 1,
  duration: 60_000,
  boolean: true,
  dateTime: '2026-03-05T10:00:00.000Z',
  date: '2026-03-05',
  time: '10:00:00',
  phoneNumber: '+13175550123',
  json: {},
};

/** Values of a type that are worth trying: what it is compared with and what lies beside that, then a usual one. */
export function sampleValues(type: string, literals: readonly Json[]): readonly Json[] {
  const fitting = literals.flatMap((literal) => near(type, literal));
  return distinct([usual(type), ...fitting, ...(type === 'boolean' ? [false] : [])]).slice(0, MAX_VALUES);
}

/** A value of a type that nothing is known of. */
export function usual(type: string): Json {
  const [, item] = /^(.*)Collection$/.exec(type) ?? [];
  return item === undefined ? (SAMPLES[type] ?? 'text') : [SAMPLES[item] ?? 'text'];
}

function near(type: string, literal: Json): readonly Json[] {
  if (type === 'boolean') return typeof literal === 'boolean' ? [literal] : [];
  if (type === 'integer' || type === 'decimal' || type === 'currency') {
    const number = typeof literal === 'string' && literal.trim() !== '' ? Number(literal) : literal;
    return typeof number === 'number' && Number.isFinite(number) ? [number, number + 1, number - 1] : [];
  }
  if (type === 'phoneNumber')
    return /^(tel:)?\+?[1-9]\d{6,14}$/.test(String(literal)) ? [String(literal)] : [];
  if (type.endsWith('Collection')) return [[literal], []];
  return typeof literal === 'boolean' ? [] : [String(literal)];
}

/** Limits of digits that are typed. */
export interface DigitLimits {
  readonly min: number;
  readonly max: number;
  readonly terminator?: string;
}

/** Digits that are worth typing, as keys: those that the flow compares them with, and the shortest and longest. */
export function sampleDigits(limits: DigitLimits, literals: readonly Json[]): readonly string[] {
  const { min, max, terminator } = limits;
  const end = terminator ?? '';
  const lengths = literals.flatMap((one) => (isLength(one) ? [one, one + 1, one - 1] : []));
  const numbers = literals.flatMap((one): readonly Json[] =>
    typeof one === 'number' ? [one, one + 1, one - 1] : [one],
  );
  const written = numbers
    .map((one) => String(one).replace(/^\+/, ''))
    .filter((one) => /^[0-9*#]+$/.test(one));
  const values = [
    digits(Math.min(Math.max(min, Math.min(4, max)), max)),
    ...written,
    ...written.filter((one) => one.length < min).map((one) => one.padEnd(min, '5')),
    ...lengths.filter((length) => length > 0).map(digits),
    digits(min),
    digits(Math.min(max, 15)),
    '2'.repeat(min),
    digits(Math.min(max, 11)),
  ].filter((one) => one.length >= min && one.length <= max);
  return distinct(values)
    .slice(0, MAX_VALUES)
    .map((one) => (one.length === max ? one : one + end));
}

function isLength(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 40;
}

function digits(length: number): string {
  return '13175550123456789012345678901234567890123'.slice(0, length);
}

/** Each value once, in their order. */
export function distinct<Value extends Json>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];
}
