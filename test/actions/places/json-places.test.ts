import { describe, expect, it } from 'vitest';
import { type JsonPlacesOptions, jsonPlaces } from '../../../src/actions/places/json-places.ts';
import type { PlaceFault } from '../../../src/actions/places/place-fault.ts';
import type { MarkedText } from '../../../src/actions/velocity/marked-text.ts';
import { marked, value } from './marked.ts';

function sent(text: MarkedText, options?: JsonPlacesOptions): unknown {
  const result = jsonPlaces(text, options);
  if (!result.ok) throw new Error(result.fault.what);
  expect(result.value).toEqual(JSON.parse(result.text));
  return result.value;
}

function fault(text: MarkedText, options?: JsonPlacesOptions): PlaceFault {
  const result = jsonPlaces(text, options);
  if (result.ok) throw new Error(`sent: ${result.text}`);
  return result.fault;
}

describe('a value within quotes', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, unknown] } = {
    'plain text': [marked`{"a": "${value('hello')}"}`, { a: 'hello' }],
    nothing: [marked`{"a": "${value('')}"}`, { a: '' }],
    'beside other text': [marked`{"a": "tel:${value('+1')};${value('2', 'y')}"}`, { a: 'tel:+1;2' }],
    'signs that mean something outside': [marked`{"a": "${value('}, ]:{[ ,')}"}`, { a: '}, ]:{[ ,' }],
    'an escaped quotation mark': [marked`{"a": "${value('say \\"x\\"')}"}`, { a: 'say "x"' }],
    'a complete escape': [marked`{"a": "${value('1\\n2\\u00e9')}"}`, { a: '1\n2é' }],
    'an emoji': [marked`{"a": "${value('😀 é')}"}`, { a: '😀 é' }],
    'a name': [marked`{"${value('k')}": 1}`, { k: 1 }],
  };
  it.each(Object.entries(kept))('keeps %s', (_name, [text, expected]) => {
    expect(sent(text)).toEqual(expected);
  });

  const refused: { readonly [name: string]: readonly [MarkedText, string] } = {
    'a quotation mark': [marked`{"a": "${value('say "x')}"}`, 'holds a quotation mark (character 5)'],
    'a line break': [marked`{"a": "${value('1\n2')}"}`, 'holds a line break (character 2)'],
    'a control character': [marked`{"a": "${value('\u0000')}"}`, 'holds a control character (character 1)'],
    'a backslash at the end': [marked`{"a": "${value('x\\')}"}`, 'ends with a backslash'],
    'a backslash before another value': [
      marked`["${value('x\\')}${value('n', 'y')}"]`,
      'ends with a backslash',
    ],
    'half a unicode escape': [marked`{"a": "${value('\\u00')}22"}`, 'ends with a backslash'],
    'a backslash that is no escape': [marked`{"a": "${value('C:\\x')}"}`, 'begins no JSON escape'],
    'a new member': [marked`{"a": "${value('", "admin": "1')}"}`, 'holds a quotation mark (character 1)'],
  };
  it.each(Object.entries(refused))('D7 refuses %s', (_name, [text, expected]) => {
    expect(fault(text)).toMatchObject({ kind: 'value', name: 'input.x', escape: 'jsonString' });
    expect(fault(text).what).toContain(expected);
    expect(fault(text).hint).toBe('write $esc.jsonString(${input.x})');
  });

  it('D7 refuses a backslash of the author that would take the first character of a value', () => {
    expect(fault(marked`{"a": "\\${value('n')}"}`)).toMatchObject({ kind: 'template' });
  });

  it('asks for the silent escape where the reference is silent', () => {
    const text = [{ text: '"' }, { text: '"', from: { name: 'input.x', raw: '$!{input.x}' } }, { text: '"' }];
    expect(fault(text).hint).toBe('write $!esc.jsonString(${input.x})');
  });

  it('D7 refuses names that stand twice because of a value', () => {
    expect(fault(marked`{"id": 1, "${value('id')}": 2}`).what).toContain('stands twice');
    expect(fault(marked`{"${value('id')}": 1, "id": 2}`).what).toContain('stands twice');
    expect(fault(marked`{"id": 1, "${value('i\\u0064')}": 2}`).what).toContain('stands twice');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('D7 refuses the name %s', (name) => {
    expect(fault(marked`{"${value(name)}": 1}`).what).toContain('forbidden');
    expect(fault(marked`{"a": ${value(`[{"${name}": 1}]`)}}`).what).toContain('forbidden');
  });
});

describe('a value outside of quotes', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, unknown] } = {
    'a number': [marked`{"a": ${value('12')}}`, { a: 12 }],
    'a number with space around it': [marked`{"a": ${value(' 12 ')}}`, { a: 12 }],
    'a number in parts': [marked`{"a": -${value('1')}.${value('5', 'y')}}`, { a: -1.5 }],
    'a word': [marked`{"a": ${value('true')}, "b": ${value('null', 'y')}}`, { a: true, b: null }],
    'a text in JSON': [marked`{"a": ${value('"x, y"')}}`, { a: 'x, y' }],
    'an object in JSON': [marked`{"a": ${value('{"b": [1]}')}, "c": 1}`, { a: { b: [1] }, c: 1 }],
    'a list in JSON within a list': [marked`[0, ${value('[1, 2]')}]`, [0, [1, 2]]],
    'the whole text': [marked`${value('{"a": "b"}', 'rawRequest')}`, { a: 'b' }],
    'the whole text with space': [
      marked` ${value('"a"')}
      `,
      'a',
    ],
    'a name in JSON': [marked`{${value('"k"')}: 1}`, { k: 1 }],
    'nothing beside something': [marked`{"a": 1${value('')}}${value(' ')}`, { a: 1 }],
    'elements that fill their list': [
      marked`{"a": [ ${value('"b", 2, {"c": []}')} ]}`,
      { a: ['b', 2, { c: [] }] },
    ],
    'one element': [marked`[${value('"b"')}]`, ['b']],
    'no element': [marked`[${value('')}]`, []],
    'members that fill their object': [
      marked`{"a": { ${value('"b": 1, "c": "2"')} }}`,
      { a: { b: 1, c: '2' } },
    ],
    'no member': [marked`{"a": { ${value('')} }}`, { a: {} }],
  };
  it.each(Object.entries(kept))('keeps %s', (_name, [text, expected]) => {
    expect(sent(text)).toEqual(expected);
  });

  const refused: { readonly [name: string]: MarkedText } = {
    'a word that is none of JSON': marked`{"a": ${value('hello')}}`,
    'a number with leading zero': marked`{"a": ${value('007')}}`,
    'a phone number': marked`{"a": [${value('+49301234')}]}`,
    'a number that is too large': marked`{"a": ${value('1e999')}}`,
    'another member': marked`{"a": ${value('1, "admin": true')}}`,
    'the end of the object': marked`{"a": ${value('1}')}}`,
    'an end and a beginning': marked`[${value('1], "x": [2')}]`,
    'elements beside others': marked`[0, ${value('1, 2')}]`,
    'elements before others': marked`[${value('1, 2')}, 3]`,
    'a quotation mark alone': marked`{"a": ${value('"')}}`,
    'an open text that the author closes': marked`{"a": ${value('"b')}"}`,
    'two numbers': marked`[${value('1 2')}]`,
    'a second value': marked`[1 ${value('2')}]`,
    'an object in place of members': marked`{ ${value('{"a": 1}')} }`,
    'a comment': marked`{"a": 1 ${value('/* x */')}}`,
    'members in a list': marked`[${value('"a": 1')}]`,
    'a space that is none of JSON': marked`{"a": ${value('\u00a01')}}`,
    'half of a value at a time': marked`{"a": ${value('[1')}${value(']', 'y')}}`,
  };
  it.each(Object.entries(refused))('D7 refuses %s', (_name, text) => {
    expect(fault(text)).toMatchObject({ kind: 'value', name: 'input.x' });
  });

  it('says where a text belongs', () => {
    const { what, hint } = fault(marked`{"a": ${value('hello')}}`);
    expect(what).toBe(
      '`${input.x}` stands outside of quotes and does not print a number, true, false or null',
    );
    expect(hint).toBe('write "$esc.jsonString(${input.x})" in quotes');
  });

  it('names the value that printed nothing', () => {
    expect(fault(marked`{"a": ${value('')}}`)).toMatchObject({ kind: 'missing', name: 'input.x' });
    expect(fault(marked`${value('')}`)).toMatchObject({ kind: 'missing', name: 'input.x' });
  });

  it('names the reference that printed itself', () => {
    const unfilled = [{ raw: '${input.x}', name: 'input.x' }];
    const text = [{ text: '{"a": ${input.x}, "b": 1}' }];
    expect(fault(text, { unfilled })).toMatchObject({ kind: 'missing', raw: '${input.x}' });
    expect(fault(text, { unfilled }).what).toContain('printed itself');
  });

  it.each([
    ['input.x', 'give `input.x` a value, or require it in the contract'],
    ['email', 'give `email` a value, such as a default in translationMapDefaults'],
    ['credentials.key', 'give `credentials.key` a value'],
  ])('says where %s gets a value from', (name, hint) => {
    const raw = `\${${name}}`;
    expect(fault([{ text: `{"a": ${raw}}` }], { unfilled: [{ raw, name }] }).hint).toBe(hint);
  });

  it('D4 refuses more than 50 levels', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(sent([value(nested(50))])).toBeInstanceOf(Array);
    expect(fault([value(nested(51))]).what).toContain('at most 50 levels');
    expect(fault([{ text: '[' }, value(nested(50)), { text: ']' }]).what).toContain('at most 50 levels');
    expect(fault([{ text: nested(51) }]).what).toContain('more than 50 levels');
    expect(fault([value(nested(200_000))]).what).toContain('at most 50 levels');
  });
});

describe('the text of the author', () => {
  it.each([
    ['{"a": 1,}', 'a name in quotes is wanted (line 1, character 9'],
    ['{"a" 1}', 'a colon is wanted'],
    ['{"a": 1\n "b": 2}', '(line 2, character 2'],
    ['{"a": "b', 'a quotation mark is not closed'],
    ['', 'it is empty'],
    ['{', 'it ends too early'],
    ['{} {}', 'it goes on after its end'],
    ['{"a": \\}', 'a value is wanted'],
    ['"a\nb"', 'a line break or tab'],
    ['{"a": 01}', 'a value is wanted'],
    ['[1}', 'a comma or bracket is wanted'],
  ])('is at fault in %j', (text, expected) => {
    expect(fault([{ text }]).kind).toBe('template');
    expect(fault([{ text }]).what).toContain(`The body is no JSON: `);
    expect(fault([{ text }]).what).toContain(expected);
  });

  it('may go on after the end of a success template', () => {
    const result = jsonPlaces(marked`{"userId" : ${value('"u1"')}}}`, { allowTrailing: true });
    expect(result).toMatchObject({ ok: true, value: { userId: 'u1' }, text: '{"userId" : "u1"}' });
    expect(result.ok && result.notes[0]?.message).toContain('ignored');
    expect(sent(marked`{"a": ${value('1')}} "`, { allowTrailing: true })).toEqual({ a: 1 });
  });

  it('D7 may not be followed by a value there', () => {
    expect(fault(marked`{"a": 1} ${value('{}')}`, { allowTrailing: true }).what).toContain('after the end');
    expect(fault(marked`${value('{}')}${value('{}', 'y')}`, { allowTrailing: true }).name).toBe('input.y');
  });

  it('leaves names of an answer as they are', () => {
    expect(sent([value('{"constructor": "ACME"}')], { allowTrailing: true })).toEqual({
      constructor: 'ACME',
    });
    expect(fault([value('{"__proto__": 1}')], { allowTrailing: true }).what).toContain('forbidden');
  });
});
