import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/actions/linear-pattern.ts';

function pattern(source: string, flags?: string) {
  const compiled = compilePattern(source, flags);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.pattern;
}

describe('compilePattern', () => {
  it('finds within a text and matches a whole one', () => {
    expect([
      pattern('b+').finds('abbc'),
      pattern('b+').matches('abbc'),
      pattern('ab+c').matches('abbc'),
    ]).toEqual([true, false, true]);
  });

  it('knows flags and code points', () => {
    expect(pattern('\\u0041b', 'i').matches('aB')).toBe(true);
    expect(pattern('^a.b$', 's').matches('a\nb')).toBe(true);
  });

  it('takes no longer for hostile texts', () => {
    expect(pattern('^(a+)+$').finds(`${'a'.repeat(50_000)}!`)).toBe(false);
  });

  it.each([
    ['(a)\\1', '', 'back-references'],
    ['a(?=b)', '', 'looking ahead'],
    ['(?<!a)b', '', 'looking ahead'],
    ['[z-a]', '', 'invalid character class range'],
    ['(a', '', 'missing closing )'],
    ['(.{0,100}){0,10}(.{0,100}){0,10}', '', 'multiply'],
    ['a'.repeat(501), '', 'more than 500 characters'],
    ['a', 'g', 'no flag `g`'],
  ])('refuses /%s/%s with a reason', (source, flags, reason) => {
    const compiled = compilePattern(source, flags);
    expect(compiled.ok ? 'accepted' : compiled.message).toContain(reason);
  });
});
