import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { mapJson, mapText, mapUrl } from '../../src/recording/map-values.ts';
import { createMasking } from '../../src/recording/masking.ts';
import { KEY_RULES, type OwnRules } from '../../src/recording/personal-data.ts';

const NUMBER = '+13175550123';

/** A masking that has learnt what it is then given. */
function setUp(rules: OwnRules = {}, salt = 'salt') {
  const maskSecrets = (text: string) => text.replaceAll('s3cret-value', '••••');
  const { learning, masking, pseudonyms } = createMasking({ salt, maskSecrets, rules });
  return {
    json: (json: Json) => {
      mapJson(learning, json);
      return mapJson(masking, json) as { readonly [key: string]: Json };
    },
    url: (url: string) => mapUrl(masking, url),
    text: (text: string) => {
      mapText(learning, text);
      return mapText(masking, text);
    },
    pseudonyms,
  };
}

describe('personal data', () => {
  it('K2 becomes something of the same shape', () => {
    const masked = setUp().json({
      mobilePhone: NUMBER,
      homePhone: '+49 (30) 1234-567',
      national: { phone: '0171 5550123' },
      email: 'Anna.Schmidt@example.org',
      firstName: 'Änna-Maria',
      dateOfBirth: '1980-02-29',
      zip: '46204',
      cardNumber: 4111111111111111,
    });
    expect(masked['mobilePhone']).toMatch(/^\+1[2-9]\d{2}[2-9]\d{6}$/);
    expect(masked['homePhone']).toMatch(/^\+49 \([2-9]\d\) \d[2-9]\d{2}-\d{3}$/);
    expect(masked['national']).toEqual({ phone: expect.stringMatching(/^0[2-9]\d{2} \d{7}$/) });
    expect(masked['email']).toMatch(/^[a-z]{4}\.[a-z]{7}@example\.com$/);
    expect(masked['firstName']).toMatch(/^[A-Z][a-z]{3}-[A-Z][a-z]{4}$/);
    expect(masked['dateOfBirth']).toMatch(/^(19|20)\d\d-(0[1-9]|1[0-2])-([01]\d|2[0-8])$/);
    expect(masked['zip']).toMatch(/^\d{5}$/);
    expect(String(masked['cardNumber'])).toMatch(/^\d{16}$/);
  });

  it('K2 keeps nothing of what it was', () => {
    const all = {
      phone: NUMBER,
      email: 'anna@example.org',
      firstName: 'Anna',
      lastName: 'Schmidt',
      city: 'Berlin',
    };
    const text = JSON.stringify(setUp().json(all));
    for (const value of ['3175550123', 'anna', 'Anna', 'Schmidt', 'Berlin', 'example.org'])
      expect(text).not.toContain(value);
  });

  it('K2 is the same for the same value, and another under another salt', () => {
    const { json } = setUp();
    const first = json({ phone: NUMBER, fullName: 'Anna Schmidt' });
    const second = json({ callbackNumber: 'tel:+13175550123', lastName: 'Schmidt', ani: '13175550123' });
    expect(second['callbackNumber']).toBe(`tel:${String(first['phone'])}`);
    expect(`+${String(second['ani'])}`).toBe(first['phone']);
    expect(String(first['fullName']).split(' ')[1]).toBe(second['lastName']);
    expect(setUp({}, 'other').json({ phone: NUMBER })['phone']).not.toBe(first['phone']);
  });

  it('K3 is found wherever it stands once it is known', () => {
    const { json, url, text } = setUp();
    const { phone, firstName } = json({ phone: NUMBER, firstName: 'Anna', note: 'call Anna at 13175550123' });
    const digits = String(phone).slice(1);
    expect(json({ note: 'Dear Anna, we call 13175550123.' })).toEqual({
      note: `Dear ${String(firstName)}, we call ${digits}.`,
    });
    expect(url('https://crm.example.com/customers/13175550123/Anna?x=1')).toBe(
      `https://crm.example.com/customers/${digits}/${String(firstName)}?x=1`,
    );
    expect(url('/p?to=%2B13175550123')).toBe(`/p?to=%2B${digits}`);
    expect(json({ '+13175550123': 1 })).toEqual({ [`+${digits}`]: 1 });
    expect(json({ id: 13175550123 })).toEqual({ id: Number(digits) });
    expect(text(`<number>${NUMBER}</number>`)).toBe(`<number>+${digits}</number>`);
  });

  it.each([
    ['half a JSON', '{"firstName":"Anna","pho', /^\{"firstName":"[A-Z][a-z]{3}","pho$/],
    ['XML', '<c:firstName>Anna</c:firstName>', /^<c:firstName>[A-Z][a-z]{3}<\/c:firstName>$/],
    ['a form', 'firstName=Anna+Lena&x=a+b', /^firstName=[A-Z][a-z]{3}%20[A-Z][a-z]{3}&x=a\+b$/],
    [
      'a value with escapes',
      '{"firstName":"Anna\\n\\"Lena\\""',
      /^\{"firstName":"[A-Z][a-z]{3}\\n\\"[A-Z][a-z]{3}\\""$/,
    ],
    ['a form with a secret', 'client_secret=abc&grant_type=x', /^client_secret=••••&grant_type=x$/],
  ])('is found by its key in %s', (_what, text, expected) => {
    const masked = setUp().text(text);
    expect(masked).toMatch(expected);
    expect(masked).not.toContain('Anna');
  });

  it.each<[string, Json]>([
    ['ids', { id: '7f1c5b8e-13aa-4c1e-9d7e-0c4f5a6b7c8d', conversationId: 'c1' }],
    ['names of things', { name: 'Support', queueName: 'Support', type: 'phone', mediaType: 'PHONE' }],
    [
      'times and amounts',
      { at: '2026-01-15T12:00:00+0100', from: 1768478400000, total: 12.5, ok: true, none: null },
    ],
    ['objects below an address', { addresses: [{ mediaType: 'PHONE', type: 'WORK' }] }],
  ])('is not seen in %s', (_what, json) => {
    expect(setUp().json(json)).toEqual(json);
  });

  it('K3 is found behind an encoded plus sign or space', () => {
    const masked = setUp().json({
      phone: NUMBER,
      lastName: 'Kareninova',
      echo: '%2B13175550123&n=Anna%20Kareninova',
      lower: '%2b13175550123',
    });
    expect(JSON.stringify(masked)).not.toMatch(/3175550123|Kareninova/);
  });

  it('is found in JSON and XML within a text of JSON', () => {
    const masked = setUp().json({
      result: '{"firstName":"Anna", "ok":1}',
      soap: '<a><lastName>Schmidt</lastName></a>',
    });
    expect(masked).toEqual({
      result: expect.stringMatching(/^\{"firstName":"[A-Z][a-z]{3}", "ok":1\}$/),
      soap: expect.stringMatching(/^<a><lastName>[A-Z][a-z]{6}<\/lastName><\/a>$/),
    });
    expect(JSON.stringify(masked)).not.toMatch(/Anna|Schmidt/);
  });

  it('is found below a key of phones, where a number is one', () => {
    const masked = setUp().json({
      cellPhone: { display: '(317) 555-0123', countryCode: 'US', acceptsSMS: true },
    });
    expect(masked).toEqual({
      cellPhone: {
        display: expect.stringMatching(/^\(\d{3}\) \d{3}-\d{4}$/),
        countryCode: 'US',
        acceptsSMS: true,
      },
    });
    expect(JSON.stringify(masked)).not.toContain('555-0123');
  });

  it('stays where the author says so, and goes where he says so', () => {
    const { json } = setUp({ keep: ['fromAddress', 'token'], mask: ['loyalty'] });
    const masked = json({
      fromAddress: '+13175550100',
      loyalty: { level: 'GOLD7', since: [2019] },
      token: 'abc',
    });
    expect(masked['fromAddress']).toBe('+13175550100');
    expect(masked['loyalty']).toEqual({
      level: expect.stringMatching(/^[A-Z]{4}\d$/),
      since: [expect.any(Number)],
    });
    expect(JSON.stringify(masked)).not.toMatch(/GOLD7|2019/);
    expect(masked['token']).toBe('••••');
  });

  it('is listed by kind, so that a replay knows it', () => {
    const { json, pseudonyms } = setUp();
    const { phone, fullName } = json({ phone: NUMBER, fullName: 'Anna Li' });
    expect(pseudonyms()).toEqual({ phone: [phone], name: [fullName, ...String(fullName).split(' ')].sort() });
  });

  it('has every key rule told in docs/recording.md', () => {
    const docs = readFileSync('docs/recording.md', 'utf8');
    for (const [rule, keys] of Object.entries(KEY_RULES))
      expect(docs, rule).toContain(keys.map((key) => `\`${key}\``).join(' '));
  });
});

describe('secrets', () => {
  it('K1 D8 are masked wherever they stand', () => {
    const { json, url, text } = setUp();
    expect(json({ apiKey: 'abc', pin: 1234, x: 'a s3cret-value b', tokens: ['t'] })).toEqual({
      apiKey: '••••',
      pin: 0,
      x: 'a •••• b',
      tokens: ['••••'],
    });
    expect(url('/a/s3cret-value?api_key=abc&b=1')).toBe('/a/••••?api_key=••••&b=1');
    expect(text('x s3cret-value y')).toBe('x •••• y');
    expect(json({ firstName: 's3cret-value' })).toEqual({ firstName: '••••' });
  });
});

describe('long texts', () => {
  it.each([
    ['dots and at signs', '.@'.repeat(200_000)],
    ['plus signs and digits', '+1 '.repeat(200_000)],
    ['open quotes', '"a":"'.repeat(100_000)],
    ['open tags', '<a '.repeat(200_000)],
    ['letters', 'a'.repeat(500_000)],
  ])('of %s take no long time', (_what, text) => {
    const { json, text: mapped } = setUp();
    const start = process.cpuUsage().user;
    json({ x: text });
    mapped(text);
    expect((process.cpuUsage().user - start) / 1000).toBeLessThan(5000);
  });
});
