import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../src/platform/dnc-lists/dnc-expiry.ts';
import { dncValue } from '../../src/platform/dnc-lists/dnc-value.ts';
import { newRandom } from '../support/random.ts';

describe('numbers of do-not-contact lists', () => {
  it.each([
    ['+13175550123', '13175550123'],
    [' +1 (317) 555-0123 ', '13175550123'],
    ['+49/151.123-4567', '491511234567'],
    ['+1317\u00a05550123', '13175550123'],
    ['13175550123', undefined],
    ['317-153-4777', undefined],
    ['+0317555', undefined],
    ['+123456', undefined],
    ['+1234567890123456', undefined],
    ['+1317555012x', undefined],
    ['++13175550123', undefined],
    ['+', undefined],
    ['', undefined],
  ])('C11 are E.164 where there is no country: %j', (text, value) => {
    expect(dncValue('phone', text)).toBe(value);
  });

  it.each([
    ['317-153-4777', 'US', '13171534777'],
    ['1 317 153 4777', 'US', '13171534777'],
    ['+49 151 1234567', 'US', '491511234567'],
    ['0151 / 123 45 67 8', 'DE', '4915112345678'],
    ['0049 151 12345678', 'DE', '4915112345678'],
    ['090-1234-5678', 'JP', '819012345678'],
    ['911', 'US', undefined],
    ['31715347770000', 'US', undefined],
    ['317-153-4777 x12', 'US', undefined],
    ['call me', 'US', undefined],
    ['317-153-4777', 'XX', undefined],
  ])('C11 are national ones of the country: %j in %s', (text, country, value) => {
    expect(dncValue('phone', text, country)).toBe(value);
  });

  it('C11 are read in North America as the library reads them', () => {
    const random = newRandom(11);
    for (let count = 0; count < 500; count += 1) {
      const length = random.pick([9, 10, 10, 10, 11, 11, 12]);
      const text = Array.from({ length }, (_, index) =>
        index === 0 ? random.pick([1, 2, 3, 9]) : random.below(10),
      ).join('');
      const parsed = parsePhoneNumberFromString(text, { extract: false, defaultCountry: 'CA' });
      const value = parsed?.isPossible() === true ? parsed.number.slice(1) : undefined;
      expect(dncValue('phone', text, 'CA'), text).toBe(value);
    }
  });

  it.each([
    ['13175550123', '13175550123'],
    ['+1 317 555 0123', '13175550123'],
    ['0317', undefined],
    ['1317555012345678', undefined],
  ])('C11 are phone IDs for WhatsApp: %j', (text, value) => {
    expect(dncValue('whatsapp', text, 'US')).toBe(value);
  });
});

describe('times at which entries expire', () => {
  it.each([
    ['2026-05-20T01:44Z', '2026-05-20T01:44:00.000Z'],
    ['2026-05-20T01:44:30Z', '2026-05-20T01:44:30.000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('C11 are of UTC: %s', (text, time) => {
    expect(expiryOf(text)).toBe(Date.parse(time));
  });

  it.each([
    '2026-02-29T00:00Z',
    '2026-05-20T24:30Z',
    '2026-05-20T01:44',
    '2026-05-20 01:44Z',
    '2026-05-20',
    '',
  ])('C11 are no other: %j', (text) => {
    expect(expiryOf(text)).toBeUndefined();
  });
});
