import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, sentenceOf } from '../api/client.ts';
import type { Json } from '../api/json.ts';
import type { Breakpoint, CallView } from '../call/call-types.ts';
import { tell } from '../parts/tell.ts';

/** A simulated call in somebody's hand. */
export interface InHand {
  readonly call: CallView | undefined;
  readonly error: unknown;
  readonly isBusy: boolean;
  /** Does something to the call; what is refused is told. @returns the call afterwards */
  readonly act: (act: { readonly [name: string]: Json }) => Promise<CallView | undefined>;
  /** Sets all breakpoints. @returns why they cannot be used */
  readonly breakAt: (breakpoints: readonly Breakpoint[]) => Promise<string | undefined>;
  readonly refresh: () => void;
}

/** How often a call is looked at while a receiver takes its time, ms. */
const EVERY_MS = 400;

/** Keys may be typed faster than they are answered; they are pressed one after the other. More than so many are dropped. */
const MAX_WAITING = 40;

/** The calls as they were last seen, so that changing between them shows them at once. */
const known = new Map<string, CallView>();

/** Keeps a call that was just begun. */
export function keepCall(call: CallView): void {
  known.set(call.id, call);
}

/** The path of a simulated call. */
export function pathOf(id: string): string {
  return `/attendant/simulations/${encodeURIComponent(id)}`;
}

/** A simulated call, kept up to date. */
export function useSimulation(id: string): InHand {
  const [call, setCall] = useState(known.get(id));
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const underWay = useRef<{ readonly count: number; readonly last: Promise<unknown> }>({
    count: 0,
    last: Promise.resolve(),
  });
  const show = useCallback((view: CallView) => {
    known.set(view.id, view);
    setCall(view);
    setError(undefined);
  }, []);
  const refresh = useCallback(() => {
    ask<CallView>(pathOf(id)).then(show, setError);
  }, [id, show]);
  useEffect(refresh, [refresh]);
  const isUnderWay = call?.waitsFor?.for === 'dataAction' && call.simulation?.isAnsweredByHand === false;
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(() => document.hidden || refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, refresh]);
  const act = useCallback(
    async (body: { readonly [name: string]: Json }) => {
      const { count, last } = underWay.current;
      if (count >= MAX_WAITING) return undefined;
      const doing = last.then(async () => {
        try {
          const view = await ask<CallView>(`${pathOf(id)}/acts`, { method: 'POST', body });
          show(view);
          return view;
        } catch (thrown) {
          tell(sentenceOf(thrown));
          return undefined;
        } finally {
          underWay.current = { ...underWay.current, count: underWay.current.count - 1 };
          setBusy(underWay.current.count > 0);
        }
      });
      underWay.current = { count: count + 1, last: doing };
      setBusy(true);
      return doing;
    },
    [id, show],
  );
  const breakAt = useCallback(
    async (breakpoints: readonly Breakpoint[]) => {
      try {
        show(await ask<CallView>(`${pathOf(id)}/acts`, { method: 'POST', body: { breakpoints } }));
        return undefined;
      } catch (thrown) {
        return sentenceOf(thrown);
      }
    },
    [id, show],
  );
  return { call, error, isBusy, act, breakAt, refresh };
}
