import { useEffect, useRef } from 'react';

/**
 * Follows server-sent events while the tab can be seen; the browser connects again by itself, and goes on behind the last
 * event it has. A tab that was hidden begins anew, so `onEvent` may hear events again: go by their `lastEventId`.
 *
 * @param path undefined: nothing is followed.
 */
export function useEventStream(
  path: string | undefined,
  onEvent: (event: MessageEvent<string>) => void,
): void {
  const listener = useRef(onEvent);
  listener.current = onEvent;
  useEffect(() => {
    if (path === undefined) return undefined;
    let stream: EventSource | undefined;
    const follow = () => {
      stream?.close();
      stream = document.hidden ? undefined : new EventSource(path);
      if (stream !== undefined) stream.onmessage = (event) => listener.current(event);
    };
    document.addEventListener('visibilitychange', follow);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stream?.close();
    };
  }, [path]);
}
