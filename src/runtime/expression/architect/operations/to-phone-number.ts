import type { JsonObject } from '../../../../authoring/json.ts';
import { toPhoneNumber } from '../../phone-number.ts';

/**
 * A PhoneNumber of a text. Its URI keeps the separators (`tel:+1 (317) 872-3000`) and ends where a SIP address does;
 * the members that do not apply are absent.
 */
export function phoneNumber(text: string): JsonObject {
  const raw = text.trim();
  const sip = /^sips?:[^\s@]+@[^\s@]+/i.exec(raw)?.[0];
  if (sip !== undefined) return { ...toPhoneNumber(sip), raw: text };
  const parsed = toPhoneNumber(raw);
  if (parsed['isTel'] !== true) return { ...parsed, raw: text };
  return { ...parsed, raw: text, uri: `tel:${raw.replace(/^tel:/i, '')}` };
}
