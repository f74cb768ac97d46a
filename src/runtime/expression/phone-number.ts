import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { JsonObject } from '../../authoring/json.ts';

/** A phone number's URI in full: `tel:+13175550123` or `sip:ann@example.com`. */
const SIP = /^sips?:[^\s@]+@[^\s@]+$/i;

/**
 * A phoneNumber value of a text: `+1317…`, `tel:+1317…`, `sip:…`, or anything, which then has `raw` only.
 *
 * Members follow Architect's PhoneNumber type; those that do not apply are absent (NOT_SET).
 */
export function toPhoneNumber(text: string): JsonObject {
  const raw = text.trim();
  const scheme = /^(tel|sips?):/i.exec(raw)?.[1]?.toLowerCase();
  if (scheme === 'sip' || scheme === 'sips') return sip(raw, scheme);
  const parsed = parsePhoneNumberFromString(raw.replace(/^tel:/i, ''));
  if (parsed?.isPossible() !== true) return { raw, isTel: false, isSip: false, isGlobal: false };
  return {
    raw,
    scheme: 'tel',
    uri: `tel:${parsed.number}`,
    e164: parsed.number,
    dialingCode: parsed.countryCallingCode,
    subscriberNumber: parsed.nationalNumber,
    isTel: true,
    isSip: false,
    isGlobal: true,
  };
}

function sip(raw: string, scheme: string): JsonObject {
  const isValid = SIP.test(raw);
  return { raw, ...(isValid ? { scheme, uri: raw } : {}), isTel: false, isSip: isValid, isGlobal: false };
}
