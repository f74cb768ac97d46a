import { useEffect, useRef } from 'react';

/** What keys do, by `KeyboardEvent.key`; letters in lower case. */
export type Keys = { readonly [key: string]: (() => void) | undefined };

/** Listens to keys wherever nobody types and no dialog is open. Keys of the browser stay the browser's. */
export function useKeys(keys: Keys, { isOn }: { readonly isOn: boolean }): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!isOn) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target, event.key) || document.querySelector('dialog[open]') !== null) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = current.current[key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isOn]);
}

function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(target.type)) return false;
  // A slider and a list use arrows themselves.
  if (target instanceof HTMLInputElement && target.type === 'range')
    return /^(Arrow|Home|End|Page)/.test(key);
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target.isContentEditable
  );
}
