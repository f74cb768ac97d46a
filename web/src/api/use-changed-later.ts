import { useEffect, useState } from 'react';

/** The value as it was once it had not changed for a while: what is typed asks the server once, not at every key. */
export function useChangedLater<T>(value: T, afterMs = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
