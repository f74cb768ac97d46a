/** Requests a minute per token (O2). Genesys Cloud: `client.credentials.token.rate.per.minute`. */
export const REQUESTS_PER_MINUTE = 300;

const WINDOW_MS = 60_000;
/** Windows remembered at most; the oldest are forgotten first. */
const MAX_WINDOWS = 10_000;

interface Window {
  readonly endsAt: number;
  count: number;
}

/** Where a token stands in its minute, as the `inin-ratelimit-…` headers tell it. */
export interface RequestCount {
  readonly allowed: number;
  /** With this request. */
  readonly count: number;
  /** Whole seconds until the count begins anew. */
  readonly resetSeconds: number;
  readonly isOver: boolean;
}

/**
 * Counts requests per token in fixed windows of a minute that begin with a token's first request. Kept in memory: a
 * restart begins anew.
 *
 * @param allowed requests a window; 0: no limit, nothing is counted.
 */
export function requestLimit(allowed: number) {
  const windows = new Map<string, Window>();

  function windowOf(token: string, now: number): Window {
    const found = windows.get(token);
    if (found !== undefined && found.endsAt > now) return found;
    // Set anew, a window stands behind those that began before it: the first in the map is the oldest.
    windows.delete(token);
    for (const [other, { endsAt }] of windows) {
      if (endsAt > now && windows.size < MAX_WINDOWS) break;
      windows.delete(other);
    }
    const window = { endsAt: now + WINDOW_MS, count: 0 };
    windows.set(token, window);
    return window;
  }

  return {
    /** Counts one request of a token; undefined when there is no limit. */
    count(token: string, now: number): RequestCount | undefined {
      if (allowed === 0) return undefined;
      const window = windowOf(token, now);
      window.count += 1;
      const resetSeconds = Math.ceil((window.endsAt - now) / 1000);
      return { allowed, count: window.count, resetSeconds, isOver: window.count > allowed };
    },
  };
}
