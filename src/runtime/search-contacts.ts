import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { toPhoneNumber } from './expression/phone-number.ts';

/** How deep texts of a contact are looked for: `workPhone.e164`, `externalOrganization.address.city`. */
const MAX_DEPTH = 3;

/**
 * Contacts of which a text is the term: a name, the whole name, an e-mail address, a number … Upper and lower case are
 * the same. A number is compared as E.164, unless the term stands in quotation marks.
 */
export function searchContacts(contacts: readonly JsonObject[], term: string): readonly JsonObject[] {
  const quoted = /^"(.*)"$/s.exec(term.trim())?.[1];
  const wanted = (quoted ?? asNumber(term)).trim().toLowerCase();
  if (wanted === '') return [];
  const normalized = quoted === undefined ? asNumber : (text: string) => text;
  return contacts.filter((contact) =>
    textsOf(contact).some((text) => normalized(text).toLowerCase() === wanted),
  );
}

function textsOf(contact: JsonObject): readonly string[] {
  const { firstName, lastName } = contact;
  return [`${String(firstName ?? '')} ${String(lastName ?? '')}`, ...leaves(contact, MAX_DEPTH)];
}

function leaves(value: Json, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth === 0 || value === null || typeof value !== 'object') return [];
  const inner: readonly Json[] = isJsonObject(value) ? Object.values(value) : value;
  return inner.flatMap((one) => leaves(one, depth - 1));
}

/** A text that is a number, as E.164; any other as it is. */
function asNumber(text: string): string {
  if (!/^(tel:)?\+?[\d\s().-]{5,}$/i.test(text.trim())) return text;
  const { e164 } = toPhoneNumber(text);
  return typeof e164 === 'string' ? e164 : text;
}
