import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { readAddress } from '../contact-address.ts';
import type { DncKind } from './dnc-list.ts';

/** Genesys' CSV pages: "Formatting characters are ignored, except for the leading plus sign". */
const FORMATTING = /[\s().\-/]/g;
const E164 = /^\+[1-9]\d{6,14}$/;
const PHONE_ID = /^[1-9]\d{6,14}$/;
/** What the library would make of such a number in 50 µs. */
const NORTH_AMERICAN = /^1?([2-9]\d{9})$/;
/** A cell of a contact list has 512 characters at most. */
const CUSTOM_VALUE = /^[^\p{Cc}\p{Cs}]{1,512}$/u;

/**
 * The one form in which an entry is stored: a number as digits without +, an e-mail address in lower case, a custom value
 * without spaces around.
 *
 * @param country ISO 3166: where phone numbers without + belong; absent: such a number is none, as nobody can tell whether
 *   it begins with a country code.
 * @returns undefined when the text is no such address or value.
 */
export function dncValue(kind: DncKind, text: string, country?: string): string | undefined {
  switch (kind) {
    case 'phone':
      return phoneDigits(text, country);
    case 'whatsapp':
      return whatsAppDigits(text);
    case 'email': {
      const address = readAddress('email', text.trim());
      return address.ok ? address.value : undefined;
    }
    case 'custom': {
      const value = text.trim();
      return CUSTOM_VALUE.test(value) ? value : undefined;
    }
  }
}

function phoneDigits(text: string, country: string | undefined): string | undefined {
  const bare = text.replaceAll(FORMATTING, '');
  if (E164.test(bare)) return bare.slice(1);
  if (country === undefined || !isSupportedCountry(country) || bare.startsWith('+')) return undefined;
  return nationalDigits(text, country);
}

function nationalDigits(text: string, country: CountryCode): string | undefined {
  const plain = NORTH_AMERICAN.exec(text)?.[1];
  if (plain !== undefined && getCountryCallingCode(country) === '1') return `1${plain}`;
  const parsed = parsePhoneNumberFromString(text, { extract: false, defaultCountry: country });
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) return undefined;
  return E164.test(parsed.number) ? parsed.number.slice(1) : undefined;
}

/** Phone IDs have no +, E.164 numbers do; both begin with the country code. */
function whatsAppDigits(text: string): string | undefined {
  const digits = text.replaceAll(FORMATTING, '').replace(/^\+/, '');
  return PHONE_ID.test(digits) ? digits : undefined;
}
