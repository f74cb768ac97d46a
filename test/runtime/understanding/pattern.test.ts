import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/runtime/understanding/pattern.ts';

function found(pattern: string, text: string): string | undefined {
  const compiled = compilePattern(pattern);
  if ('fault' in compiled) throw new Error(compiled.fault);
  const at = compiled.find(text);
  return at === undefined ? undefined : text.slice(at.from, at.to);
}

describe('Patterns of slots', () => {
  it.each([
    ['\\b[0-9]{8}\\b', 'my order is 12345678, please', '12345678'],
    ['\\b[0-9]{8}\\b', 'my order is 123456789', undefined],
    ['^\\d{4}$', '1234', '1234'],
    ['^\\d{4}$', '12345', undefined],
    ['[A-Z]{2}-?\\d+', 'it is ab-12 or cd-3', 'ab-12'],
    ['(red|dark red|blue)', 'a dark red car', 'dark red'],
    ['(?:ab)+', 'xababab', 'ababab'],
    ['a+?', 'aaa', 'a'],
    ['a{2,3}', 'aaaa', 'aaa'],
    ['a{2,}', 'aaaa', 'aaaa'],
    ['[^,]+', 'one,two', 'one'],
    ['\\w+@\\w+\\.com', 'write to ann@example.com', 'ann@example.com'],
    ['x*', 'aaa', ''],
    ['(a*)*b', `${'a'.repeat(40)}b`, `${'a'.repeat(40)}b`],
    ['colou?r', 'Color', 'Color'],
    ['\\$\\d+', 'it costs $15', '$15'],
    ['[\\d-]+', 'call 555-0100', '555-0100'],
    ['a|b|', 'c', ''],
  ])('%s in %s', (pattern, text, expected) => expect(found(pattern, text)).toBe(expected));

  it('agree with JavaScript where that cannot run away', () => {
    const patterns = [
      'a?b',
      '(ab|a)(c|bcd)?',
      'a{0,2}b{1,3}',
      '[a-c]+?c',
      '\\bab\\b',
      '(a|ab)(bc|c)$',
      'a.c',
    ];
    const texts = ['abc', 'abcd', 'aabbb', 'abcc', 'x ab y', 'cab', '', 'a\nc axc', 'AbC'];
    for (const pattern of patterns)
      for (const text of texts)
        expect(found(pattern, text), `${pattern} in ${text}`).toBe(new RegExp(pattern, 'i').exec(text)?.[0]);
  });

  it('take time in proportion to the text, however hostile', () => {
    expect(found('^(a+)+$', `${'a'.repeat(499)}!`)).toBeUndefined();
    expect(found('(a|a)*(a|a)*(a|a)*b', 'a'.repeat(500))).toBeUndefined();
    expect(found('(.*)(.*)(.*)(.*)x', 'a'.repeat(500))).toBeUndefined();
  });

  it.each([
    ['(a', 'a ( has no )'],
    ['a)', 'a ) has no ('],
    ['[a', 'a [ has no ]'],
    ['*a', 'nothing that *'],
    ['(?=a)b', 'looking ahead'],
    ['(a)\\1', '\\1 cannot be used'],
    ['a{3,1}', 'ends below its beginning'],
    ['a{501}', 'more than 500 times'],
    ['(a{500}){500}', 'too large'],
    ['[z-a]', 'wrong way round'],
    ['a'.repeat(501), 'more than 500 characters'],
    ['^*', 'cannot be repeated'],
    ['('.repeat(60), 'too deeply'],
  ])('refuse %s', (pattern, reason) => {
    expect(compilePattern(pattern)).toEqual({ fault: expect.stringContaining(reason) });
  });
});
