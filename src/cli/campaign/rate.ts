const WINDOW_MS = 60_000;
/** Less says nothing: the first messages come in one burst. */
const MIN_MS = 5_000;

/** How fast something goes that is looked at now and then: over the last minute, or as long as it was looked at. */
export function openRate() {
  let seen: readonly { readonly at: number; readonly count: number }[] = [];
  return {
    /** @param at epoch ms. @param count how many there are by then. */
    saw(at: number, count: number): void {
      const [first] = seen;
      // One from before the window stays, so that the window is always whole.
      const begin = seen.findLastIndex((one) => one.at <= at - WINDOW_MS);
      seen = [...(first === undefined ? [] : seen.slice(Math.max(0, begin))), { at, count }];
    },
    /** undefined: too little was seen. */
    perMinute(): number | undefined {
      const [first, last] = [seen[0], seen.at(-1)];
      if (first === undefined || last === undefined || last.at - first.at < MIN_MS) return undefined;
      return ((last.count - first.count) * 60_000) / (last.at - first.at);
    },
  };
}
