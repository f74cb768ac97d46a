import { expect, it } from 'vitest';
import { checkThings } from '../../../src/runtime/check/things.ts';
import { EMPTY_ENVIRONMENT, type Environment } from '../../../src/runtime/environment.ts';
import { programOf } from '../play.ts';

const PROGRAM = programOf({
  type: 'workflow',
  variables: { 'Flow.text': { type: 'string' } },
  actions: [
    { getResponse: { response: 'Shipped', substitutions: { nme: 'Ann' }, saveAs: 'Flow.text' } },
    { endWorkflow: '{{Flow.text}}' },
  ],
});

function codes(responses: NonNullable<Environment['responses']>): readonly string[] {
  const found = checkThings(PROGRAM, { ...EMPTY_ENVIRONMENT, responses }, 'a.environment.json');
  return found.map(({ code }) => code);
}

it('warns of a place that the words of a response do not have', () => {
  expect(codes({ Shipped: { text: 'Hello {{name}}.' } })).toEqual(['UNKNOWN_PLACE']);
});

it('does not where the words are not here, as after an import', () => {
  expect(codes({ Shipped: { id: 'r1' } })).toEqual([]);
});
