import { describe, expect, it } from 'vitest';
import { ArchitectFault, caret } from '../../../src/runtime/expression/architect/fault.ts';
import { parse, type SyntaxNode } from '../../../src/runtime/expression/architect/parser.ts';

/** A tree with every parenthesis that its shape needs: `(+ 1 (* 2 3))`. */
function shape(node: SyntaxNode): string {
  if (node.kind === 'literal')
    return node.type === 'str' ? JSON.stringify(node.text) : node.text || 'NOT_SET';
  if (node.kind === 'name') return node.parts.map(({ text }) => text).join('.');
  return `(${[node.name, ...node.operands.map(shape)].join(' ')})`;
}

function faultOf(text: string): { code: string; pos: number; message: string; hint: string } {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ArchitectFault) return error;
    throw error;
  }
  throw new Error(`${text} has no fault`);
}

describe('An Architect expression', () => {
  it.each([
    ['1 + 2 * 3', '(+ 1 (* 2 3))'],
    ['1 - 2 - 3', '(- (- 1 2) 3)'],
    ['2 ^ 3 ^ 2', '(^ 2 (^ 3 2))'],
    ['-2 ^ 2', '(^ -2 2)'],
    ['1-1', '(- 1 1)'],
    ['-Flow.x', '(- Flow.x)'],
    ['-0', '0'],
    ['-0.0', '0.0'],
    ['!Flow.a == Flow.b', '(== (! Flow.a) Flow.b)'],
    ['a OR b And c', '(or a (and b c))'],
    ['1 | 2 & 3', '(| 1 (& 2 3))'],
    ['1 < 2 == true', '(== (< 1 2) true)'],
    ['(1 + 2) * 3', '(* (+ 1 2) 3)'],
    ['a ? b : c ? d : e', '(? (? a b c) d e)'],
    ['a or b ? c and d : e', '(? (or a b) (and c d) e)'],
    ['If ( IsSet( Flow.x ) , 12. , .5 )', '(If (IsSet Flow.x) 12. .5)'],
    ['Now()', '(Now)'],
    ['Flow.list[0].name', '(. "name" ([ 0 Flow.list))'],
    ['MakeList(1)[0]', '([ 0 (MakeList 1))'],
    ['Slot."my slot"', 'Slot.my slot'],
    ['trueX', 'trueX'],
    ['True', 'True'],
    ['NOT_SET', 'NOT_SET'],
    ['$a_1.é', '$a_1.é'],
    [String.raw`"a\"b\\c\n\r\t"`, String.raw`"a\"b\\c\n\r\t"`],
    ['"two\nlines"', String.raw`"two\nlines"`],
  ])('%s reads as %s', (text, expected) => {
    expect(shape(parse(text))).toBe(expected);
  });

  it('knows where everything stands, as Architect counts', () => {
    const tree = parse('If(a.b == "x", -1, c[0])');
    expect(tree).toMatchObject({
      pos: 1,
      operands: [
        { name: '==', pos: 8, operands: [{ pos: 4, parts: [{ dot: 4 }, { dot: 5 }] }, { pos: 11 }] },
        { text: '-1', pos: 16 },
        { name: '[', pos: 21, operands: [{ pos: 22 }, { pos: 20 }] },
      ],
    });
  });

  it.each([
    ['', 1, 'ends where a value'],
    ['1 +', 4, 'ends where a value'],
    ['- -5', 3, 'stands where a value'],
    ['-!x', 2, 'stands where a value'],
    ['1 2', 3, 'an operator or the end'],
    ['(1', 3, ') is missing for the ( at character 1'],
    ['Left("a", 1', 12, ') is missing for the ( at character 5'],
    ['a[1', 4, '] is missing for the [ at character 2'],
    ['"abc', 1, 'does not end'],
    [String.raw`"a\d"`, 3, 'no escape'],
    ["'a'", 1, 'has no meaning'],
    ['a = b', 3, 'has no meaning'],
    ['_a', 1, 'has no meaning'],
    ['a\u00a0+ b', 2, 'has no meaning'],
    ['(a).b', 4, 'cannot follow a parenthesis'],
    ['a ? b or c : d', 7, '":"'],
    ['a.', 3, 'name of a member'],
    ['a and or b', 7, 'stands where a value'],
  ])('refuses %s at character %i', (text, pos, message) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: 'EXPRESSION_SYNTAX', pos });
    expect(fault.message).toContain(message);
    expect(fault.hint).not.toBe('');
  });

  it.each([
    ['1000000000000000', 'EXPRESSION_VALUE'],
    [`0.${'1'.repeat(41)}`, 'EXPRESSION_VALUE'],
    [`"${'x'.repeat(32_000)}"`, 'EXPRESSION_SIZE'],
    [`${'Trim('.repeat(61)}"a"${')'.repeat(61)}`, 'EXPRESSION_SIZE'],
    [`${'('.repeat(15_000)}1`, 'EXPRESSION_SIZE'],
    ['!'.repeat(30_000), 'EXPRESSION_SIZE'],
    [`1${'^1'.repeat(15_000)}`, 'EXPRESSION_SIZE'],
    [`1${'+1'.repeat(15_000)}`, 'EXPRESSION_SIZE'],
    [`a${'[0]'.repeat(10_000)}`, 'EXPRESSION_SIZE'],
    [`a${'[a'.repeat(15_000)}`, 'EXPRESSION_SIZE'],
  ])('S refuses what is too large: %.20s…', (text, code) => {
    expect(faultOf(text).code).toBe(code);
  });
});

describe('Signs of other languages', () => {
  it.each([
    ['a && b', 'a and b'],
    ['a || b', 'a or b'],
    ['a <> b', '!='],
    ["'a'", 'texts stand between "'],
    ['a = b', 'equality is =='],
  ])('%s: %s', (text, hint) => {
    expect(faultOf(text).hint).toContain(hint);
  });
});

describe('A caret', () => {
  it.each([
    ['Left(1)', 6, 'Left(1)\n     ^'],
    ['a +\n  b +', 10, '  b +\n     ^'],
    [`${'x'.repeat(60)}y${'z'.repeat(60)}`, 61, `${'x'.repeat(50)}y${'z'.repeat(29)}\n${' '.repeat(50)}^`],
  ])('of %j at %i', (text, pos, expected) => {
    expect(caret(text, pos)).toBe(expected);
  });
});
