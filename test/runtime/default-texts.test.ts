import { describe, expect, it } from 'vitest';
import type { Wording } from '../../src/runtime/default-texts/default-text.ts';
import { en } from '../../src/runtime/default-texts/en.ts';
import {
  agentWords,
  DEFAULT_TEXT_KEYS,
  type DefaultTextKey,
  defaultText,
  LANGUAGE_TEXTS,
  yesNoWords,
} from '../../src/runtime/default-texts.ts';

const KEYS = Object.keys(DEFAULT_TEXT_KEYS) as DefaultTextKey[];

function forms(wording: Wording): readonly string[] {
  return typeof wording === 'string' ? [wording] : Object.values(wording);
}

function places(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

describe('default texts', () => {
  it('are there in eight languages', () => {
    expect([...LANGUAGE_TEXTS.keys()]).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pt']);
  });

  it.each([...LANGUAGE_TEXTS])(
    'R7 of %s are complete, with the same places as in English',
    (_tag, { texts }) => {
      expect(Object.keys(texts)).toEqual(KEYS);
      for (const key of KEYS) {
        const [first = ''] = forms(en.texts[key]);
        for (const text of forms(texts[key])) {
          expect(text.trim(), key).not.toBe('');
          expect(places(text), `${key}: ${text}`).toEqual(places(first));
        }
      }
    },
  );

  it('name in their descriptions the places they have', () => {
    for (const key of KEYS) {
      const [first = ''] = forms(en.texts[key]);
      expect(places(DEFAULT_TEXT_KEYS[key]), key).toEqual(places(first));
    }
  });

  it.each([...LANGUAGE_TEXTS])('of %s tell yes from no', (tag) => {
    const { yes, no } = yesNoWords(tag);
    expect(yes.length).toBeGreaterThan(2);
    expect(no.length).toBeGreaterThan(2);
    expect(yes.filter((word) => no.includes(word))).toEqual([]);
    expect(agentWords(tag).length).toBeGreaterThan(2);
    expect([...yes, ...no, ...agentWords(tag)].filter((word) => word !== word.toLowerCase())).toEqual([]);
  });
});

describe('defaultText', () => {
  it.each([
    ['de-AT', 'Bitte noch einmal.'],
    ['DE', 'Bitte noch einmal.'],
    ['de_ch', 'Bitte noch einmal.'],
    ['ja-JP', 'もう一度お願いします。'],
    ['en-US', 'Once more, please.'],
    ['fi-FI', 'Once more, please.'],
    ['', 'Once more, please.'],
    [undefined, 'Once more, please.'],
  ])('R7 speaks to %s: %s', (language, text) => expect(defaultText('tryAgain', language)).toBe(text));

  it.each<[DefaultTextKey, string, { [name: string]: number }, string]>([
    ['estimatedWaitAbout', 'en', { minutes: 1 }, 'Your wait will be about 1 minute.'],
    ['estimatedWaitAbout', 'en', { minutes: 5 }, 'Your wait will be about 5 minutes.'],
    ['estimatedWaitAbout', 'fr', { minutes: 0 }, 'Votre attente sera d’environ 0 minute.'],
    ['estimatedWaitRange', 'de', { from: 1, to: 3 }, 'Sie warten zwischen 1 und 3 Minuten.'],
    ['positionAhead', 'en', { count: 1 }, 'There is 1 caller ahead of you.'],
    ['positionOrdinal', 'en', { position: 1 }, 'You are 1st in line.'],
    ['positionOrdinal', 'en', { position: 12 }, 'You are 12th in line.'],
    ['positionOrdinal', 'en', { position: 22 }, 'You are 22nd in line.'],
    ['positionOrdinal', 'fr', { position: 1 }, 'Vous êtes 1er dans la file.'],
    ['positionOrdinal', 'ja', { position: 3 }, 'お客様は3番目です。'],
  ])('counts: %s in %s', (key, language, values, text) => {
    expect(defaultText(key, language, values)).toBe(text);
  });

  it('fills in what is given and takes nothing from it for a place', () => {
    expect(defaultText('confirmation', 'en', { input: '{minutes} $& {input}' })).toBe(
      'I have {minutes} $& {input}. Is that right?',
    );
    expect(defaultText('confirmation', 'en')).toBe('I have {input}. Is that right?');
  });
});
