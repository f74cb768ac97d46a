import type { Clock } from '../../ports.ts';

/** How long an upload may say nothing. */
const MAX_SILENCE_SECONDS = 60;
/** How long the rest of a file is read that nobody wants any more. */
const MAX_DRAIN_SECONDS = 60;

/** Why not all of a file came, for the person who sent it. */
const REASONS = {
  sender: 'The upload broke off before its end.',
  silence: `The upload was given up: nothing came for ${MAX_SILENCE_SECONDS} seconds.`,
  stop: 'Attendant was stopped before the end of the import.',
} as const;
type Reason = keyof typeof REASONS;

/** A file on its way. To be read once. */
export interface UploadSource extends AsyncIterable<Uint8Array> {
  /** Why not all of it came; undefined while it comes, and when it is whole. */
  failure(): string | undefined;
  /** Reads what is left: a sender that is still writing when the connection closes would not hear the answer. */
  drain(): Promise<void>;
}

/** Watches a file on its way: it throws when the file breaks off, falls silent, or the program stops. */
export function uploadSource(
  bytes: AsyncIterable<Uint8Array>,
  { clock, stop }: { readonly clock: Clock; readonly stop: AbortSignal },
): UploadSource {
  const iterator = bytes[Symbol.asyncIterator]();
  let broken: Reason | undefined;

  /** The next bytes, when they come in time. */
  function next(): Promise<IteratorResult<Uint8Array>> {
    return new Promise((resolve, reject) => {
      const cancel = clock.at(clock.now() + MAX_SILENCE_SECONDS * 1000, () => giveUp('silence'));
      const onStop = () => giveUp('stop');
      const settle = () => {
        cancel();
        stop.removeEventListener('abort', onStop);
      };
      function giveUp(why: Reason, cause?: unknown): void {
        broken ??= why;
        settle();
        reject(new Error(REASONS[why], { cause }));
      }
      stop.addEventListener('abort', onStop);
      if (stop.aborted) return giveUp('stop');
      iterator.next().then(
        (result) => {
          settle();
          resolve(result);
        },
        (error: unknown) => giveUp('sender', error),
      );
    });
  }

  async function* read(): AsyncGenerator<Uint8Array, undefined> {
    for (;;) {
      const result = await next();
      if (result.done === true) return undefined;
      yield result.value;
    }
  }

  async function drain(): Promise<void> {
    const until = clock.now() + MAX_DRAIN_SECONDS * 1000;
    try {
      while (clock.now() < until && (await next()).done !== true);
    } catch {
      // Nobody is there any more to hear the answer.
    }
  }

  return {
    [Symbol.asyncIterator]: read,
    failure: () => (broken === undefined ? undefined : REASONS[broken]),
    drain,
  };
}
