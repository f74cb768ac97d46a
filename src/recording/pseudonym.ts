import { createHmac } from 'node:crypto';
import type { PersonalKind } from './personal-data.ts';

/**
 * Makes up values for personal data: of the same shape, and the same for the same value.
 *
 * @param salt random, and kept nowhere: without it nobody can try out which number a pseudonym was made from.
 */
export function pseudonymizer(salt: string): (kind: PersonalKind, value: string) => string {
  const make: { readonly [kind in PersonalKind]: (value: string) => string } = {
    phone: (value) => phone(value, bytesFor(salt, 'phone', value.replaceAll(/\D/g, ''))),
    email: (value) => email(value, bytesFor(salt, 'email', value.toLowerCase())),
    name: (value) =>
      value.replaceAll(/[\p{L}\p{N}]+/gu, (word) => shaped(word, bytesFor(salt, 'name', word.toLowerCase()))),
    date: (value) => date(value, bytesFor(salt, 'date', value)),
    text: (value) => shaped(value, bytesFor(salt, 'text', value)),
  };
  return (kind, value) => make[kind](value);
}

/** Endless bytes that only the salt and the value decide. */
function bytesFor(salt: string, kind: string, value: string): () => number {
  let block = 0;
  let bytes = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === bytes.length) {
      bytes = createHmac('sha256', salt).update(`${kind}\n${block++}\n${value}`).digest();
      at = 0;
    }
    return bytes[at++] ?? 0;
  };
}

/** Country codes of one and two digits (ITU-T E.164); all others have three. */
const SHORT_CODES = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The country code, or the zeros before a national number, and all that is no digit stay as they are. */
function phone(value: string, next: () => number): string {
  const digits = value.replaceAll(/\D/g, '');
  const zeros = /^0+/.exec(digits)?.[0] ?? '';
  const national =
    zeros === '0'
      ? ''
      : (SHORT_CODES.exec(digits.slice(zeros.length))?.[0] ?? digits.slice(zeros.length, zeros.length + 3));
  const fixed = zeros.length + national.length;
  let at = 0;
  return value.replaceAll(/\d/g, (digit) => {
    const place = at++ - fixed;
    if (place < 0) return digit;
    // In North America neither area nor exchange begins with 0 or 1.
    return String(place === 0 || place === 3 ? 2 + (next() % 8) : next() % 10);
  });
}

function email(value: string, next: () => number): string {
  const [local = ''] = value.split('@');
  return `${shaped(local.toLowerCase().padEnd(6, 'x'), next)}@example.com`;
}

/** Letters for letters in the same case, digits for digits, all else as it is. */
function shaped(value: string, next: () => number): string {
  return value.replaceAll(/\p{L}|\p{N}/gu, (character) => {
    if (/\p{N}/u.test(character)) return String(next() % 10);
    const letter = String.fromCharCode(97 + (next() % 26));
    return /\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
  });
}

/** A day that exists where the value begins like an ISO date; the time behind it stays. */
function date(value: string, next: () => number): string {
  const rest = /^\d{4}-\d{2}-\d{2}(.*)$/s.exec(value)?.[1];
  if (rest === undefined) return shaped(value, next);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${1930 + (next() % 75)}-${two(1 + (next() % 12))}-${two(1 + (next() % 28))}${rest}`;
}
