/**
 * Masks what is recorded. What it keeps to:
 *
 * K1 Secrets go first: what the operator knows as one, sensitive headers, and values of keys such as `token`.
 * K2 Personal data becomes a pseudonym of the same shape; the same value the same pseudonym, wherever it stands.
 * K3 What is known to be personal in one place is found in every other, also without a key that says so.
 */
import { MASK } from '../authoring/mask.ts';
import type { ValueMapper } from './map-values.ts';
import {
  EMAIL,
  INTERNATIONAL_PHONE,
  isEmail,
  isPhone,
  keyRules,
  type OwnRules,
  type PersonalKind,
  type Rule,
} from './personal-data.ts';
import { pseudonymizer } from './pseudonym.ts';

/** What a masking is made of. */
export interface MaskingParts {
  /** Random; kept nowhere. */
  readonly salt: string;
  /** Replaces the secrets that the operator's credentials hold. */
  readonly maskSecrets: (text: string) => string;
  readonly rules?: OwnRules;
}

/** What was made up, by kind. */
export type Pseudonyms = { readonly [kind in PersonalKind]?: string[] };

/** A masking: everything is learnt first, and then masked. */
export interface Masking {
  /** Changes nothing, and remembers what is personal (K3). */
  readonly learning: ValueMapper;
  readonly masking: ValueMapper;
  /** What has been made up so far. */
  pseudonyms(): Pseudonyms;
}

/** Shorter words and numbers are only found by their key: they stand everywhere. */
const MIN_WORD = 4;
const MIN_DIGITS = 7;
/** An encoded plus sign or space stands by itself, or it would be part of the word behind. */
const FOUND = new RegExp(
  `${EMAIL.source}|${INTERNATIONAL_PHONE.source}|%2[0Bb]|[\\p{L}\\p{N}]{${MIN_WORD},}`,
  'gu',
);

/** Makes a masking; what it has learnt stays with it. */
export function createMasking({ salt, maskSecrets, rules = {} }: MaskingParts): Masking {
  const ruleOf = keyRules(rules);
  const known = new Map<string, PersonalKind>();
  const madeUp = makingUp(salt);

  function found(text: string): string {
    return maskSecrets(text).replaceAll(FOUND, (part) => {
      if (part.includes('@')) return madeUp.for('email', part);
      if (part.startsWith('+')) return madeUp.for('phone', part);
      const kind = known.get(part.toLowerCase());
      return kind === undefined ? part : madeUp.for(kind, part);
    });
  }

  function maskText(rule: Rule, text: string): string {
    if (rule === 'secret') return text === '' ? text : MASK;
    if (rule === 'keep') return maskSecrets(text);
    const kind = kindOf(rule, text);
    // A secret within personal data is masked, and the rest searched.
    return kind === undefined || maskSecrets(text) !== text ? found(text) : madeUp.for(kind, text);
  }

  function maskNumber(rule: Rule, number: number): number {
    if (rule === 'secret') return 0;
    if (rule === 'keep' || !Number.isSafeInteger(number) || number < 0) return number;
    const text = String(number);
    const kind = known.get(text) ?? kindOf(rule, text);
    return kind === undefined ? number : Number(madeUp.for(kind, text, (made) => made.replace(/^0/, '1')));
  }

  return {
    learning: {
      ruleOf,
      text: (rule, text) => {
        for (const [part, kind] of partsToKnow(rule, text)) known.set(part, kind);
        return text;
      },
      number: (rule, number) => {
        for (const [part, kind] of partsToKnow(rule, String(number))) known.set(part, kind);
        return number;
      },
    },
    masking: { ruleOf, text: maskText, number: maskNumber },
    pseudonyms: madeUp.all,
  };
}

/** Makes pseudonyms, and remembers each. */
function makingUp(salt: string) {
  const pseudonymOf = pseudonymizer(salt);
  const used = new Map<PersonalKind, Set<string>>();
  return {
    for(kind: PersonalKind, value: string, change: (made: string) => string = (made) => made): string {
      const made = change(pseudonymOf(kind, value));
      const all = used.get(kind) ?? new Set<string>();
      used.set(kind, all);
      // A name is made up word by word, and its words are found again by themselves.
      for (const one of kind === 'name' ? [made, ...wordsOf(made, 1)] : [made]) all.add(one);
      return made;
    },
    all: (): Pseudonyms => Object.fromEntries([...used].map(([kind, all]) => [kind, [...all].sort()])),
  };
}

/** What kind of personal data a value is, by the rule of its key; undefined: look into it. */
function kindOf(rule: Rule, text: string): PersonalKind | undefined {
  if (text.trim() === '' || rule === undefined || rule === 'keep' || rule === 'secret') return undefined;
  if (isEmail(text)) return 'email';
  if (rule === 'phone') return isPhone(text) ? 'phone' : undefined;
  if (rule === 'email') return undefined;
  if (rule !== 'name' && /^(tel:)?\+/.test(text) && isPhone(text)) return 'phone';
  return rule === 'mask' ? 'text' : rule;
}

/** What is to be found in other places, too, in lower case. */
function partsToKnow(rule: Rule, text: string): readonly (readonly [string, PersonalKind])[] {
  const kind = kindOf(rule, text);
  const digits = text.replaceAll(/\D/g, '');
  if (kind === 'phone' && digits.length >= MIN_DIGITS) return [[digits, kind]];
  if (kind === 'name') return wordsOf(text, MIN_WORD).map((word) => [word, kind]);
  if (kind === 'text') return /^[\p{L}\p{N}]{6,}$/u.test(text) ? [[text.toLowerCase(), kind]] : [];
  const phones = [...text.matchAll(INTERNATIONAL_PHONE)];
  return kind === undefined && rule !== 'keep'
    ? phones.map(([phone]) => [phone.replaceAll(/\D/g, ''), 'phone'])
    : [];
}

function wordsOf(text: string, shortest: number): readonly string[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .filter((word) => word.length >= shortest)
    .map((word) => (shortest === 1 ? word : word.toLowerCase()));
}
