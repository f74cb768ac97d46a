import { own } from '../authoring/json.ts';
import type { HttpResponse } from '../ports.ts';

/**
 * How long an answer asks to wait, in milliseconds; undefined when it does not, or says it in no way that is known.
 * `Retry-After` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3).
 */
export function retryAfterMs({ headers }: HttpResponse, now: number): number | undefined {
  const text = own(headers, 'retry-after')?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,9}(\.\d{1,3})?$/.test(text)) return Number(text) * 1000;
  // The three forms of an HTTP date begin with the day of the week.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
