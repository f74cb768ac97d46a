/** A time in ISO 8601, UTC, from epoch milliseconds; null for none. */
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
