const PREFIX = 'attendant.';

/** What this browser keeps under a name; undefined when there is nothing, or nothing can be kept. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text in this browser. Where that is forbidden or full, nothing is kept. */
export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // The page works without.
  }
}
