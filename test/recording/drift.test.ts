import { describe, expect, it } from 'vitest';
import type { Cassette } from '../../src/recording/cassette.ts';
import { driftOf } from '../../src/recording/drift.ts';
import { fingerprintOf } from '../../src/recording/fingerprint.ts';
import { dataActionOf } from './data-action-of.ts';

const request = { method: 'GET', url: 'https://crm.example.com/customers/1' };
const CASSETTE: Cassette = {
  definitions: { 'look-up': fingerprintOf(dataActionOf()) },
  exchanges: [
    { dataAction: 'look-up', request, answer: { status: 200, body: { id: '7' } } },
    { dataAction: 'look-up', request, answer: { status: 404, body: {} } },
    { dataAction: 'look-up', request, failure: 'timeout' },
  ],
};
const NUMBERS = {
  contract: {
    input: { inputSchema: { type: 'object', properties: { phone: { type: 'string' } } } },
    output: { successSchema: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } },
  },
};

describe('driftOf', () => {
  it('finds nothing in a definition that is as it was, or that is not on record', () => {
    const described = dataActionOf({ description: 'Now with a description.', name: 'Another name' });
    expect(driftOf(CASSETTE, [described, dataActionOf({}, {}, 'other')])).toEqual([]);
  });

  it('finds another request, and that the answers still fit', () => {
    const changed = dataActionOf(
      {},
      {
        request: {
          requestType: 'GET',
          requestUrlTemplate: 'https://crm.example.com/clients/{{input.phone}}',
        },
      },
    );
    expect(driftOf(CASSETTE, [changed])).toEqual([
      {
        dataAction: 'look-up',
        parts: ['request'],
        broken: [],
        message:
          'look-up has changed since it was recorded: its request; the recorded answers still fit its contract',
      },
    ]);
  });

  it('finds answers that no longer fit', () => {
    const [drift] = driftOf(CASSETTE, [dataActionOf(NUMBERS)]);
    expect(drift?.parts).toEqual(['contract']);
    expect(drift?.broken).toMatchObject([{ exchange: 1 }]);
    expect(drift?.message).toMatch(
      /its contract; the answer of exchange 1 no longer fits: The output of look-up/,
    );
  });

  it('finds another way of reading the answer', () => {
    const response = { translationMap: { id: '$.customer.id' }, successTemplate: { id: '{{id}}' } };
    const [drift] = driftOf(CASSETTE, [dataActionOf({}, { response })]);
    expect(drift?.parts).toEqual(['response']);
    expect(drift?.broken).toHaveLength(1);
  });
});

describe('fingerprintOf', () => {
  it('does not mind the order of keys', () => {
    const turned = dataActionOf({
      contract: {
        output: {
          successSchema: { properties: { id: { type: 'string' } }, required: ['id'], type: 'object' },
        },
        input: { inputSchema: { properties: { phone: { type: 'string' } }, type: 'object' } },
      },
    });
    expect(fingerprintOf(turned)).toEqual(fingerprintOf(dataActionOf()));
  });
});
