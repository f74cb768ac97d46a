import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from './client.ts';

/** What a path answered last, and how the newest request went. */
export interface Polled<T> {
  /** Undefined until the first answer. Stays while a later request fails. */
  readonly data: T | undefined;
  readonly error: unknown;
  /** Asks at once, such as after a change. */
  readonly refresh: () => void;
}

interface State<T> {
  readonly path: string | undefined;
  readonly data: T | undefined;
  readonly error: unknown;
}

const NOTHING = { path: undefined, data: undefined, error: undefined };

/**
 * Asks a path again and again while the tab can be seen, and stops when the component leaves.
 *
 * @param path undefined: nothing is asked.
 * @param everyMs time between an answer and the next request; undefined: asked once.
 */
export function usePoll<T>(path: string | undefined, everyMs?: number): Polled<T> {
  const [state, setState] = useState<State<T>>(NOTHING);
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (path === undefined) return undefined;
    const polling = poll<T>(path, everyMs, (news) => setState((last) => merged(last, path, news)));
    again.current = polling.now;
    return polling.stop;
  }, [path, everyMs]);
  const refresh = useCallback(() => again.current(), []);
  return { data: state.data, error: state.path === path ? state.error : undefined, refresh };
}

interface News<T> {
  readonly data?: T;
  readonly error?: unknown;
}

/** What was there stays on the page until something new comes, so that nothing jumps while a filter is typed. */
function merged<T>(last: State<T>, path: string, { data, error }: News<T>): State<T> {
  if (data === undefined) return { path, data: last.path === path ? last.data : undefined, error };
  const isSame = last.path === path && JSON.stringify(last.data) === JSON.stringify(data);
  return isSame && last.error === undefined
    ? last
    : { path, data: isSame ? last.data : data, error: undefined };
}

function poll<T>(path: string, everyMs: number | undefined, tell: (news: News<T>) => void) {
  let leaving = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const once = async () => {
    const { signal } = leaving;
    const news = await ask<T>(path, { signal }).then(
      (data) => ({ data }),
      (error: unknown) => ({ error }),
    );
    if (signal.aborted) return;
    tell(news);
    if (everyMs !== undefined) timer = setTimeout(once, everyMs);
  };
  const stop = () => {
    clearTimeout(timer);
    leaving.abort();
  };
  const now = () => {
    stop();
    leaving = new AbortController();
    void once();
  };
  const follow = () => (document.hidden ? stop() : now());
  document.addEventListener('visibilitychange', follow);
  now();
  return {
    now,
    stop: () => {
      document.removeEventListener('visibilitychange', follow);
      stop();
    },
  };
}
