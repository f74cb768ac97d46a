import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { done, type Outcome, refuse } from '../refusal.ts';

const E164 = /^\+[1-9]\d{6,14}$/;

/** How numbers are to be read. */
export interface NumberReading {
  /** ISO 3166: where national numbers belong. */
  readonly countryCode?: string;
  /** Whether a number that cannot exist is refused. */
  readonly isValidated?: boolean;
}

/** Reads the numbers to call (K4): E.164, or national ones of a country. What comes out is E.164. */
export function readNumbers(
  numbers: readonly string[],
  { countryCode, isValidated = false }: NumberReading,
): Outcome<readonly string[]> {
  const country = countryCode?.toUpperCase();
  if (country !== undefined && !isSupportedCountry(country)) return NO_COUNTRY;
  const read: string[] = [];
  for (const [index, text] of numbers.entries()) {
    const field = `callbackNumbers.${index}`;
    const number = readNumber(text, country as CountryCode | undefined);
    if (number === undefined) return refuseNumber(field, 'must be a number in E.164: a + and 7 to 15 digits');
    if (isValidated && parsePhoneNumberFromString(number)?.isValid() !== true)
      return refuseNumber(field, 'cannot exist');
    read.push(number);
  }
  return done(read);
}

/** A number in E.164; undefined when it is none. An extension cannot be dialled, so it makes the number none. */
export function readNumber(text: string, country?: CountryCode): string | undefined {
  const bare = text.replace(/^tel:/i, '');
  if (E164.test(bare)) return bare;
  const parsed = parsePhoneNumberFromString(bare, {
    extract: false,
    ...(country === undefined ? {} : { defaultCountry: country }),
  });
  if (parsed === undefined || parsed.ext !== undefined || !E164.test(parsed.number)) return undefined;
  return country === undefined && !bare.startsWith('+') ? undefined : parsed.number;
}

function refuseNumber(field: string, what: string): Outcome<never> {
  const hint = what === 'cannot exist' ? '' : '; a national one needs countryCode';
  return refuse('attendant.callback.number.invalid', `${field} ${what}${hint}.`, { field });
}

const NO_COUNTRY = refuse(
  'constraint.validation',
  'countryCode must be the ISO 3166 code of a country, such as US.',
  { field: 'countryCode' },
);
