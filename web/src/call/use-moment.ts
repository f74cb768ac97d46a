import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '../api/client.ts';
import type { CallView } from './call-types.ts';

/** The moment of a call that is looked at: the last one, unless somebody went back. */
export interface Looking {
  /** Undefined until it is there. While another one comes, the one before it stays. */
  readonly view: CallView | undefined;
  /** The moment that was asked for. */
  readonly moment: number;
  readonly isLast: boolean;
  readonly go: (moment: number) => void;
  /** Follows the call again. */
  readonly follow: () => void;
  readonly error: unknown;
}

/** Looks at moments of a call; of those that are asked for while one is under way only the newest is fetched. */
export function useMoment(id: string, last: CallView | undefined): Looking {
  const [wanted, setWanted] = useState<number>();
  const [past, setPast] = useState<CallView>();
  const [error, setError] = useState<unknown>();
  const total = last?.moments ?? 0;
  const loading = useRef(new AbortController());
  const queue = useRef<number | undefined>(undefined);
  const isBusy = useRef(false);
  useEffect(() => () => loading.current.abort(), []);

  const fetchNext = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    for (let moment = queue.current; moment !== undefined; moment = queue.current) {
      queue.current = undefined;
      try {
        const { signal } = loading.current;
        setPast(
          await ask<CallView>(`/attendant/calls/${encodeURIComponent(id)}/moments/${moment}`, { signal }),
        );
        setError(undefined);
      } catch (thrown) {
        if (loading.current.signal.aborted) break;
        setError(thrown);
      }
    }
    isBusy.current = false;
  }, [id]);

  const go = useCallback(
    (moment: number) => {
      const within = Math.max(1, Math.min(moment, total));
      if (within >= total) {
        setWanted(undefined);
        return;
      }
      setWanted(within);
      loading.current = loading.current.signal.aborted ? new AbortController() : loading.current;
      queue.current = within;
      void fetchNext();
    },
    [total, fetchNext],
  );
  const follow = useCallback(() => setWanted(undefined), []);
  const isLast = wanted === undefined || wanted >= total;
  const simulation = last?.simulation;
  const view =
    isLast || past === undefined ? last : { ...past, ...(simulation !== undefined && { simulation }) };
  return { view, moment: isLast ? total : wanted, isLast, go, follow, error };
}
