import { describe, expect, it } from 'vitest';
import type { PlaceFault } from '../../../src/actions/places/place-fault.ts';
import { urlPlaces } from '../../../src/actions/places/url-places.ts';
import type { MarkedText } from '../../../src/actions/velocity/marked-text.ts';
import { credential, marked, value } from './marked.ts';

const PATH = { absolute: false };
const ABSOLUTE = { absolute: true };

function sent(text: MarkedText, options = PATH) {
  const result = urlPlaces(text, options);
  if (!result.ok) throw new Error(result.fault.what);
  return result;
}

function fault(text: MarkedText, options = PATH): PlaceFault {
  const result = urlPlaces(text, options);
  if (result.ok) throw new Error(`sent: ${result.url}`);
  return result.fault;
}

const escaped = (text: string, escapedBy = 'url') => value(text, 'x', { escapedBy });

describe('the path of a URL', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, string] } = {
    'an id': [marked`/users/${value('a-1_2~')}/x`, '/users/a-1_2~/x'],
    'a part of a segment': [marked`/users/id-${value('7')}.json`, '/users/id-7.json'],
    'dots among others': [marked`/files/${value('..a')}`, '/files/..a'],
    'signs without meaning': [marked`/users/${value("a@b:c,d=e+f'g(h)!*&")}`, "/users/a@b:c,d=e+f'g(h)!*&"],
    'letters beyond ASCII': [
      marked`/users/${value('Zoë 😀'.replace(' ', ''))}`,
      '/users/Zo%C3%AB%F0%9F%98%80',
    ],
    'a harmless code': [marked`/users/${value('a%20b%C3%AB')}`, '/users/a%20b%C3%AB'],
    'braces, percent-encoded': [marked`/users/${value('{a}|^`')}`, '/users/%7Ba%7D%7C%5E%60'],
    'an escaped slash': [marked`/users/${escaped('a%2Fb%3F')}`, '/users/a%2Fb%3F'],
    'a value beside an empty one': [marked`/users/${value('')}${value('a', 'y')}`, '/users/a'],
    'a slash of the author at the end': [marked`/users/`, '/users/'],
  };
  it.each(Object.entries(kept))('keeps %s', (_name, [text, expected]) => {
    expect(sent(text).url).toBe(expected);
  });

  const refused: { readonly [name: string]: readonly [string, string] } = {
    'a slash': ['a/b', 'holds a slash (character 2)'],
    'a backslash': ['a\\b', 'holds a backslash'],
    'a question mark': ['a?b', 'holds a question mark'],
    'a number sign': ['a#b', 'holds a number sign'],
    'a semicolon': ['a;b', 'holds a semicolon'],
    'a space': ['a b', 'holds a space'],
    'a line break': ['a\r\nb', 'holds a line break'],
    'a control character': ['a\u0000', 'holds a control character'],
    'half a character': ['a\ud800', 'holds half a character'],
    'a percent sign alone': ['100%', 'holds a percent sign'],
    'an encoded slash': ['a%2Fb', 'holds the code of a sign that has a meaning'],
    'an encoded backslash': ['a%5cb', 'holds the code'],
    'an encoded dot': ['%2e%2e', 'holds the code'],
    'dots encoded twice': ['%252e%252e', 'holds the code'],
    'a slash encoded too long': ['a%c0%afb', 'no UTF-8'],
    'an encoded NUL': ['a%00', 'holds the code'],
    'one dot': ['.', 'would make `.` or `..`'],
    'two dots': ['..', 'would make `.` or `..`'],
    nothing: ['', 'the URL needs a value for `${input.x}`'],
  };
  it.each(Object.entries(refused))('D7 refuses %s', (_name, [text, expected]) => {
    expect(fault(marked`/users/${value(text)}/roles`)).toMatchObject({ name: 'input.x', raw: '${input.x}' });
    expect(fault(marked`/users/${value(text)}/roles`).what).toContain(expected);
    expect(fault(marked`/users/${value(text)}`).what).toContain(expected);
  });

  it('D7 refuses dots in parts, escaped or not', () => {
    expect(fault(marked`/a/.${value('.')}/b`).what).toContain('`..`');
    expect(fault(marked`/a/${value('.')}${value('.', 'y')}`).name).toBe('input.y');
    expect(fault(marked`/a/${escaped('..')}`).what).toContain('`..`');
    expect(fault(marked`/a/%2e${value('.')}`).what).toContain('`..`');
    expect(fault(marked`/a/../b`).kind).toBe('template');
  });

  it('D7 does not trust an escape that another has undone', () => {
    expect(fault(marked`/a/${escaped('b/c')}`).what).toContain('holds a slash');
    expect(fault(marked`/a/${value('b/c', 'x', { escapedBy: 'jsonString' })}`).hint).toBe(
      'write $esc.uriEncode(${input.x})',
    );
  });

  it('D7 refuses a percent sign of the author before a value', () => {
    expect(fault(marked`/a/%2${value('F')}`).what).toContain('% directly before a value');
    expect(fault(marked`/a?b=%${value('26')}`).what).toContain('% directly before a value');
  });

  it('D7 has nothing empty between two slashes', () => {
    expect(fault([{ text: '/users//roles' }])).toMatchObject({ kind: 'missing' });
  });

  it('names a reference that printed itself', () => {
    const unfilled = [{ raw: '${input.x}', name: 'input.x' }];
    const result = urlPlaces([{ text: '/a/${input.x}' }], { absolute: false, unfilled });
    expect(result).toMatchObject({ ok: false, fault: { kind: 'missing', name: 'input.x' } });
  });

  it.each(['users', '//evil.example', '', '\\x'])('must begin with one slash: %j', (text) => {
    expect(fault([{ text }]).what).toContain('does not begin with one /');
  });

  it('D7 may not be begun by a value', () => {
    expect(fault(marked`${value('/users')}`).what).toContain('does not begin with one /');
    expect(fault(marked`/${value('/evil.example')}`).what).toContain('holds a slash');
  });

  it('tidies what directives leave around its parts', () => {
    expect(
      sent(marked`
      /users
        ?a=${value('1')}
        &b=2 3
    `).url,
    ).toBe('/users?a=1&b=2%203');
  });

  it('has at most 8000 characters and nothing after #', () => {
    expect(fault(marked`/a?b=${value('x'.repeat(8000))}`).what).toContain('more than 8000 characters');
    expect(fault(marked`/a#b`).what).toContain('after #');
  });
});

describe('the query of a URL', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, string] } = {
    'a value': [marked`/a?b=${value('c')}&d=${value('e')}`, '/a?b=c&d=e'],
    nothing: [marked`/a?b=${value('')}&d=1`, '/a?b=&d=1'],
    'a part of a value': [marked`/a?q=SELECT+'${value('x')}'+FROM`, "/a?q=SELECT+'x'+FROM"],
    'signs without meaning': [marked`/a?b=${value('/?:@=,.')}`, '/a?b=/?:@=,.'],
    'an escaped value': [marked`/a?b=${escaped('a%26b+c%3D')}`, '/a?b=a%26b+c%3D'],
    'a code': [marked`/a?b=${value('a%26b%2e')}`, '/a?b=a%26b%2e'],
    'letters beyond ASCII': [marked`/a?b=${value('ë')}`, '/a?b=%C3%AB'],
    'no name at all': [marked`/a?${value('')}`, '/a?'],
  };
  it.each(Object.entries(kept))('keeps %s', (_name, [text, expected]) => {
    expect(sent(text).url).toBe(expected);
  });

  it.each(['a&b', 'a#b', 'a;b', 'a b', 'a\nb', 'a\tb', '5%', '%zz', '\udc00'])('D7 refuses %j', (text) => {
    expect(fault(marked`/a?b=${value(text)}`)).toMatchObject({
      kind: 'value',
      name: 'input.x',
      escape: 'url',
    });
  });

  it('D7 lets no value make the name of a parameter', () => {
    expect(fault(marked`/a?${value('b')}=1`).what).toContain('the name of a parameter');
    expect(fault(marked`/a?${value('b=1')}`).what).toContain('the name of a parameter');
    expect(fault(marked`/a?b=1&${value('c')}`).what).toContain('the name of a parameter');
    expect(fault(marked`/a?${escaped('b')}=1`).what).toContain('the name of a parameter');
  });

  it('tells that a plus sign means a space', () => {
    expect(sent(marked`/a?b=${value('+49')}`).notes).toMatchObject([
      { about: '${input.x}', hint: 'write $esc.url(${input.x})' },
    ]);
    expect(sent(marked`/a?b=${escaped('a+b')}`).notes).toEqual([]);
  });
});

describe('the receiver of a URL', () => {
  const kept: { readonly [name: string]: readonly [MarkedText, string, string] } = {
    'as written': [marked`https://API.example.com:443/a`, 'https://API.example.com:443/a', 'api.example.com'],
    'without path': [
      marked`https://api.example.com?a=${value('b')}`,
      'https://api.example.com?a=b',
      'api.example.com',
    ],
    'an IP address': [marked`http://127.0.0.1:8080/${value('a')}`, 'http://127.0.0.1:8080/a', '127.0.0.1'],
    'one label': [
      marked`https://${value('eu-1')}.api.example.com/a`,
      'https://eu-1.api.example.com/a',
      '*.api.example.com',
    ],
    'a label in between': [
      marked`https://a.${value('eu')}.example.com/`,
      'https://a.eu.example.com/',
      'a.*.example.com',
    ],
    'a credential': [
      marked`${credential('https://login.example.com:8443')}/token`,
      'https://login.example.com:8443/token',
      'login.example.com',
    ],
    'a credential with path': [
      marked`${credential('https://login.example.com/token?a=b')}`,
      'https://login.example.com/token?a=b',
      'login.example.com',
    ],
    'a credential as host': [
      marked`https://${credential('org.example.com')}/a`,
      'https://org.example.com/a',
      'org.example.com',
    ],
  };
  it.each(Object.entries(kept))('may be %s', (_name, [text, url, hostPattern]) => {
    expect(sent(text, ABSOLUTE)).toMatchObject({ url, hostPattern });
  });

  const refused: { readonly [name: string]: MarkedText } = {
    'the whole URL': marked`${value('https://evil.example/')}`,
    'the scheme': marked`${value('https')}://api.example.com/`,
    'the host': marked`https://${value('evil.example')}/a`,
    'the host before a path': marked`https://${value('evil.example/')}.example.com/a`,
    'a host before a port': marked`https://${value('evil')}:443/a`,
    'the port': marked`https://api.example.com:${value('22')}/a`,
    'the end of the host': marked`https://api.example.${value('com')}/a`,
    'more after the host': marked`https://api.example.com${value('.evil.example')}/a`,
    'a user before the host': marked`https://${value('a@evil')}.example.com/`,
    'two labels': marked`https://${value('a.b')}.example.com/`,
    'a part of a label': marked`https://eu-${value('1')}.example.com/`,
    'a label before one label': marked`https://${value('evil')}.com/`,
    'a label of an address': marked`https://${value('127')}.0.0.1/`,
    'a label with a hyphen at its end': marked`https://${value('a-')}.example.com/`,
    'no label': marked`https://${value('')}.example.com/`,
    'labels of two values': marked`https://${value('a')}.${value('b', 'y')}.example.com/`,
  };
  it.each(Object.entries(refused))('D7 may not be a value that is %s', (_name, text) => {
    expect(fault(text, ABSOLUTE)).toMatchObject({ name: 'input.x' });
  });

  it.each([
    'ftp://example.com/',
    'example.com/',
    '[YOUR SERVER]',
    'https://',
    'https:///a',
    'https://a@b.com/',
    'https://a:b/',
    'https://*.example.com/',
    'https://a.com:99999/',
    'https://127.1/',
  ])('must be written out: %s', (text) => {
    expect(fault([{ text }], ABSOLUTE).kind).toBe('template');
  });

  it('D8 is shown without its secrets', () => {
    const text = marked`https://api.example.com/a?key=${credential('s3cret')}`;
    expect(sent(text, ABSOLUTE).shown).toBe('https://api.example.com/a?key=••••');
  });

  it('keeps credentials of the path in their place', () => {
    expect(fault(marked`https://login.example.com/${credential('a/b')}/token`, ABSOLUTE).name).toBe(
      'credentials.key',
    );
  });
});
