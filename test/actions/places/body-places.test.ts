import { describe, expect, it } from 'vitest';
import { placesOfBody } from '../../../src/actions/places/body-places.ts';
import { headerPlaces } from '../../../src/actions/places/header-places.ts';
import type { TextPlacesResult } from '../../../src/actions/places/text-result.ts';
import type { MarkedText } from '../../../src/actions/velocity/marked-text.ts';
import { credential, marked, value } from './marked.ts';

function sent(result: TextPlacesResult): string {
  if (!result.ok) throw new Error(result.fault.what);
  return result.text;
}

function fault(result: TextPlacesResult) {
  if (result.ok) throw new Error(`sent: ${result.text}`);
  return result.fault;
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const form = (text: MarkedText) => placesOfBody(FORM, text);
const xml = (text: MarkedText) => placesOfBody('text/xml', text);

describe('a header', () => {
  it('keeps values of one line', () => {
    expect(sent(headerPlaces('X-Id', marked`${value(' a b ')}`))).toBe('a b');
    expect(sent(headerPlaces('Authorization', marked`Bearer ${credential('t0ken')}`))).toBe('Bearer t0ken');
    expect(sent(headerPlaces('X-Name', marked`${value('Zoë')}`))).toBe('Zoë');
    expect(sent(headerPlaces('X-Name', marked`${value('')}`))).toBe('');
  });

  it.each(['a\r\nX-Admin: 1', 'a\n', 'a\u0000', '€', '😀', '\ud800'])('D7 refuses %j', (text) => {
    expect(fault(headerPlaces('X-Id', marked`${value(text)}`))).toMatchObject({
      kind: 'value',
      name: 'input.x',
    });
  });

  it('names the escape only where one helps', () => {
    expect(fault(headerPlaces('X-Id', marked`${value('a\nb')}`)).escape).toBeUndefined();
    expect(fault(headerPlaces('X-Id', marked`${value('a€')}`))).toMatchObject({ escape: 'url' });
    expect(fault(headerPlaces('X-Id', [{ text: 'a\nb' }])).kind).toBe('template');
  });
});

describe('a form', () => {
  it('keeps values of its fields', () => {
    const text = marked`scope=${value('a b/ë')}&grant=${value('x=y')}&empty=${value('')}`;
    const body = sent(form(text));
    expect(body).toBe('scope=a%20b/%C3%AB&grant=x=y&empty=');
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      scope: 'a b/ë',
      grant: 'x=y',
      empty: '',
    });
  });

  it.each(['a&admin=1', 'a;b', 'a\nb', 'a\u0000'])('D7 refuses %j', (text) => {
    expect(fault(form(marked`a=${value(text)}`))).toMatchObject({ kind: 'value', escape: 'url' });
  });

  it('D7 lets no value make the name of a field', () => {
    expect(fault(form(marked`${value('a')}=1`)).what).toContain('the name of a form field');
    expect(fault(form(marked`a=1&${value('b=2')}`)).what).toContain('the name of a form field');
  });

  it('tells which signs are read otherwise', () => {
    const result = form(marked`a=${value('1+1=100%')}`);
    expect(result.ok && result.notes.map(({ message }) => message)).toEqual([
      expect.stringContaining('plus sign'),
      expect.stringContaining('percent sign'),
    ]);
  });

  it('that is JSON keeps its places in either reading', () => {
    expect(sent(form(marked`${value('{"a":"b"}', 'rawRequest')}`))).toBe('{"a":"b"}');
    expect(form(marked`{"a": "${value('b')}"}`)).toMatchObject({
      ok: true,
      notes: [{ about: 'Content-Type' }],
    });
    expect(fault(form(marked`{"a": "${value('b&admin=1')}"}`)).name).toBe('input.x');
    expect(fault(form(marked`{"a": "${value('b"')}"}`)).name).toBe('input.x');
  });
});

describe('XML', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, string] } = {
    text: [marked`<a>${value(`it's "x"\n`)}</a>`, `<a>it's "x"\n</a>`],
    'escaped text': [
      marked`<a>${value('1 &lt; 2 &amp; &#233;', 'x', { escapedBy: 'xml' })}</a>`,
      '<a>1 &lt; 2 &amp; &#233;</a>',
    ],
    'an attribute': [marked`<a b="${value("it's")}" c='${value('"')}'/>`, `<a b="it's" c='"'/>`],
    'text after other sections': [
      marked`<?xml version="1.0"?><!-- a > b --><a><![CDATA[<]]>${value('x')}</a>`,
      '<?xml version="1.0"?><!-- a > b --><a><![CDATA[<]]>x</a>',
    ],
    'the name of a tag': [marked`<${value('ns:a')}/>`, '<ns:a/>'],
    CDATA: [marked`<a><![CDATA[${value('1 < 2 & 3')}]]></a>`, '<a><![CDATA[1 < 2 & 3]]></a>'],
  };
  it.each(Object.entries(kept))('keeps %s', (_name, [text, expected]) => {
    expect(sent(xml(text))).toBe(expected);
  });

  const refused: { readonly [name: string]: MarkedText } = {
    'a tag': marked`<a>${value('<b/>')}</a>`,
    'an entity': marked`<a>${value('&xxe;')}</a>`,
    'the end of a quoted attribute': marked`<a b="${value('" c="')}"/>`,
    'the end of an attribute in apostrophes': marked`<a b='${value("' c='")}'/>`,
    'an attribute': marked`<a ${value('b="c"')}/>`,
    'the end of a tag': marked`<a${value('>')}`,
    'the end of a comment': marked`<!-- ${value('-->')} -->`,
    'the end of CDATA': marked`<![CDATA[${value(']]>')}]]>`,
    'half the end of CDATA': marked`<![CDATA[${value(']]')}>]]>`,
    'the end of an instruction': marked`<?a ${value('?>')}?>`,
    'a control character': marked`<a>${value('\u0001')}</a>`,
    'an unknown entity of an escape': marked`<a>${value('&eacute;', 'x', { escapedBy: 'html' })}</a>`,
    'half a character': marked`<a>${value('\ud800')}</a>`,
  };
  it.each(Object.entries(refused))('D7 refuses %s', (_name, text) => {
    expect(fault(xml(text))).toMatchObject({ kind: 'value', name: 'input.x' });
    expect(fault(placesOfBody('application/soap+xml', text)).kind).toBe('value');
    expect(fault(placesOfBody('text/html', text)).kind).toBe('value');
  });

  it('names the escape that is missing', () => {
    expect(fault(xml(marked`<a>${value('a & b')}</a>`))).toMatchObject({
      hint: 'write $esc.xml(${input.x})',
      escape: 'xml',
    });
  });
});

describe('a body', () => {
  it.each([
    undefined,
    '',
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/vnd.x+json',
    'text/json',
  ])('is JSON where its type is %j', (type) => {
    expect(sent(placesOfBody(type, marked`{"a": ${value('1')}}`))).toBe('{"a": 1}');
    expect(fault(placesOfBody(type, marked`a ${value('1')}`)).kind).toBe('template');
  });

  it('passes on which references printed themselves', () => {
    const text = [{ text: '{"a": ${input.x}}' }];
    expect(fault(placesOfBody(undefined, text, [{ raw: '${input.x}', name: 'input.x' }])).kind).toBe(
      'missing',
    );
  });

  it('may be any text without control characters', () => {
    expect(sent(placesOfBody('text/plain', marked`a ${value('b\r\n\tc "')}`))).toBe('a b\r\n\tc "');
    expect(fault(placesOfBody('text/plain', marked`${value('a\u0007')}`)).what).toContain(
      'control character',
    );
  });

  it.each(['multipart/form-data; boundary=x', 'text/csv', 'application/x-ndjson'])(
    'D7 has no line breaks of values in %s',
    (type) => {
      expect(sent(placesOfBody(type, marked`--x\r\n${value('a\tb')}\r\n`))).toContain('a\tb');
      expect(fault(placesOfBody(type, marked`--x\r\n${value('\r\n--x--')}`)).what).toContain('line break');
    },
  );
});
