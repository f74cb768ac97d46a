import { describe, expect, it } from 'vitest';
import { print } from './fill.ts';

const HOSTILE = 'a b"\'\\/<&>$#\n\u00e9+~*';

describe('$esc', () => {
  it.each([
    ['jsonString', 'a b\\"\'\\\\/<&>$#\\n\u00e9+~*'],
    ['jsonEncode', 'a b\\"\'\\\\/<&>$#\\n\u00e9+~*'],
    ['url', 'a+b%22%27%5C%2F%3C%26%3E%24%23%0A%C3%A9%2B%7E*'],
    ['urlFormEncode', 'a+b%22%27%5C%2F%3C%26%3E%24%23%0A%C3%A9%2B%7E*'],
    ['uriEncode', 'a%20b%22%27%5C%2F%3C%26%3E%24%23%0A%C3%A9%2B~%2A'],
    ['html', 'a b&quot;&#39;\\/&lt;&amp;&gt;$#\n\u00e9+~*'],
    ['xml', 'a b&quot;&apos;\\/&lt;&amp;&gt;$#\n\u00e9+~*'],
    ['java', 'a b\\"\'\\\\/<&>$#\\n\\u00E9+~*'],
    ['javascript', 'a b\\"\\\'\\\\\\/<&>$#\\n\\u00E9+~*'],
    ['sql', "a b\"''\\/<&>$#\n\u00e9+~*"],
    ['velocity', 'a b"\'\\/<&>${esc.d}${esc.h}\n\u00e9+~*'],
  ])('%s', (method, text) => expect(print(`$esc.${method}($x)`, { x: HOSTILE })).toBe(text));

  it('undoes jsonEncode with jsonDecode, and leaves what is no escape', () => {
    expect(print('$esc.jsonDecode($esc.jsonEncode($x))', { x: HOSTILE })).toBe(HOSTILE);
    expect(print('$esc.jsonDecode($x)', { x: '\\q\\u00e9\\' })).toBe('\\q\u00e9\\');
  });

  it('writes half a character as a question mark in URLs', () => {
    expect(print('$esc.url($x)', { x: 'a\ud800b\u{1f600}' })).toBe('a%3Fb%F0%9F%98%80');
  });

  it('has signs, as properties and as methods', () => {
    expect(
      print('$esc.quote$esc.q${esc.dollar}$esc.singleQuote$esc.hash$esc.backslash$esc.exclamation|'),
    ).toBe('""$\'#\\!|');
    expect(print('$esc.newline$esc.n$esc.tab$esc.getQuote()$esc.Quote$esc.quote()')).toBe('\n\n\t"""');
  });

  it('prints numbers, booleans and lists as JSON before it escapes them', () => {
    expect(print('$esc.jsonString($x)', { x: ['a', 1, true] })).toBe('[\\"a\\",1,true]');
    expect(print('$esc.url($x)', { x: 5 })).toBe('5');
  });
});

describe('$math', () => {
  it.each([
    ['$math.add(1, 2, 3)', '6'],
    ['$math.add("1", 2)', '3'],
    ['$math.add(1.5, 1.5)', '3.0'],
    ['$math.sub(5, 2)$math.mul(2, 3)$math.div(6, 3)', '362'],
    ['$math.div(7, 2)', '3.5'],
    ['$math.div(7, 0)', '$math.div(7, 0)'],
    ['$math.add("x", 1)', '$math.add("x", 1)'],
    ['$!math.add($nobody, 1)', ''],
    ['$math.idiv(7, 2)$math.mod(7, 4)$math.pow(2, 3)', '338'],
    ['$math.max(1, 3, 2)$math.min(3, 1)$math.abs(-4)', '314'],
    ['$math.ceil(1.2)$math.floor(1.8)$math.round(1.5)', '212'],
    ['$math.roundTo(2, 3.14159)', '3.14'],
    ['$math.toInteger("7.9") $math.toDouble(7) $math.toNumber("2.50")', '7 7.0 2.5'],
    ['$math.pow(10, 999)', '$math.pow(10, 999)'],
  ])('%s', (template, text) => expect(print(template)).toBe(text));
});

describe('$successTemplateUtils.firstFromArray', () => {
  it.each([
    ['["a","b"]', '"a"'],
    ['[7]', '7'],
    ['[{"a":1}]', '{"a":1}'],
    ['[[1],[2]]', '[1]'],
    ['[null]', 'null'],
    ['[]', ''],
    ['[0].[0]', '0'],
    ['"text"', ''],
    ['{broken', ''],
  ])('of %s', (x, text) => {
    expect(print('$!{successTemplateUtils.firstFromArray("${x}")}', { x })).toBe(text);
    expect(print('$!{SuccessTemplateUtils.firstFromArray(${x})}', { x })).toBe(text);
  });

  it('takes a list, too', () => {
    expect(print('$successTemplateUtils.firstFromArray($x)', { x: ['a'] })).toBe('"a"');
  });

  it('gives the default as it is written, or prints itself', () => {
    const template = '${successTemplateUtils.firstFromArray("${x}", "$esc.quote$esc.quote")}';
    expect(print(template, { x: '[]' })).toBe('""');
    expect(print(template, {})).toBe('""');
    expect(print(template.replace(', "$esc.quote$esc.quote"', ''), { x: '[]' })).toBe(
      '${successTemplateUtils.firstFromArray("${x}")}',
    );
  });
});

describe('the other tools', () => {
  it.each([
    ['$encoding.base64("${x}:é")', 'YSBiOsOp'],
    ['$urlTool.optionalQueryParam("q", $x)', 'q=a+b'],
    ['$urlTool.optionalQueryParam("q", "$!nobody")|$urlTool.optionalQueryParam("q", $nobody)', '|'],
    ['$salesforce.escReserved("a+1-(2)?")', 'a\\+1\\-\\(2\\)\\?'],
    [
      '$msdynamics.phoneNumberFilter("tel:+32", ["telephone1", "mobilephone"])',
      "telephone1 eq 'tel:+32' or telephone1 eq '32' or mobilephone eq 'tel:+32' or mobilephone eq '32'",
    ],
    ['$msdynamics.phoneNumberFilter("3\'2", ["a"])', "a eq '3''2' or a eq '32'"],
    ['$msdynamics.phoneNumberFilter("32", "a")', '$msdynamics.phoneNumberFilter("32", "a")'],
  ])('%s', (template, text) => expect(print(template, { x: 'a b' })).toBe(text));
});
