import { describe, expect, it } from 'vitest';
import { formPlaces } from '../../../src/actions/places/form-places.ts';
import { headerPlaces } from '../../../src/actions/places/header-places.ts';
import { jsonPlaces } from '../../../src/actions/places/json-places.ts';
import { urlPlaces } from '../../../src/actions/places/url-places.ts';
import { xmlPlaces } from '../../../src/actions/places/xml-places.ts';
import type { MarkedText } from '../../../src/actions/velocity/marked-text.ts';
import { marked, value } from './marked.ts';

const CASES_EACH = 2500;
const PARTS = [
  ...[
    '"',
    "'",
    '\\',
    '\n',
    '\r\n',
    '\t',
    '\u0000',
    '/',
    '?',
    '#',
    '&',
    ';',
    '=',
    '%',
    '+',
    ':',
    ',',
    '.',
    '..',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    ' ',
    '@',
    '-',
    '--',
    '//',
    '%2e',
    '%2F',
    '%00',
    '%',
    '\\u00',
    '\\"',
    '\\\\',
  ],
  ...[
    'a',
    'b1',
    '7',
    'true',
    'null',
    'é',
    '😀',
    '\ud800',
    '\udc00',
    '\u2028',
    '{"a":1}',
    '[1,2]',
    '"x"',
    '1,2',
  ],
  ...[
    '"a":1',
    '__proto__',
    'constructor',
    '&lt;',
    '&amp;',
    ']]>',
    '-->',
    '<!--',
    '${input.y}',
    'https://evil.example',
  ],
];

/** Numbers that look random and are the same every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function hostile(next: (below: number) => number): string {
  return Array.from({ length: next(4) }, () => PARTS[next(PARTS.length)] ?? '').join('');
}

/** Puts hostile values into a shape, often enough for both ends, and hands what is sent to a reader of its own. */
function attack(
  shape: (x: string, y: string) => MarkedText,
  send: (text: MarkedText) => string | undefined,
  read: (sent: string, x: string, y: string) => void,
): void {
  const next = numbers(42);
  let count = 0;
  for (let i = 0; i < CASES_EACH; i++) {
    const [x, y] = [hostile(next), hostile(next)];
    const sent = send(shape(x, y));
    if (sent === undefined) continue;
    count++;
    read(sent, x, y);
  }
  expect(count).toBeGreaterThan(CASES_EACH / 200);
  expect(count).toBeLessThan(CASES_EACH);
}

/** What JSON is, without its texts, numbers and words. */
function shapeOf(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(shapeOf);
  if (typeof json !== 'object' || json === null) return 0;
  return Object.fromEntries(Object.entries(json).map(([name, child]) => [name, shapeOf(child)]));
}

const json = (text: MarkedText) => {
  const result = jsonPlaces(text);
  return result.ok ? result.text : undefined;
};
const url = (text: MarkedText) => {
  const result = urlPlaces(text, { absolute: true });
  return result.ok ? result.url : undefined;
};

describe('D7 hostile values', () => {
  it('keep the structure of JSON from within quotes', () => {
    attack(
      (x, y) => marked`{"a": "${value(x)}", "b": ["-${value(y, 'y')}${value(x)}-", {"c": "${value(x)}"}]}`,
      json,
      (sent) => expect(shapeOf(JSON.parse(sent))).toEqual({ a: 0, b: [0, { c: 0 }] }),
    );
  });

  it('keep the structure of JSON from outside of quotes', () => {
    attack(
      (x, y) => marked`{"a": ${value(x)}, "b": [${value(y, 'y')}], "c": [0, ${value(x)}, 1], "d": 2}`,
      json,
      (sent) => {
        const read = JSON.parse(sent);
        expect(Object.keys(read)).toEqual(['a', 'b', 'c', 'd']);
        expect(read.c).toHaveLength(3);
        expect([read.c[0], read.c[2], read.d]).toEqual([0, 1, 2]);
        expect(read.c[1]).toEqual(read.a);
      },
    );
  });

  it('keep the structure of names', () => {
    attack(
      (x) => marked`{"a": 1, "${value(x)}": 2}`,
      json,
      (sent) => {
        expect(Object.keys(JSON.parse(sent))).toHaveLength(2);
        expect(JSON.parse(sent)).toMatchObject({ a: 1 });
      },
    );
  });

  it('keep the structure of a URL', () => {
    attack(
      (x, y) => marked`https://api.example.com/a/${value(x)}/b/c-${value(y, 'y')}?d=${value(y, 'y')}&e=1`,
      url,
      (sent) => {
        const read = new URL(sent);
        expect([read.host, read.hash, read.username]).toEqual(['api.example.com', '', '']);
        expect(read.pathname.split('/')).toHaveLength(5);
        expect(decodeURIComponent(read.pathname).split('/')).toHaveLength(5);
        expect(read.pathname).toMatch(/^\/a\/[^/]+\/b\/c-/);
        expect([...read.searchParams.keys()]).toEqual(['d', 'e']);
        expect(read.searchParams.get('e')).toBe('1');
        expect(read.href.replaceAll('%27', "'")).toBe(sent);
      },
    );
  });

  it('keep the host of a URL', () => {
    attack(
      (x) => marked`https://${value(x)}.api.example.com/a`,
      url,
      (sent) => {
        expect(new URL(sent).host).toMatch(/^[a-z0-9-]+\.api\.example\.com$/);
        expect(new URL(sent).pathname).toBe('/a');
      },
    );
  });

  it('keep the fields of a form', () => {
    attack(
      (x, y) => marked`a=${value(x)}&b=-${value(y, 'y')}-&c=1`,
      (text) => {
        const result = formPlaces(text);
        return result.ok ? result.text : undefined;
      },
      (sent) => {
        expect([...new URLSearchParams(sent).keys()]).toEqual(['a', 'b', 'c']);
        expect(sent.split(/[&;]/)).toHaveLength(3);
      },
    );
  });

  it('keep a header on its line', () => {
    attack(
      (x) => marked`Bearer ${value(x)}`,
      (text) => {
        const result = headerPlaces('X-Id', text);
        return result.ok ? result.text : undefined;
      },
      (sent) => expect(new Headers({ 'X-Id': sent }).get('X-Id')).toBe(sent),
    );
  });

  it('keep the tags of XML', () => {
    attack(
      (x, y) => marked`<a b="${value(x)}" c='${value(y, 'y')}'><d>${value(x)}</d></a>`,
      (text) => {
        const result = xmlPlaces(text);
        return result.ok ? result.text : undefined;
      },
      (sent) => expect(sent).toMatch(/^<a b="[^"<>&]*" c='[^'<>&]*'><d>[^<>&]*<\/d><\/a>$/),
    );
  });
});
