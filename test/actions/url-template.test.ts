import { describe, expect, it } from 'vitest';
import { parseUrlTemplate } from '../../src/actions/url-template.ts';

describe('the query of a native URL', () => {
  it.each([
    '/x?{{input.a}}=1',
    '/x?{{input.a}}',
    '/x?a{{input.a}}=1',
    '/x?a=1&{{input.a}}=2',
    '/x?a={{input.a}}&b{{input.b}}',
    '/x?a={{input.a}}&{{input.b}}={{input.c}}',
  ])('D7 has no value in a name: %s', (text) => {
    expect(parseUrlTemplate(text, { absolute: false })).toMatchObject({
      ok: false,
      fault: { message: 'A value must not name a parameter of the query' },
    });
  });

  it.each([
    '/x?a={{input.a}}',
    '/x?a={{input.a}}&b=1{{input.b}}{{input.c}}',
    '/x?a=b={{input.a}}',
    '/x?a=%26{{input.a}}&b',
    '/{{input.a}}?b',
  ])('has values behind names: %s', (text) => {
    expect(parseUrlTemplate(text, { absolute: false })).toMatchObject({ ok: true });
  });
});
