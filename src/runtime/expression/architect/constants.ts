import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import type { Json } from '../../../authoring/json.ts';
import type { ArchitectType } from './tree.ts';

/** Names that stand for no variable but open a list of choices, as `Format.Date`, by the type of the list. */
const CHOICES: { readonly [name: string]: ArchitectType } = {
  'Format.Bool': 'blc',
  'Format.Currency': 'cuc',
  'Format.Date': 'dac',
  'Format.Number': 'nuc',
  'Format.PhoneNumber': 'phc',
  'Format.String': 'stc',
  'Format.Time': 'tic',
  'Format.TimePart': 'tpc',
  'Language.Case': 'lcc',
  'Language.Gender': 'lgc',
  'Language.Quantity': 'lqc',
  'System.Conversation': 'ctc',
  'System.Currencies': 'cec',
  'System.DateTime': 'dlc',
  'System.Languages': 'lnc',
  'System.Regions': 'rec',
  'System.Survey': 'sec',
};

/** A list of choices by its own spelling. @param name in any case. */
export function choicesNamed(name: string): { name: string; type: ArchitectType } | undefined {
  const own = Object.keys(CHOICES).find((one) => one.toLowerCase() === name.toLowerCase());
  const type = own === undefined ? undefined : CHOICES[own];
  return own === undefined || type === undefined ? undefined : { name: own, type };
}

/** The choices of the lists that are known in full. */
const KNOWN_CHOICES: { readonly [type: ArchitectType]: readonly string[] } = {
  blc: ['playYesNo'],
  cuc: ['playDigits', 'majorUnitsOnly', 'minorUnitsOnly', 'asMinorUnits'],
  dac: [
    'longYear',
    'shortYear',
    'shortMonthAndDay',
    'dayOfWeekOnly',
    'dayOnly',
    'monthOnly',
    'shortYearOnly',
    'longYearOnly',
  ],
  dlc: ['dayOfWeek'],
  nuc: ['playDigits'],
  phc: ['global', 'local'],
  stc: ['playChars'],
  tic: ['twelveHours', 'twentyFourHours'],
  tpc: ['days', 'hours', 'minutes', 'seconds'],
};

/** The choices of a list; undefined when they are not known in full and any name is taken. */
export function choicesOf(type: ArchitectType): readonly string[] | undefined {
  return Object.hasOwn(KNOWN_CHOICES, type) ? KNOWN_CHOICES[type] : undefined;
}

const FORMAT_IDS: { readonly [type: ArchitectType]: string } = {
  blc: 'bool',
  cuc: 'currency',
  dac: 'date',
  nuc: 'number',
  phc: 'phoneNumber',
  stc: 'string',
  tic: 'time',
  tpc: 'timePart',
};

/** The id by which exports keep a choice: `dateShortYear` for `Format.Date.shortYear`. The others are kept by name. */
export function choiceId(type: ArchitectType, choice: string): string {
  const prefix = Object.hasOwn(FORMAT_IDS, type) ? FORMAT_IDS[type] : undefined;
  return prefix === undefined ? choice : `${prefix}${choice.charAt(0).toUpperCase()}${choice.slice(1)}`;
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A choice's part that Architect keeps as a plain value: `System.Currencies.USD.code`. */
export interface Constant {
  readonly value: Json;
  readonly type: ArchitectType;
}

/** The value of a part of a choice; undefined for parts that it has not. @param type the choice's, as `cre`. */
export function constantOf(type: ArchitectType, choice: string, part: string): Constant | undefined {
  const name = part.toLowerCase();
  if (type === 'dwc') return DAYS.includes(name) ? { value: DAYS.indexOf(name) + 1, type: 'int' } : undefined;
  if (type === 'cre' && name === 'code') return text(choice.toUpperCase());
  if (type === 'lge' && name === 'tag') return text(languageTag(choice));
  if (type === 'rge') return region(choice.toUpperCase(), name);
  return type === 'cte' || type === 'sde' ? text(part) : undefined;
}

/** The parts that a choice has, by its type; none for types whose parts are not known. */
export function partsOfChoice(type: ArchitectType): readonly string[] {
  return Object.hasOwn(PARTS, type) ? (PARTS[type] ?? []) : [];
}

const PARTS: { readonly [type: ArchitectType]: readonly string[] } = {
  cre: ['code'],
  dwc: DAYS,
  lge: ['tag'],
  rge: ['countryCode', 'dialingCode'],
};

function text(value: string): Constant {
  return { value, type: 'str' };
}

/** `enUS` is `en-us`. */
function languageTag(choice: string): string {
  return choice.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}

function region(country: string, part: string): Constant | undefined {
  if (part === 'countrycode') return text(country);
  if (part !== 'dialingcode' || !isSupportedCountry(country)) return undefined;
  return text(getCountryCallingCode(country));
}

const LONGEST_DURATION = 999_999_999_999_999;
const SYSTEM: { readonly [name: string]: Constant } = {
  'System.MaxInt': { value: 999_999_999_999_999, type: 'int' },
  'System.MinInt': { value: -999_999_999_999_999, type: 'int' },
  'System.MaxDateTime': { value: '2200-12-31T23:59:59Z', type: 'dtm' },
  'System.MinDateTime': { value: '1800-01-01T00:00:00Z', type: 'dtm' },
  'System.MaxDuration': { value: LONGEST_DURATION, type: 'dur' },
  'System.MinDuration': { value: -LONGEST_DURATION, type: 'dur' },
};

/** A variable whose value never changes, by its own spelling: `System.MaxInt`, prompts. @param name in any case. */
export function constantVariable(name: string): (Constant & { name: string }) | undefined {
  const own = Object.keys(SYSTEM).find((one) => one.toLowerCase() === name.toLowerCase());
  const constant = own === undefined ? undefined : SYSTEM[own];
  if (own !== undefined && constant !== undefined) return { name: own, ...constant };
  const [, prefix, prompt = ''] = /^(prompt|promptsystem)\.([^.]+)$/i.exec(name) ?? [];
  if (prefix === undefined) return undefined;
  const type = prefix.toLowerCase() === 'prompt' ? 'user' : 'system';
  return {
    name: `${type === 'user' ? 'Prompt' : 'PromptSystem'}.${prompt}`,
    type: 'pmt',
    value: { name: prompt, type },
  };
}
