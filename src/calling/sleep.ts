import type { Clock } from '../ports.ts';

/** Resolves at `at` (epoch ms), or as soon as the call is given up. */
export function sleepUntil(clock: Clock, at: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.at(at, end);
    signal?.addEventListener('abort', end);
  });
}
