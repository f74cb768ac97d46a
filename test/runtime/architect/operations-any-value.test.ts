import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../src/authoring/json.ts';
import { operationFor } from '../../../src/runtime/expression/architect/operations/index.ts';
import {
  overloads,
  parameterAt,
  type Signature,
  signatureOf,
} from '../../../src/runtime/expression/architect/signatures.ts';
import { ExpressionError } from '../../../src/runtime/expression/expression.ts';
import { newRandom, type Random } from '../../support/random.ts';

/** Values of each type, the awkward ones among them. */
const VALUES: { readonly [type: string]: readonly Json[] } = {
  int: [0, 1, -1, 2, 28, 1800, 999_999_999_999_999, -999_999_999_999_999],
  dec: [
    '0.0',
    '1.5',
    '-2.5',
    '0.0000000000000000000000000000000000000001',
    '9999999999999999999999999999999999999999.0',
  ],
  str: [
    '',
    ' ',
    'Hello',
    '5',
    '-7.25',
    'USD',
    'true',
    '😀é',
    'ann@example.com',
    'PT1H',
    '2026-01-05T10:00:00Z',
    '{"a":1}',
  ],
  bln: [true, false],
  cur: [
    { amount: '5.25', code: 'USD' },
    { amount: null, code: 'EUR' },
    { amount: '-1.0', code: null },
  ],
  dtm: ['1800-01-01T00:00:00Z', '2024-02-29T12:30:59Z', '2200-12-31T23:59:59Z'],
  dur: [0, 1, -1, 90_061_001, 999_999_999_999_999, -999_999_999_999_999],
  phn: [
    { raw: '+13175550123', uri: 'tel:+13175550123', e164: '+13175550123', isTel: true, isSip: false },
    { raw: 'anonymous', isTel: false, isSip: false },
  ],
  aud: [[], [{ text: 'Hello' }, { silence: 5 }]],
  pmt: [{ name: 'Welcome', type: 'user' }],
  com: ['', 'Hello'],
  jsn: [{ a: { b: [1, null] } }, [1], 'text', 2.5, true],
  que: [{ id: 'q1', name: 'Sales' }, { name: 'Sales' }],
  usr: [{ id: 'u1', name: 'Ann', username: 'ann@example.com' }],
};
/** What stands for the types that a signature leaves open. */
const OPEN: { readonly [type: string]: readonly string[] } = {
  any: ['int', 'dec', 'str', 'bln', 'cur', 'dtm', 'dur', 'phn', 'jsn', 'que', 'usr'],
  apa: ['aud', 'pmt'],
  cop: ['com', 'str', 'int', 'dtm'],
};
const ROUNDS = 30;

describe('An operation on any values of its types', () => {
  const evaluated = overloads().filter(
    (overload) => !/^(If|\?|and|or|GetDefaultLanguage|GetSupportedLanguages)\(/.test(overload),
  );

  it.each(evaluated)('%s gives a value of its type or refuses', (overload) => {
    const signature = signatureOf(overload);
    if (signature === undefined) throw new Error(`no signature ${overload}`);
    const random = newRandom(1);
    for (let round = 0; round < ROUNDS; round++) {
      const { types, values } = operandsFor(signature, random);
      const operation = operationFor(overload, types);
      if (operation === undefined) throw new Error(`no operation ${overload}`);
      const result = valueOrRefusal(() => operation(values, { now: '2026-01-05T10:00:00Z' }));
      if (result === undefined) continue;
      expect(
        isOfType(result, signature.returns),
        `${JSON.stringify(values)} gave ${JSON.stringify(result)}`,
      ).toBe(true);
    }
  });
});

function operandsFor(signature: Signature, random: Random): { types: string[]; values: Json[] } {
  const count = signature.parameters.length + (signature.repeats ? random.below(3) : 0);
  const any = random.pick(OPEN['any'] ?? ['int']);
  const types: string[] = [];
  const values: Json[] = [];
  for (let index = 0; index < count; index++) {
    const parameter = parameterAt(signature, index);
    const open = parameter?.type.replace('[]', '') ?? 'any';
    const item = open === 'any' ? any : random.pick(OPEN[open] ?? [open]);
    const isList = parameter?.type.endsWith('[]') === true;
    types.push(isList ? `${item}[]` : item);
    values.push(
      isList ? [null, sample(item, random), sample(item, random)] : one(item, parameter?.takesNotSet, random),
    );
  }
  return { types, values };
}

function one(type: string, takesNotSet: boolean | undefined, random: Random): Json {
  return takesNotSet === true && random.below(5) === 0 ? null : sample(type, random);
}

function sample(type: string, random: Random): Json {
  return random.pick(VALUES[type] ?? ['numberPlayDigits', 'dateDayOnly']);
}

function valueOrRefusal(run: () => Json): Json | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

const IS: { readonly [type: string]: (value: Json) => boolean } = {
  int: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  dur: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  dec: (value) => typeof value === 'string' && /^-?\d+\.\d+$/.test(value) && value.length < 90,
  str: (value) => typeof value === 'string',
  com: (value) => typeof value === 'string',
  bln: (value) => typeof value === 'boolean',
  dtm: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value),
  cur: (value) => isJsonObject(value) && Object.keys(value).sort().join() === 'amount,code',
  aud: (value) => Array.isArray(value),
};

function isOfType(value: Json, type: string): boolean {
  if (value === null) return true;
  if (type.endsWith('[]'))
    return Array.isArray(value) && value.every((item: Json) => isOfType(item, type.slice(0, -2)));
  return IS[type]?.(value) ?? true;
}
