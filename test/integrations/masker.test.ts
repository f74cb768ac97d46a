import { describe, expect, it } from 'vitest';
import { createMasker } from '../../src/integrations/masker.ts';
import { Secret } from '../../src/integrations/secret.ts';
import { newRandom } from '../support/random.ts';

const VALUE = 's3cr&t "wörd"/<x>+1';
const masker = createMasker([new Secret('A', VALUE), new Secret('B', 'abcdef'), new Secret('SHORT', 'abc')]);
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('the masker', () => {
  it.each<[string, string]>([
    ['as it is', VALUE],
    ['percent-encoded', encodeURIComponent(VALUE)],
    [
      'percent-encoded in small letters',
      encodeURIComponent(VALUE).replaceAll(/%../g, (code) => code.toLowerCase()),
    ],
    ['as a form field', new URLSearchParams({ a: VALUE }).toString().slice(2)],
    ['in JSON', JSON.stringify(VALUE)],
    ['in JSON with escaped slashes', JSON.stringify(VALUE).replaceAll('/', '\\/')],
    ['in JSON of ASCII', JSON.stringify(VALUE).replaceAll('ö', '\\u00f6')],
    ['in JSON of ASCII with large digits', JSON.stringify(VALUE).replaceAll('ö', '\\u00F6')],
    [
      'in JSON that is safe in HTML',
      JSON.stringify(VALUE).replaceAll(
        /[ö<>&+]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ a: VALUE }))],
    ['in XML', VALUE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['in Base64', base64(VALUE)],
    ['in Base64 of URLs', Buffer.from(VALUE, 'utf8').toString('base64url')],
    ['in Base64 behind a user name', base64(`me:${VALUE}`)],
    ['in Base64 behind another user name', base64(`you:${VALUE}`)],
    ['in Base64 between others', base64(`user:${VALUE}:more`)],
  ])('D8 masks a secret %s', (_how, text) => {
    const masked = masker.text(`before ${text} after`);
    expect(masked).toMatch(/^before .*•••• *.* after$/);
    expect(masked.length).toBeLessThan(`before  after`.length + 28);
    expect(masked).not.toMatch(/w(ö|%C3%B6|\\u00f6)rd/i);
  });

  it('D8 masks a secret in every text of JSON, keys included', () => {
    expect(masker.json({ a: [`x${VALUE}`, 7, null], [`k${VALUE}`]: { b: 'abcdef' } })).toEqual({
      a: ['x••••', 7, null],
      'k••••': { b: '••••' },
    });
  });

  it('D8 masks what keys of OAuth and headers say to be one', () => {
    const json = {
      access_token: 'x',
      expires_in: 60,
      Authorization: 'y',
      data: { client_secret: ['z'], token_type: 'b' },
    };
    expect(masker.json(json)).toEqual({
      access_token: '••••',
      expires_in: 60,
      Authorization: '••••',
      data: { client_secret: '••••', token_type: 'b' },
    });
  });

  it.each([
    ...[
      'Authorization',
      'AUTHORIZATION',
      'Cookie',
      'Set-Cookie',
      'X-Api-Key',
      'X-My-Token',
      'Proxy-Authorization',
    ],
    ...['X-Session-Id', 'X-Signature', 'apikey', 'Ocp-Apim-Subscription-Key'],
  ])('D8 masks the header %s whole', (name) => {
    expect(masker.headers({ [name]: 'ab' })).toEqual({ [name]: '••••' });
  });

  it('leaves other headers but for the secrets in them', () => {
    expect(masker.headers({ 'Content-Type': 'application/json', 'X-Note': 'is abcdef' })).toEqual({
      'Content-Type': 'application/json',
      'X-Note': 'is ••••',
    });
  });

  it('leaves short values alone: they stand in too much that is no secret', () => {
    expect(masker.text('abc is the alphabet')).toBe('abc is the alphabet');
  });

  it('masks the longer of two secrets that begin alike', () => {
    const both = createMasker([new Secret('A', 'secret'), new Secret('B', 'secret-of-all')]);
    expect(both.text('secret-of-all, secret')).toBe('••••, ••••');
  });

  it('D8 learns tokens, and forgets the oldest', () => {
    const learning = createMasker();
    for (let count = 1; count <= 101; count++) learning.learn(`token-number-${count};`);
    expect(learning.text('token-number-101;')).toBe('••••');
    expect(learning.text('token-number-2;')).toBe('••••');
    expect(learning.text('token-number-1;')).toBe('token-number-1;');
  });

  it('D8 leaves nothing of random secrets, wherever they are put', () => {
    const random = newRandom(4);
    const ALPHABET = [...'abcXYZ019 +/=&%"\\\'<>{}$~!*()äß€😀\n\t-_.:;,'];
    const ways: readonly ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => new URLSearchParams({ a: text }).toString(),
      (text) => JSON.stringify({ a: text }),
      (text) => JSON.stringify(JSON.stringify([text])),
      (text) => Buffer.from(text, 'utf8').toString('base64'),
      (text) => Buffer.from(text, 'utf8').toString('base64url'),
    ];
    for (let round = 0; round < 500; round++) {
      const value = Array.from({ length: 12 + random.below(30) }, () => random.pick(ALPHABET)).join('');
      const around = 'x'.repeat(random.below(5));
      const text = random.pick(ways)(`${around}${value}${around}`);
      const masked = createMasker([new Secret('A', value)]).text(text);
      expect(masked, JSON.stringify([value, text])).toContain('••••');
      // Of Base64 the edges stay: they hold a few bits of the first and last letters.
      expect(masked.length, JSON.stringify([value, text])).toBeLessThan(60);
    }
  });
});
