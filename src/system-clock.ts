import type { Clock } from './ports.ts';

/** Longest time setTimeout can wait, ms. */
const MAX_TIMEOUT = 2_147_483_647;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(at, callback) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = at - Date.now();
      timer = left > MAX_TIMEOUT ? setTimeout(wait, MAX_TIMEOUT) : setTimeout(callback, Math.max(0, left));
    };
    wait();
    return () => clearTimeout(timer);
  },
};
