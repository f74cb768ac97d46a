import { describe, expect, it } from 'vitest';
import { compileContract } from '../../../src/actions/contract.ts';
import { sampleOf } from '../../../src/actions/samples/sample-of.ts';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';

function fault(schema: JsonObject): string | undefined {
  const { check, diagnostics } = compileContract(schema, 'a.json', '');
  if (check === undefined) throw new Error(JSON.stringify(diagnostics));
  return check(sampleOf(schema));
}

const property = (schema: Json): Json => {
  const sample = sampleOf({ type: 'object', properties: { a: schema } }) as JsonObject;
  return sample['a'] ?? null;
};

describe('sampleOf', () => {
  it.each<[JsonObject, Json]>([
    [{ const: 4 }, 4],
    [{ enum: [null, 'b'] }, 'b'],
    [{ examples: ['x'] }, 'x'],
    [{ type: ['null', 'boolean'] }, true],
    [{ type: 'null' }, null],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'integer', minimum: 5, exclusiveMinimum: true }, 6],
    [{ type: 'number', exclusiveMaximum: 0 }, -0.5],
    [{ type: 'integer', maximum: -3 }, -3],
    [{ type: 'integer', minimum: 7, multipleOf: 5 }, 10],
    [{ type: 'string', minLength: 4 }, 'axxx'],
    [{ type: 'string', format: 'date' }, '2026-01-05'],
    [{ type: 'string', format: 'email' }, 'ada@example.com'],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2 }, [1, 1]],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2, uniqueItems: true }, [1, 2]],
    [{ type: 'array', items: [{ type: 'integer' }, { type: 'string' }] }, [1, 'a']],
    [{ allOf: [{ properties: { x: { type: 'integer' } } }], oneOf: [{ required: ['x'] }] }, { x: 1 }],
    [{ type: 'string', pattern: '^[A-Z]{2}-(?:\\d{3}|x)\\.$' }, 'AA-111.'],
    [{ type: 'string', pattern: '^[a-f0-9]{8}-[a-f0-9]{4}$' }, 'aaaaaaaa-aaaa'],
    [{ type: 'string', pattern: '^\\+?[1-9]\\d{4,14}$' }, '11111'],
  ])('fits %j', (schema, expected) => {
    expect(property(schema)).toEqual(expected);
    expect(fault({ type: 'object', properties: { a: schema } })).toBeUndefined();
  });

  it.each([
    ['customerPhone', '+13175550123'],
    ['callback_number', '+13175550123'],
    ['toAddress', '+13175550123'],
    ['conversationId', '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11'],
    ['workEmail', 'ada@example.com'],
    ['startTime', '2026-01-05T09:00:00.000Z'],
    ['first_name', 'Ada'],
    ['timeZone', 'Europe/Berlin'],
    ['priority', '1'],
    ['skillName', 'skillName'],
    ['paid', 'paid'],
  ])('gives %s a plausible text', (name, expected) => {
    const schema = { type: 'object', properties: { [name]: { type: 'string' } } };
    expect(sampleOf(schema)).toEqual({ [name]: expected });
  });

  it('fills optional properties unless only required ones are wanted', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: { a: { $ref: '#/definitions/a' }, b: { type: 'string' } },
      definitions: { a: { type: 'integer' } },
    };
    expect(sampleOf(schema)).toEqual({ a: 1, b: 'b' });
    expect(sampleOf(schema, { onlyRequired: true })).toEqual({ a: 1 });
  });

  it('gives what is required and described nowhere, where more is allowed', () => {
    const schema = { type: 'object', required: ['a', 'noteId'], properties: { a: { type: 'integer' } } };
    expect(sampleOf(schema)).toEqual({ a: 1, noteId: '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11' });
    expect(sampleOf({ ...schema, additionalProperties: { type: 'boolean' } })).toEqual({
      a: 1,
      noteId: true,
    });
    expect(sampleOf({ ...schema, additionalProperties: false })).toEqual({ a: 1 });
  });

  it('stays small, whatever lists ask for, and ends where references lead round', () => {
    let schema: JsonObject = { type: 'string' };
    for (let i = 0; i < 20; i++) schema = { type: 'array', minItems: 100, items: schema };
    expect(JSON.stringify(sampleOf(schema)).length).toBeLessThan(100_000);
    expect(sampleOf({ $ref: '#/a', a: { $ref: '#/b' }, b: { $ref: '#/a' } })).toBe('text');
  });

  it('begins with a list where the contract does', () => {
    expect(sampleOf({ type: 'array', items: { properties: { id: {} } } })).toEqual([
      { id: '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11' },
    ]);
  });
});
