import { describe, expect, it } from 'vitest';
import { type MarkedText, shownText } from '../../../src/actions/velocity/marked-text.ts';
import { referencesOf } from '../../../src/actions/velocity/velocity-template.ts';
import { MASK } from '../../../src/authoring/mask.ts';
import { fill, templateOf } from './fill.ts';

const VALUES = {
  input: { Id: 'a"7', tags: ['x', 'y'], count: 3, nothing: null },
  state: '"open"',
  credentials: { key: 'hunter2', user: 'ada' },
};

function marked(template: string): MarkedText {
  const result = fill(template, VALUES);
  if (!result.ok) throw new Error(result.message);
  return result.text;
}

const ID = { name: 'input.Id', raw: '${input.id}' };

describe('a filled template', () => {
  it('knows which text its author wrote and which a value', () => {
    expect(marked('<${input.id}>')).toEqual([{ text: '<' }, { text: 'a"7', from: ID }, { text: '>' }]);
    expect(marked('$state')).toEqual([{ text: '"open"', from: { name: 'state', raw: '$state' } }]);
    expect(marked('$input.tags[1]')).toEqual([
      { text: 'y', from: { name: 'input.tags[1]', raw: '$input.tags[1]' } },
    ]);
  });

  it('counts what the template makes itself as the author’s', () => {
    expect(
      marked('$esc.quote$math.add(1, 2)${input.nothing}#foreach($i in [1,2])$i$foreach.index#end'),
    ).toEqual([{ text: '"3${input.nothing}1021' }]);
    expect(marked('$esc.url("a b")')).toEqual([{ text: 'a+b' }]);
  });

  it('calls a value as it is printed, where an escape would be written', () => {
    expect(marked('#foreach($i in $input.id.split("-"))$i.trim()#end')).toEqual([
      { text: 'a"7', from: { name: 'input.Id', raw: '$i.trim()' } },
    ]);
  });

  it('remembers what a value was escaped with, until it is changed', () => {
    const escaped = { text: 'a\\"7', from: { ...ID, escapedBy: 'jsonString' } };
    expect(marked('$esc.jsonString(${input.id})')).toEqual([escaped]);
    expect(marked('#set($x = $esc.jsonString(${input.id}))"$x"')).toEqual([
      { text: '"' },
      escaped,
      { text: '"' },
    ]);
    expect(marked('#set($x = "<$esc.jsonString(${input.id})>")$x')).toEqual([
      { text: '<' },
      escaped,
      { text: '>' },
    ]);
    expect(marked('$esc.jsonString(${input.id}).replace("a", "b")')).toEqual([{ text: 'b\\"7', from: ID }]);
    expect(marked('$esc.url($esc.jsonString(${input.id}))')).toEqual([
      { text: 'a%5C%227', from: { ...ID, escapedBy: 'url' } },
    ]);
    expect(marked('$esc.jsonDecode($esc.jsonString(${input.id}))')).toEqual([{ text: 'a"7', from: ID }]);
  });

  it('escapes the author’s text and the value’s each for itself', () => {
    expect(marked('$esc.url("x {${input.id}}")')).toEqual([
      { text: 'x+%7B' },
      { text: 'a%227', from: { ...ID, escapedBy: 'url' } },
      { text: '%7D' },
    ]);
    expect(marked('$urlTool.optionalQueryParam("q", ${input.id})')).toEqual([
      { text: 'q=' },
      { text: 'a%227', from: { ...ID, escapedBy: 'url' } },
    ]);
  });

  it.each([
    '$x.replace("$", "${input.id}")',
    '${input.id.concat("x")}',
    '${input.id.length()}',
    '#set($x = $input.count + 1)$x',
    '#set($x = [1, $input.id])$x',
    '#set($x = [1, $input.id])$x[0]',
    '#set($x = {"a": $input.id})$x.a',
    '$esc.quote.concat($input.id)',
    '$math.add($input.count, 1)',
    '#foreach($t in $input.tags)$t#end',
    '#foreach($t in [1..$input.count])$t#end',
    '#set($x = $input.id == "b")$x',
    '#set($x = !$input.count)$x',
    '$successTemplateUtils.firstFromArray($input.tags)',
    '$encoding.base64($input.id)',
    '$msdynamics.phoneNumberFilter($input.id, ["a"])',
  ])('D7 counts as the value’s whatever a value went into: %s', (template) => {
    const pieces = marked(`#set($x = "$")${template}`);
    expect(pieces.length).toBeGreaterThan(0);
    for (const { from } of pieces) expect(from?.name).toMatch(/^input\./);
  });

  it.each([
    '$credentials.key',
    '${CREDENTIALS.Key}',
    '$esc.url($credentials.key)',
    '$encoding.base64("${input.id}:${credentials.key}")',
    '#set($x = $credentials.key)$x',
    '#set($x = "${input.id}$credentials.key")$x.toUpperCase()',
    '$credentials',
    '$credentials.key.length()',
    '#foreach($c in $credentials)$c#end',
    '#foreach($c in $credentials.values())$c#end',
    '#set($x = [$input.id, $credentials.key])$x.get(1)',
    '#set($x = $input.id + $credentials.key)$x.substring(1)',
    '#set($x = $credentials.key == "hunter2")$x',
    '$input.id.replace("a", $credentials.key)',
  ])('D8 never forgets a secret: %s', (template) => {
    expect(shownText(marked(template)).replaceAll(MASK, '')).toBe('');
  });

  it('keeps the name of a value that is empty or that a silent reference does not have', () => {
    expect(marked('"$!{input.nothing}"')).toEqual([
      { text: '"' },
      { text: '', from: { name: 'input.nothing', raw: '$!{input.nothing}' } },
      { text: '"' },
    ]);
    expect(marked('$!esc.url($input.nothing)')).toEqual([
      { text: '', from: { name: 'input.nothing', raw: '$!esc.url($input.nothing)' } },
    ]);
  });

  it('says which references printed themselves', () => {
    const result = fill(
      '${input.nothing} $!{input.nothing} $esc.url(${input.nothing}) "$nobody" \\$nobody',
      VALUES,
    );
    expect(result.ok && result.unfilled).toEqual([
      { raw: '${input.nothing}', name: 'input.nothing' },
      { raw: '$esc.url(${input.nothing})', name: 'input.nothing' },
      { raw: '$nobody', name: 'nobody' },
    ]);
  });
});

describe('referencesOf', () => {
  it('lists every name that a template reads, in order, with its place', () => {
    const template = templateOf(
      '${input.a.b}\n#set($x = $esc.url("v $!Input[\'c\'].d[0]"))$x.length() $rawResult',
    );
    const [here, silent] = [
      { isSilent: false, isAssigned: false },
      { isSilent: true, isAssigned: false },
    ];
    expect(referencesOf(template)).toEqual([
      { root: 'input', path: ['a', 'b'], raw: '${input.a.b}', ...here, line: 1, column: 1 },
      { root: 'Input', path: ['c', 'd'], raw: "$!Input['c'].d[0]", ...silent, line: 2, column: 23 },
      { root: 'x', path: [], raw: '$x.length()', isSilent: false, isAssigned: true, line: 2, column: 43 },
      { root: 'rawResult', path: [], raw: '$rawResult', ...here, line: 2, column: 55 },
    ]);
  });

  it('puts a reference before those in its arguments', () => {
    const template = templateOf('$input.a.concat($input.b) $esc.url($input.c)');
    expect(referencesOf(template).map(({ path }) => path)).toEqual([['a'], ['b'], ['c']]);
  });

  it('knows what a #foreach gives a value, and where that ends', () => {
    const template = templateOf('#foreach($t in $t)$t$foreach.index#end$t#set($t = 1)$t');
    expect(referencesOf(template).map(({ root, isAssigned }) => [root, isAssigned])).toEqual([
      ['t', false],
      ['t', true],
      ['foreach', true],
      ['t', false],
      ['t', true],
    ]);
  });

  it('leaves out what is escaped, in single quotes or in a comment', () => {
    expect(
      referencesOf(templateOf("\\$a #set($x = '$b')## $c\n#[[$d]]# \\\\$e")).map(({ root }) => root),
    ).toEqual(['e']);
  });
});
