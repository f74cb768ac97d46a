import type { Json } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Secret } from './secret.ts';
import { formsOf } from './secret-forms.ts';
import { isSensitiveHeader, isSensitiveKey } from './sensitive-headers.ts';

/** Most secrets learnt while running that are remembered; tokens that have ended long ago are of no use to anybody. */
const MAX_LEARNT = 100;

/** Takes what is secret out of everything that is shown, logged or recorded (D8). */
export interface Masker {
  /** A text with the mask in place of each known secret, in whatever form it stands. */
  text(text: string): string;
  /** Likewise in every text of a JSON value; what stands under a key such as `access_token` is masked whole. */
  json(json: Json): Json;
  /** Headers: those that hold credentials by their name are masked whole. */
  headers(headers: { readonly [name: string]: string }): { readonly [name: string]: string };
  /** Adds a secret that came up while running: a token. The last hundred are remembered. */
  learn(value: string): void;
}

/** Makes a masker that knows these secrets. Values of fewer than six characters are masked in headers and keys only. */
export function createMasker(secrets: readonly Secret[] = []): Masker {
  const fixed = new Map(secrets.map((secret) => [secret.reveal(), formsOf(secret.reveal())]));
  const learnt = new Map<string, readonly string[]>();
  let forms = longestFirst(fixed, learnt);

  const text = (plain: string) =>
    forms.reduce((masked, form) => (masked.includes(form) ? masked.replaceAll(form, MASK) : masked), plain);

  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(json);
    return Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, Json]) => [
        text(key),
        isSensitiveKey(key) ? MASK : json(one),
      ]),
    );
  };

  return {
    text,
    json,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, isSensitiveHeader(name) ? MASK : text(value)]),
      ),
    learn(value) {
      if (fixed.has(value) || learnt.has(value)) return;
      learnt.set(value, formsOf(value));
      for (const oldest of learnt.keys()) if (learnt.size > MAX_LEARNT) learnt.delete(oldest);
      forms = longestFirst(fixed, learnt);
    },
  };
}

/** A secret that begins like another one must not leave the rest of it standing. */
function longestFirst(...maps: readonly ReadonlyMap<string, readonly string[]>[]): readonly string[] {
  const all = new Set(maps.flatMap((map) => [...map.values()].flat()));
  return [...all].sort((a, b) => b.length - a.length);
}
