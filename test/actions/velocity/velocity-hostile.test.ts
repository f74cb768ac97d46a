import { describe, expect, it } from 'vitest';
import { evaluateVelocity } from '../../../src/actions/velocity/evaluate-velocity.ts';
import { parseVelocity } from '../../../src/actions/velocity/parse-velocity.ts';
import type { Json } from '../../../src/authoring/json.ts';
import { newRandom } from '../../support/random.ts';
import { faultOf, fill, print } from './fill.ts';

describe('a hostile template', () => {
  it.each([
    '${constructor}',
    '${__proto__}',
    '${toString}',
    "$input['constructor']",
    "$input['__proto__']['polluted']",
    "$input['toString']",
    '$input.hasOwnProperty',
    '$input.tags.length',
    '$input.tags.map',
    '$input.text.length',
    "$input.text['length']",
    '$input.tags["length"]',
    '$input.prototyp',
    '#set($x = "constructor")$input[$x]',
    '${input.valueOf.name}',
  ])('finds nothing on a prototype: %s', (template) => {
    const written = template.replace(/^#set\(.*?\)/, '');
    expect(print(template, { input: { text: 'a', tags: ['b'] } })).toBe(written);
  });

  it.each([
    ['blocks', '#if(true)', '#end'],
    ['loops', '#foreach($x in [1])', '#end'],
    ['parentheses', '#if((', '))#end'],
    ['lists', '$esc.url([', '])'],
    ['arguments', '$esc.url(', ')'],
    ['indexes', '$a[', ']'],
    ['negations', '#if(!', ')#end'],
    ['maps', '$esc.url({1:', '})'],
  ])('nests %s to a limit', (_what, open, close) => {
    const fault = faultOf(open.repeat(5000) + close.repeat(5000));
    expect(fault.message).toMatch(/nests more than 50 levels deep|A value is missing|is missing$/);
  });

  it('is no longer than 128 KB', () => {
    expect(faultOf('x'.repeat(128 * 1024 + 1)).message).toBe('The template has more than 131072 characters');
    expect(print('x'.repeat(128 * 1024))).toHaveLength(128 * 1024);
  });

  it.each([
    ['doubles a text', '#set($x = "aaaaaaaa")#foreach($i in [1..100])#set($x = "$x$x")#end'],
    ['doubles a text by +', '#set($x = "aaaaaaaa")#foreach($i in [1..100])#set($x = $x + $x)#end'],
    ['doubles a list', '#set($x = ["a"])#foreach($i in [1..100])#set($x = [$x, $x])#end$x'],
    ['nests a list', '#set($x = ["a"])#foreach($i in [1..1000])#set($x = [$x])#end$x'],
    ['nests a map', '#set($x = 1)#foreach($i in [1..1000])#set($x = {"a": $x})#end$x'],
    ['replaces short by long', '$long.replace("a", "$long")'],
    ['replaces nothing by long', '$long.replace("", $long)'],
    ['replaces matches by long', "$long.replaceAll('a', $long)"],
    [
      'replaces matches by themselves',
      "$long.replaceAll('.+', '$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0')",
    ],
    ['splits into letters again and again', "#foreach($i in [1..9999])#set($x = $long.split(''))#end"],
    ['escapes again and again', '#set($x = "%")#foreach($i in [1..9999])#set($x = $esc.url($x))#end'],
    ['encodes again and again', '#set($x = "%")#foreach($i in [1..9999])#set($x = $encoding.base64($x))#end'],
    ['compares long texts', '#foreach($i in [1..9999])#if("$long" == "${long}")#end#end'],
    ['loops within loops', '#foreach($a in [1..9999])#foreach($b in [1..9999])x#end#end'],
    ['loops too often', '#foreach($a in [1..10001])x#end'],
    ['counts down without end', '#foreach($a in [9..-999999999])x#end'],
    ['prints a long value often', '#foreach($a in [1..9999])$long#end'],
    ['matches a bomb', "$long.matches('((a?){30}(a?){30}){3}b')"],
    [
      'matches another bomb',
      "$long.replaceAll('(x+x+)+y', 'z')#foreach($i in [1..9999])$long.matches('(a*)*b')#end",
    ],
    ['has an endless expression', `$long.matches('${'(a|b)*'.repeat(500)}')`],
    [
      'reads first elements again and again',
      '#foreach($i in [1..9999])$!successTemplateUtils.firstFromArray("[$long]")#end',
    ],
  ])('ends with a sentence when it %s', (_what, template) => {
    const start = process.hrtime.bigint();
    const result = fill(template, { long: 'a'.repeat(200_000) });
    expect(result.ok ? 'filled' : result.message).toMatch(
      /^(The template|A text|A list|A regular|A #foreach)/,
    );
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(3000);
  });

  it('reads 100,000 directives, and runs as many as its budget allows', () => {
    const many = '#if(1)#end'.repeat(10_000);
    expect(print(many)).toBe('');
    expect(fill(many, {}, { parts: 1000 })).toEqual({
      ok: false,
      message: 'The template does more than 1000 steps',
    });
    expect(parseVelocity('#end'.repeat(30_000)).ok).toBe(false);
    expect(parseVelocity('$'.repeat(100_000)).ok).toBe(true);
    expect(parseVelocity('\\'.repeat(100_000)).ok).toBe(true);
    expect(parseVelocity('$a.'.repeat(40_000)).ok).toBe(true);
    expect(parseVelocity(`#if(${'1+'.repeat(60_000)}1)#end`).ok).toBe(true);
    expect(print(`#set($x = ${'1+'.repeat(30_000)}1)$x`)).toBe('30001');
    expect(print(`$x${'.toString()'.repeat(9_000)}`, { x: 'a' })).toBe('a');
    expect(faultOf(`$esc.url("${'\\"'.repeat(60_000)}`).message).toBe('A comma or `)` is missing');
    expect(print(`${`${' '.repeat(60_000)}x`.repeat(2)}#set($x = 1)`)).toHaveLength(120_002);
  });

  it('keeps no value in what it says', () => {
    const result = fill('$input.x.substring(99)', { input: { x: 'hunter2' } });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

const PARTS = [
  '$input.a',
  '${input.b}',
  '$!{input.c}',
  '$esc.url(',
  '$esc.jsonString("',
  '${successTemplateUtils.firstFromArray(',
  '$x',
  '#set($x = ',
  '#foreach($x in ',
  '#if(',
  '#elseif(',
  '#else',
  '#end',
  '#*',
  '*#',
  '##',
  '#[[',
  ']]#',
  '"',
  "'",
  ')',
  '(',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '..',
  '.',
  '-',
  '+',
  ' * ',
  ' / ',
  '%',
  '==',
  '!',
  '&&',
  '||',
  ' and ',
  '1',
  '2.5',
  'true',
  '\n',
  ' ',
  '\\',
  '$',
  '#',
  'text',
  '.replace("a", ',
  '.size()',
  '.length()',
  '.split(',
  '$foreach.count',
  '$math.add(1, ',
  '\u{1f600}',
];
const VALUES: readonly Json[] = [null, '', 'a"b', 7, -1.5, true, ['x', null, 3], { k: ['v'] }, '["y"]'];

describe('any template', () => {
  it('is read or refused, and filled or ended, without an exception', () => {
    const random = newRandom(20_261);
    let filled = 0;
    for (let round = 0; round < 4000; round++) {
      const text = Array.from({ length: 1 + random.below(14) }, () => random.pick(PARTS)).join('');
      const parsed = parseVelocity(text);
      if (!parsed.ok) {
        expect(parsed.fault.line, text).toBeGreaterThan(0);
        continue;
      }
      const input = { a: random.pick(VALUES), b: random.pick(VALUES), c: random.pick(VALUES) };
      const result = evaluateVelocity(parsed.template, { roots: { input: { value: input } } });
      expect(typeof result.ok, text).toBe('boolean');
      filled++;
    }
    expect(filled).toBeGreaterThan(500);
  });

  it('prints itself when it has neither $ nor # nor a backslash', () => {
    const random = newRandom(7);
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 20 }, () => String.fromCharCode(32 + random.below(200))).join('');
      const plain = text.replaceAll(/[$#\\]/g, '');
      expect(print(plain)).toBe(plain);
    }
  });
});
