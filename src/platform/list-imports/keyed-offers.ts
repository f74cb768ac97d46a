import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports.ts';

const KEY_BYTES = 24;
/** Offers that wait at a time; the oldest go first. */
const MAX_OFFERS = 10_000;

/**
 * What is offered for a time to whoever knows its key, such as the address of an upload. Kept in memory: a restart ends all
 * of them.
 */
export function keyedOffers<Offer>(clock: Clock) {
  const offers = new Map<string, { readonly offer: Offer; readonly until: number }>();

  function expire(): void {
    const now = clock.now();
    for (const [key, { until }] of offers) if (until <= now) offers.delete(key);
    for (const key of offers.keys()) {
      if (offers.size < MAX_OFFERS) break;
      offers.delete(key);
    }
  }

  return {
    /** @returns the key, which nobody can guess. */
    add(offer: Offer, seconds: number): string {
      expire();
      const key = randomBytes(KEY_BYTES).toString('base64url');
      offers.set(key, { offer, until: clock.now() + seconds * 1000 });
      return key;
    },
    /** What is offered under a key; undefined when it is not, or not any more. */
    get(key: string): Offer | undefined {
      const found = offers.get(key);
      return found === undefined || found.until <= clock.now() ? undefined : found.offer;
    },
    remove: (key: string) => void offers.delete(key),
  };
}
