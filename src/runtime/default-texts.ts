import { de } from './default-texts/de.ts';
import type { DefaultTextKey, LanguageTexts } from './default-texts/default-text.ts';
import { en } from './default-texts/en.ts';
import { es } from './default-texts/es.ts';
import { fr } from './default-texts/fr.ts';
import { it } from './default-texts/it.ts';
import { ja } from './default-texts/ja.ts';
import { nl } from './default-texts/nl.ts';
import { pt } from './default-texts/pt.ts';

export { DEFAULT_TEXT_KEYS, type DefaultTextKey } from './default-texts/default-text.ts';

/** The texts of every language that has its own, by the first part of its tag. */
export const LANGUAGE_TEXTS: ReadonlyMap<string, LanguageTexts> = new Map(
  Object.entries({ de, en, es, fr, it, ja, nl, pt }),
);

/** What is filled into the `{places}` of a text. */
export type DefaultTextValues = { readonly [place: string]: string | number };

/**
 * What Attendant says by itself, where an author wrote no text.
 *
 * @param language a language tag, in any case; `de-AT` speaks German, a language without texts, or none, English.
 * @param values   what is filled in; numbers also choose between `1 minute` and `2 minutes`. A place without a value stays.
 */
export function defaultText(key: DefaultTextKey, language?: string, values: DefaultTextValues = {}): string {
  const tag = spokenLanguage(language);
  const wording = textsOf(tag).texts[key];
  const text = typeof wording === 'string' ? wording : (wording[form(key, tag, values)] ?? wording.other);
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
}

/** The words that mean yes and no, in lower case. English ones where the language has none. */
export function yesNoWords(language?: string): {
  readonly yes: readonly string[];
  readonly no: readonly string[];
} {
  const { yes, no } = textsOf(spokenLanguage(language));
  return { yes, no };
}

/** The words of somebody who asks for a person, in lower case. */
export function agentWords(language?: string): readonly string[] {
  return textsOf(spokenLanguage(language)).agent;
}

function spokenLanguage(tag = 'en'): string {
  const [first = 'en'] = tag.toLowerCase().split(/[-_]/);
  return LANGUAGE_TEXTS.has(first) ? first : 'en';
}

function textsOf(language: string): LanguageTexts {
  return LANGUAGE_TEXTS.get(language) ?? en;
}

function form(key: DefaultTextKey, language: string, values: DefaultTextValues): Intl.LDMLPluralRule {
  const number = Number(Object.values(values).at(-1) ?? 0);
  const type = key === 'positionOrdinal' ? 'ordinal' : 'cardinal';
  return new Intl.PluralRules(language, { type }).select(number);
}
