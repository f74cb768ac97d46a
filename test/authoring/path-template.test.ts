import { describe, expect, it } from 'vitest';
import { fillTemplate, isConstant, parsePathTemplate, solePath } from '../../src/authoring/path-template.ts';

function parsed(text: string) {
  const result = parsePathTemplate(text);
  if (!result.ok) throw new Error(result.fault.message);
  return result.template;
}

const fill = (text: string) => fillTemplate(parsed(text), (path) => `<${path.raw}>`);

describe('a path template', () => {
  it.each([
    ['', ''],
    ['no braces }} at all', 'no braces }} at all'],
    ['We have {{Flow.number}}.', 'We have <Flow.number>.'],
    ['{{a}}{{ b }}', '<a><b>'],
    ['{{{a}}}', '<a>'],
    ['{{input.[my name]}}', '<input.my name>'],
    ['a {{! not said }}b', 'a b'],
    ['a \\{{x}} b', 'a {{x}} b'],
    ['\\{{', '{{'],
    ['<b> & "{{a}}"', '<b> & "<a>"'],
  ])('fills %j', (text, expected) => {
    expect(fill(text)).toBe(expected);
  });

  it('knows a sole path, whose value keeps its type', () => {
    expect(solePath(parsed('{{input.count}}'))).toEqual({ path: ['input', 'count'], raw: 'input.count' });
    expect(solePath(parsed('n: {{input.count}}'))).toBeUndefined();
    expect(solePath(parsed('text'))).toBeUndefined();
  });

  it('knows a constant', () => {
    expect(isConstant(parsed('a \\{{x}} b'))).toBe(true);
    expect(isConstant(parsed(''))).toBe(true);
    expect(isConstant(parsed('{{x}}'))).toBe(false);
  });

  it.each([
    ['{{', 1, 1],
    ['ab {{x', 1, 4],
    ['a\n  {{a b}}', 2, 3],
    ['{{x y=1}}', 1, 1],
    ['{{#if x}}y{{/if}}', 1, 1],
    ['{{#each x}}y', 1, 1],
    ['{{> p}}', 1, 1],
    ['{{* d}}', 1, 1],
    ['{{this}}', 1, 1],
    ['{{this.x}}', 1, 1],
    ['{{../x}}', 1, 1],
    ['{{a/b}}', 1, 1],
    ['{{@root.x}}', 1, 1],
    ['{{5}}', 1, 1],
    ['{{"x"}}', 1, 1],
    ['{{x.constructor}}', 1, 1],
    ['{{__proto__.x}}', 1, 1],
    ['{{{{raw}}}} x {{{{/raw}}}}', 1, 1],
  ])('refuses %j with its place', (text, line, column) => {
    const result = parsePathTemplate(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.fault).toMatchObject({ line, column });
  });

  it('refuses a syntax tree where a text is meant', () => {
    const tree = { type: 'Program', body: [] } as unknown as string;
    expect(parsePathTemplate(tree).ok).toBe(false);
  });
});
