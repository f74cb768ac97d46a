import { describe, expect, it } from 'vitest';
import { explainJsonPath } from '../../src/actions/explain-json-path.ts';
import { parseJsonPath } from '../../src/actions/json-path-parser.ts';
import type { Json } from '../../src/authoring/json.ts';

const BODY: Json = {
  results: [],
  entities: [
    { id: 'secret-1', name: 'secret-2', owner: null },
    { id: 'secret-3', owner: null },
  ],
  total: 2,
};

function explain(text: string, body: Json = BODY) {
  const parsed = parseJsonPath(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return explainJsonPath(parsed.path, body);
}

describe('explainJsonPath', () => {
  it.each<[string, string, string | undefined]>([
    ['$.results[0].id', '`$.results` is empty', undefined],
    ['$.entites[0].id', '`entites` is not in the answer', 'did you mean `entities`?'],
    ['entites[0].id', '`entites` is not in the answer', 'did you mean `entities`?'],
    [
      '$.entities.id',
      '`$.entities` is a list and has no `id`',
      'write [0] for its first element, or [*] for all',
    ],
    ['$.entities[5].id', '`$.entities` has 2 elements', undefined],
    ['$.entities[*].nam', '`nam` is not in `$.entities[*]`', 'did you mean `name`?'],
    ['$.entities[0].owner.id', '`$.entities[0].owner` is null and has no `id`', undefined],
    ['$.total[0]', '`$.total` is a number, not a list', undefined],
    ['$..nme', 'nothing below the answer is called `nme`', 'did you mean `name`?'],
    [
      "$.entities[?(@.idd == 'a')]",
      'the filter does not match any of the 2 elements of `$.entities`: `idd` is in none',
      'did you mean `id`?',
    ],
    [
      "$.entities[?(@.id == 'a')].name",
      'the filter does not match any of the 2 elements of `$.entities`',
      'compare its values with those in the answer',
    ],
  ])('D6 says why %s reaches nothing', (path, why, hint) => {
    const explained = explain(path);
    expect(explained.why).toBe(why);
    expect(explained.hint).toBe(hint);
    expect(JSON.stringify(explained)).not.toContain('secret-');
  });

  it('D6 counts what each step reaches', () => {
    expect(explain('$.entities[*].name')).toEqual({
      steps: [
        { path: '$.entities', reached: 1 },
        { path: '$.entities[*]', reached: 2 },
        { path: '$.entities[*].name', reached: 1 },
      ],
    });
  });

  it('D6 explains a list at the root', () => {
    expect(explain('$.id', [{ id: 'a' }]).why).toBe('the answer is a list and has no `id`');
  });
});
