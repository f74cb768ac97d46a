import { Type } from 'typebox';
import { isSameLanguage } from './language.ts';

/** Words that callers may say: in every language, or by language tag. */
export type SpokenTerms = readonly string[] | { readonly [tag: string]: readonly string[] };

const WORDS = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

/** Words that callers may say: `["yes", "sure"]`, or `{ "en-US": ["yes"], "de-DE": ["ja"] }`. */
export function Terms(about: { readonly description: string }) {
  return Type.Unsafe<SpokenTerms>({
    type: ['array', 'object'],
    items: WORDS.items,
    additionalProperties: WORDS,
    ...about,
  });
}

/** All words, or those of one language: its own, or else of a kin of it, such as `de-DE` for `de-AT`. */
export function termsOf(terms: SpokenTerms = [], language?: string): readonly string[] {
  if (isList(terms)) return terms;
  if (language === undefined) return Object.values(terms).flat();
  const tags = Object.keys(terms);
  const tag =
    tags.find((one) => one.toLowerCase() === language.toLowerCase()) ??
    tags.find((one) => isSameLanguage(one, language));
  return tag === undefined ? [] : (terms[tag] ?? []);
}

function isList(terms: SpokenTerms): terms is readonly string[] {
  return Array.isArray(terms);
}

/** Whether words are one of the terms. Upper and lower case and spaces around do not differ. */
export function isSaid(words: string, terms: SpokenTerms | undefined, language: string): boolean {
  const heard = words.trim().toLowerCase();
  return termsOf(terms, language).some((term) => term.trim().toLowerCase() === heard);
}
