/** Limits on every JSON text that is read, checked before any recursive code sees it (SECURITY.md, must have 1). */
export const MAX_DEFINITION_BYTES = 4 * 1024 * 1024;
export const MAX_DEPTH = 100;
export const MAX_VALUES = 200_000;

/** Keys that reach into an object's prototype. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** What a JSON text must not exceed. */
export interface GateLimits {
  /** How deep arrays and objects may nest. */
  readonly depth: number;
  /** How many values the text may hold. */
  readonly values: number;
}

const DEFINITION_LIMITS: GateLimits = { depth: MAX_DEPTH, values: MAX_VALUES };

/**
 * Why a JSON text must not be parsed, or undefined when it may be. Reads the text once, without recursion.
 *
 * @returns a sentence that ends without a full stop and can follow "the file ".
 */
export function refuseNesting(text: string, limits: GateLimits = DEFINITION_LIMITS): string | undefined {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limits.depth) return `nests more than ${limits.depth} levels deep`;
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x2c && ++values > limits.values) return `holds more than ${limits.values} values`;
  }
  return undefined;
}

/** Whether a key could reach an object's prototype and is refused wherever it stands. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}
