import type { Json } from '../../authoring/json.ts';
import { yesNoWords } from '../default-texts.ts';
import { MAX_SLOT_CHARACTERS, type Pattern } from './pattern.ts';
import { containsWords, plainText, plainWords } from './plain-words.ts';

/** Values that are understood without being declared. */
export const BUILT_IN_SLOT_TYPES = [
  'any',
  'boolean',
  'currency',
  'date',
  'email',
  'number',
  'phoneNumber',
  'time',
] as const;
export type BuiltInSlotType = (typeof BUILT_IN_SLOT_TYPES)[number];

/** What may fill a slot: a pattern's first occurrence, one of some values by their words, or a built-in kind. */
export type SlotType =
  | { readonly pattern: Pattern }
  | { readonly values: readonly SlotWords[] }
  | { readonly builtIn: BuiltInSlotType };

/** A value with all the words for it, itself among them. */
export interface SlotWords {
  readonly value: string;
  readonly words: readonly (readonly string[])[];
}

/** When and in which language something was said. */
export interface Said {
  /** Epoch ms. */
  readonly now: number;
  readonly language: string;
}

/** What of a text fills a slot of a type; undefined when nothing does. */
export function slotValue(type: SlotType, text: string, said: Said): Json | undefined {
  if (text.trim() === '' || text.length > MAX_SLOT_CHARACTERS) return undefined;
  if ('values' in type) return valueByWords(type.values, text);
  if ('builtIn' in type) return READ[type.builtIn](text.trim(), said);
  const found = type.pattern.find(text);
  const filled = found === undefined ? '' : text.slice(found.from, found.to).trim();
  return filled === '' ? undefined : filled;
}

/** The value whose words are longest, of those that the text holds. */
function valueByWords(values: readonly SlotWords[], text: string): string | undefined {
  const said = plainWords(text);
  const held = values.flatMap(({ value, words }) =>
    words.filter((one) => containsWords(said, one)).map((one) => ({ value, length: one.length })),
  );
  return held.sort((a, b) => b.length - a.length)[0]?.value;
}

type Read = (text: string, said: Said) => Json | undefined;

/** Formats of built-in kinds; a guess of what is enough for trying a flow. */
const READ: { readonly [kind in BuiltInSlotType]: Read } = {
  any: (text) => text,
  boolean: (text, { language }) => yesOrNo(text, language),
  currency: (text) => numberIn(text),
  date: dateIn,
  email: (text) => /[^\s@]{1,64}@[^\s@]{1,200}/.exec(text)?.[0],
  number: (text) => numberIn(text),
  phoneNumber: phoneNumberIn,
  time: timeIn,
};

/** Yes or no, in the words of a language. */
export function yesOrNo(text: string, language: string): boolean | undefined {
  const { yes, no } = yesNoWords(language);
  const said = plainText(text);
  const words = plainWords(text);
  const holds = (list: readonly string[]) => list.some((one) => containsWords(words, plainWords(one)));
  if (yes.some((one) => plainText(one) === said)) return true;
  if (no.some((one) => plainText(one) === said)) return false;
  const [isYes, isNo] = [holds(yes), holds(no)];
  return isYes === isNo ? undefined : isYes;
}

function numberIn(text: string): number | undefined {
  const found = /-?\d{1,15}(?:[.,]\d{1,6})?(?!\d)/.exec(text)?.[0];
  return found === undefined ? undefined : Number(found.replace(',', '.'));
}

function phoneNumberIn(text: string): string | undefined {
  const digits = text.replaceAll(/[^\d+]/g, '');
  return /^\+?\d{5,15}$/.test(digits) ? digits : undefined;
}

const DAY_MS = 86_400_000;

/** `2026-01-31`, `31.1.2026`, `1/31/2026`, and the words for yesterday, today and tomorrow. */
function dateIn(text: string, { now, language }: Said): string | undefined {
  const [, year, month, day] = /\b(\d{4})-(\d\d)-(\d\d)\b/.exec(text) ?? [];
  if (year !== undefined) return calendarDate(Number(year), Number(month), Number(day));
  const [, european, its, ofYear] = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text) ?? [];
  if (european !== undefined) return calendarDate(Number(ofYear), Number(its), Number(european));
  const [, american, theDay, theYear] = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text) ?? [];
  if (american !== undefined) return calendarDate(Number(theYear), Number(american), Number(theDay));
  const words = plainWords(text);
  const near = [0, 1, -1].find((days) => containsWords(words, plainWords(relativeDay(days, language))));
  return near === undefined ? undefined : new Date(now + near * DAY_MS).toISOString().slice(0, 10);
}

function relativeDay(days: number, language: string): string {
  // A whole tag may be one that Intl refuses.
  const [spoken = 'en'] = language.split('-');
  return new Intl.RelativeTimeFormat(spoken, { numeric: 'auto' }).format(days, 'day');
}

function calendarDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? date.toISOString().slice(0, 10) : undefined;
}

/** `14:30`, `2 pm`, `2:30 pm`. */
function timeIn(text: string): string | undefined {
  const [, hours, minutes = '00', half] =
    /\b(\d{1,2})(?::([0-5]\d))?(?::[0-5]\d)?\s*([ap])\.?m\b/i.exec(text) ??
    /\b(\d{1,2}):([0-5]\d)\b/.exec(text) ??
    [];
  if (hours === undefined) return undefined;
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}:00`;
}
