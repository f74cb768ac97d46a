import { isJsonObject, type Json, type JsonObject, own } from '../../../../authoring/json.ts';
import { boundedText } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { ArchitectType, CallFacts } from '../tree.ts';
import { itemOf } from './equality.ts';
import { currencyOf, decimal, decimalOf, fixedText, integerOf, joinedTexts, listOf } from './values.ts';

/** The text of a value that is not NOT_SET; null where it has none. */
export type TextForm = (value: Json, facts: CallFacts) => string | null;

/** How ToString writes a value of a type; NOT_SET stays NOT_SET. */
export function textFormOf(type: ArchitectType): TextForm {
  const form = Object.hasOwn(FORMS, type) ? (FORMS[type] ?? thingText) : thingText;
  return (value, facts) => (value === null ? null : form(value, facts));
}

/** The texts of a collection's items, joined; NOT_SET items are empty pieces. */
export function listText(
  list: Json | undefined,
  delimiter: Json | undefined,
  form: TextForm,
  facts: CallFacts,
): string {
  const items = listOf(list);
  if (items.length === 0) depends(facts, 'EMPTY_LIST_TEXT');
  const between = typeof delimiter === 'string' ? delimiter : '\n';
  return joinedTexts(
    items.map((item) => form(item, facts) ?? ''),
    between,
  );
}

/** The text form of a collection's items. */
export function itemFormOf(type: ArchitectType): TextForm {
  return textFormOf(itemOf(type));
}

/** A currency's text: amount with so many decimals, a bar, code. */
export function currencyText(value: Json, decimals: number): string {
  const { amount, code } = currencyOf(value);
  return `${amount === null ? '' : fixedText(amount, decimals)}|${code ?? ''}`;
}

/** ISO 8601 with the parts that are not zero, days the largest. @param duration milliseconds. */
function durationText(duration: number): string {
  const whole = Math.abs(duration);
  const seconds = (whole % 60_000) / 1000;
  const time = [
    part(Math.floor(whole / 3_600_000) % 24, 'H'),
    part(Math.floor(whole / 60_000) % 60, 'M'),
    part(seconds, 'S'),
  ].join('');
  const text = `P${part(Math.floor(whole / 86_400_000), 'D')}${time === '' ? '' : `T${time}`}`;
  return text === 'P' ? 'PT0S' : `${duration < 0 ? '-' : ''}${text}`;
}

function part(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}

const ADDRESS_LINES = ['address1', 'address2', 'city', 'state', 'postalCode', 'countryCode'];

const FORMS: { readonly [type: ArchitectType]: TextForm } = {
  str: String,
  com: String,
  dtm: String,
  dat: String,
  tim: String,
  bln: String,
  int: String,
  dec: (value) => decimal(decimalOf(value)),
  cur: (value) => currencyText(value, 2),
  dur: (value) => durationText(integerOf(value)),
  phn: phoneNumberText,
  usr: (value) => named(value, ['username', 'name', 'id']),
  tsl: (value) => named(value, ['dateTime']),
  jsn: jsonText,
  any: anyText,
  aud: (value) => joinedTexts(listOf(value).map(spokenText).filter(Boolean), ' '),
  cpx_external_address: (value) =>
    isJsonObject(value)
      ? ADDRESS_LINES.map((name) => own(value, name))
          .filter((line) => typeof line === 'string' && line.trim() !== '')
          .join(', ')
      : null,
  cpx_external_phone_number: (value) => named(value, ['display']),
  cpx_external_contact: (value) => named(value, ['id']),
  cpx_external_organization: (value) => named(value, ['id']),
  cpx_email: (value) => named(value, ['id']),
  cpx_email_address: (value) => named(value, ['id']),
  cpx_email_attachment: (value) => named(value, ['id']),
  con: (value) => named(value, ['id']),
};

function phoneNumberText(value: Json, facts: CallFacts): string | null {
  const uri = named(value, ['uri']);
  if (uri === null) depends(facts, 'TEXT_OF_NO_NUMBER');
  return uri;
}

/** Queue, skill, group, prompt and the like: their name. */
function thingText(value: Json, facts: CallFacts): string | null {
  return isJsonObject(value) ? named(value, ['name', 'id']) : anyText(value, facts);
}

function named(value: Json, members: readonly string[]): string | null {
  if (!isJsonObject(value)) return null;
  const found = members.map((name) => value[name]).find((member) => typeof member === 'string');
  return typeof found === 'string' ? found : null;
}

function jsonText(value: Json, facts: CallFacts): string {
  if (typeof value === 'string') return value;
  depends(facts, 'JSON_TEXT');
  return boundedText(JSON.stringify(value));
}

/** A value whose type only a call can tell: what it looks like. */
function anyText(value: Json, facts: CallFacts): string | null {
  if (Array.isArray(value)) return listText(value, null, anyText, facts);
  if (isJsonObject(value))
    return named(value, ['uri', 'raw', 'username', 'name', 'id']) ?? jsonText(value, facts);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return decimal(decimalOf(value));
  return value === null ? null : String(value);
}

/** What a caller hears of one part of an audio. */
function spokenText(audio: Json): string {
  const { text }: JsonObject = isJsonObject(audio) ? audio : {};
  return typeof text === 'string' ? text : '';
}
