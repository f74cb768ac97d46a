import { createHash } from 'node:crypto';
import type { Json } from '../authoring/json.ts';
import { pseudonymizer } from '../recording/pseudonym.ts';

/** A number or an address by which a person is reached. */
export interface PersonalValue {
  readonly kind: 'phone' | 'email';
  readonly text: string;
}

/** Numbers kept for stories and tests in North America: 555-0100 to 555-0199. */
const FICTITIOUS = /^1\d{3}55501\d\d$/;
/** Kept for documentation (RFC 2606). */
const EXAMPLE = /@(?:[\w-]+\.)*example(?:\.(?:com|net|org))?$/i;

/** Phone numbers and e-mail addresses within a value, each once. */
export function personalValues(value: Json): readonly PersonalValue[] {
  const text = JSON.stringify(value);
  const phones = [...text.matchAll(/(?<![\d.])[1-9]\d{7,14}(?![\d.])/g)].map(([found]) => found);
  const emails = [...text.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)].map(([found]) => found);
  return [
    ...distinct(phones.filter((one) => !FICTITIOUS.test(one))).map((one) => ({
      kind: 'phone' as const,
      text: one,
    })),
    ...distinct(emails.filter((one) => !EXAMPLE.test(one))).map((one) => ({
      kind: 'email' as const,
      text: one,
    })),
  ];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** Puts made-up values of the same shape in place of personal ones, wherever they stand. */
export function pseudonymized<Value>(value: Value, personal: readonly PersonalValue[], salt: string): Value {
  const standIn = pseudonymizer(salt);
  let text = JSON.stringify(value);
  for (const { kind, text: own } of personal) {
    const pattern = kind === 'phone' ? `(?<!\\d)${own}(?!\\d)` : own.replaceAll(/[.+]/g, '\\$&');
    text = text.replaceAll(new RegExp(pattern, 'g'), standIn(kind, own));
  }
  return JSON.parse(text) as Value;
}

/** The same call gives the same values, and nobody can try out whose they were without its id. */
export function saltOf(callId: string): string {
  return createHash('sha256').update(`test of ${callId}`).digest('hex');
}
