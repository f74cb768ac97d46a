import { isJsonObject, type Json, own } from '../../../../authoring/json.ts';
import type { ArchitectType } from '../tree.ts';
import { currencyOf, decimalOf, listOf } from './values.ts';

/** Whether two values are equal; two NOT_SET are, NOT_SET and a value are not. */
export type Equality = (a: Json, b: Json) => boolean;

/**
 * How values of these types are compared: numbers by value, phone numbers by what they dial, things of the organization by
 * id, collections item by item, texts with case.
 */
export function equalityOf(first: ArchitectType, second: ArchitectType): Equality {
  if (first.endsWith('[]') || second.endsWith('[]')) {
    const items = equalityOf(itemOf(first), itemOf(second));
    return (a, b) => equalLists(listOf(a), listOf(b), items);
  }
  const type = ['int', 'nts', 'any'].includes(first) ? second : first;
  const equal = Object.hasOwn(BY_TYPE, type) ? (BY_TYPE[type] ?? equalJson) : equalJson;
  return (a, b) => (a === null || b === null ? a === b : equal(a, b));
}

/** The type of a collection's items; of anything else, itself. */
export function itemOf(type: ArchitectType): ArchitectType {
  return type.endsWith('[]') ? type.slice(0, -'[]'.length) : type;
}

/** Whether two collections are as long as each other and equal item by item. */
export function equalLists(a: readonly Json[], b: readonly Json[], equal: Equality): boolean {
  return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null));
}

const BY_TYPE: { readonly [type: ArchitectType]: Equality } = {
  dec: (a, b) => decimalOf(a).equals(decimalOf(b)),
  cur: equalCurrencies,
  phn: equalPhoneNumbers,
  que: equalThings,
  usr: equalThings,
  skl: equalThings,
  lac: equalThings,
  grp: equalThings,
  wrc: equalThings,
  pmt: equalThings,
};

function equalCurrencies(first: Json, second: Json): boolean {
  const [a, b] = [currencyOf(first), currencyOf(second)];
  if (a.code !== b.code) return false;
  return a.amount === null || b.amount === null ? a.amount === b.amount : a.amount.equals(b.amount);
}

/** Both `isTel` and the same E.164 number, or both `isSip` and the same URI, or neither and the same text. */
function equalPhoneNumbers(a: Json, b: Json): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return equalJson(a, b);
  if (a['isTel'] === true || b['isTel'] === true) return a['isTel'] === b['isTel'] && a['e164'] === b['e164'];
  if (a['isSip'] === true || b['isSip'] === true) return a['isSip'] === b['isSip'] && a['uri'] === b['uri'];
  return a['raw'] === b['raw'];
}

/** By id where both have one, by name where not: authors may write a queue by its name alone. */
function equalThings(a: Json, b: Json): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return equalJson(a, b);
  const key = a['id'] !== undefined && b['id'] !== undefined ? 'id' : 'name';
  return a[key] === b[key];
}

function equalJson(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return equalLists(a as readonly Json[], b as readonly Json[], equalJson);
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalJson(own(a, name) ?? null, own(b, name) ?? null))
  );
}
