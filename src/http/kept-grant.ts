import type { Clock, HttpFailureKind } from '../ports.ts';

/** Longest time before its end at which something granted is renewed, ms. */
const RENEW_BEFORE_MS = 60_000;

/** Why something was not granted. The message never holds a credential (D8). */
export interface NotGranted {
  readonly ok: false;
  readonly failure: HttpFailureKind | 'denied' | 'secretMissing';
  readonly message: string;
}

/** What asking for something gave. */
export type Asked<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** How long it is good for, in seconds; absent: until it is refused. */
      readonly seconds?: number;
    }
  | NotGranted;

/** What there is at present, or why there is nothing. */
export type Granted<T> = { readonly ok: true; readonly value: T } | NotGranted;

/**
 * Something that is asked for, kept, and shared (D9):
 *
 * G1 It is asked for once however many wait for it; who has less time than the one who asked does not wait longer.
 * G2 It is renewed shortly before it ends, and when somebody was refused with it; who comes late with the old one gets the new one.
 * G3 A refusal is not kept: the next one asks again.
 */
export interface KeptGrant<T> {
  current(timeoutMs: number): Promise<Granted<T>>;
  renew(spent: T, timeoutMs: number): Promise<Granted<T>>;
}

/** Keeps what `ask` gets. It must settle within the time it is given. */
export function keepGrant<T>(clock: Clock, ask: (timeoutMs: number) => Promise<Asked<T>>): KeptGrant<T> {
  let kept: { readonly value: T; readonly renewAt: number } | undefined;
  let asking: Promise<Granted<T>> | undefined;

  async function askAnew(timeoutMs: number): Promise<Granted<T>> {
    const asked = await ask(timeoutMs);
    kept = asked.ok ? { value: asked.value, renewAt: renewAt(clock.now(), asked.seconds) } : undefined;
    return asked.ok ? { ok: true, value: asked.value } : asked;
  }

  function begin(timeoutMs: number): Promise<Granted<T>> {
    const begun = askAnew(timeoutMs).finally(() => {
      asking = undefined;
    });
    asking = begun;
    return begun;
  }

  async function current(timeoutMs: number): Promise<Granted<T>> {
    if (kept !== undefined && clock.now() < kept.renewAt) return { ok: true, value: kept.value };
    if (asking === undefined) return begin(timeoutMs);
    const deadline = clock.now() + timeoutMs;
    const joined = await until(clock, deadline, asking);
    // Who asked may have had less time than is left here.
    const ranOut = !joined.ok && (joined.failure === 'timeout' || joined.failure === 'unreachable');
    return ranOut && clock.now() < deadline ? current(deadline - clock.now()) : joined;
  }

  return {
    current,
    renew(spent, timeoutMs) {
      if (kept?.value === spent) kept = undefined;
      return current(timeoutMs);
    },
  };
}

function renewAt(now: number, seconds: number | undefined): number {
  if (seconds === undefined) return Number.POSITIVE_INFINITY;
  return now + seconds * 1000 - Math.min(RENEW_BEFORE_MS, seconds * 100);
}

/** What comes first: the result, or the end of the time. */
function until<T>(clock: Clock, deadline: number, result: Promise<Granted<T>>): Promise<Granted<T>> {
  return new Promise((resolve) => {
    const cancel = clock.at(deadline, () =>
      resolve({ ok: false, failure: 'unreachable', message: 'The credentials did not come within the time' }),
    );
    void result.then((granted) => {
      cancel();
      resolve(granted);
    });
  });
}
