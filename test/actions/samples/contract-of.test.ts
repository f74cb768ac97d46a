import { describe, expect, it } from 'vitest';
import { compileContract } from '../../../src/actions/contract.ts';
import { contractOf, inputContractOf } from '../../../src/actions/samples/contract-of.ts';
import type { Json } from '../../../src/authoring/json.ts';

const SAMPLE: Json = {
  id: 'a',
  n: 1,
  price: 1.5,
  ok: true,
  nothing: null,
  none: [],
  tags: ['x'],
  mixed: [1, 'a'],
  numbers: [1, 2.5],
  list: [
    { a: 1, b: 'x' },
    { a: 2, c: null },
  ],
};

describe('contractOf', () => {
  it('names types, nested objects, and the union of what elements have', () => {
    const { contract } = contractOf(SAMPLE, 'Order');
    expect(contract).toMatchObject({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Order',
      type: 'object',
      properties: {
        id: { type: 'string' },
        n: { type: 'integer' },
        price: { type: 'number' },
        ok: { type: 'boolean' },
        nothing: {},
        none: { type: 'array', items: {} },
        tags: { type: 'array', items: { type: 'string' } },
        mixed: { type: 'array', items: {} },
        numbers: { type: 'array', items: { type: 'number' } },
        list: {
          type: 'array',
          items: {
            type: 'object',
            required: ['a'],
            properties: { a: { type: 'integer' }, b: { type: 'string' }, c: {} },
          },
        },
      },
    });
  });

  it('says what the sample cannot tell', () => {
    expect(contractOf(SAMPLE).notes).toEqual([
      '`nothing` was null, so that its type is not known: {} allows anything',
      '`none` was an empty list, so that its elements are not known',
      '`mixed[]` held values of several types (integer, string), so that its type is not known: {} allows anything',
      '`list[].c` was null, so that its type is not known: {} allows anything',
    ]);
  });

  it('makes a contract that its sample fits', () => {
    for (const sample of [SAMPLE, [SAMPLE], []]) {
      const { check } = compileContract(contractOf(sample).contract, 'a.json', '');
      expect(check?.(sample)).toBeUndefined();
    }
  });
});

describe('inputContractOf', () => {
  it('makes single inputs of nested values, and tells', () => {
    const { contract, notes } = inputContractOf({
      id: 'a',
      customer: { name: 'x', address: { city: 'y' } },
      tags: ['a'],
      'order number': 1,
    });
    expect(contract).toMatchObject({
      type: 'object',
      required: ['id', 'customerName', 'customerAddressCity', 'tags', 'orderNumber'],
      properties: {
        id: { type: 'string' },
        customerName: { type: 'string' },
        customerAddressCity: { type: 'string' },
        tags: { type: 'string' },
        orderNumber: { type: 'integer' },
      },
    });
    expect(notes).toEqual([
      '`customer.address` is an object, and inputs are single values: its parts are `customerAddressCity`; the request template puts them together again',
      '`customer` is an object, and inputs are single values: its parts are `customerName`, `customerAddressCity`; the request template puts them together again',
      '`tags` is a list, and inputs are single values: `tags` is a text that holds JSON, such as ["a","b"]',
      '`order number` cannot be the name of an input: it is `orderNumber` now',
    ]);
  });
});
