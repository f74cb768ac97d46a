/**
 * A short way for requests that need no long one. The long way (render-velocity.ts) evaluates a template and then walks
 * the whole text to see that each value has stayed in its place. Where a template only prints single values, that walk
 * can be done once with harmless values; afterwards it is enough to look at the values.
 *
 * Q1 A value is taken only if no text like it could ever leave its place, however the template goes on.
 * Q2 Whatever is unusual takes the long way, which alone knows how to refuse and to explain.
 * Q3 Both ways make the same request: a test compares them.
 */
import { type Json, type JsonObject, own } from '../../authoring/json.ts';
import { headerPlaces } from '../places/header-places.ts';
import { jsonPlaces } from '../places/json-places.ts';
import { urlPlaces } from '../places/url-places.ts';
import type { VelocityTemplate } from '../velocity/velocity-template.ts';
import { type Hole, type PlainParts, plainParts, type QuickText } from './plain-parts.ts';
import { wholeInput } from './whole-input.ts';

/** Headers by their names. */
export type FixedHeaders = { readonly [name: string]: string };

/** A text of a value that stays in its place in any URL. */
const IN_URL = /^[A-Za-z0-9_-][A-Za-z0-9_.~-]*$/;
/** The same when it has been percent-encoded. */
const ENCODED_IN_URL = /^(?:[A-Za-z0-9_-]|%[0-9A-F]{2})(?:[A-Za-z0-9_.~+*-]|%[0-9A-F]{2})*$/;
/** A text of a value that stays in its place between quotation marks, and is no half of a character. */
const IN_JSON_TEXT = /^[^"\\\p{Cc}\p{Cs}]*$/u;
const HALF_CHARACTER = /\p{Cs}/u;
const MAX_QUICK_LENGTH = 4000;
/** Far below what the long way lets pass, which is counted otherwise. */
const MAX_QUICK_BODY = 100_000;

/** A short way for the URL of a request. */
export function quickUrl(template: VelocityTemplate, absolute: boolean): QuickText | undefined {
  const parts = inputParts(template);
  if (parts === undefined || !parts.every((part) => typeof part === 'string' || isUrlHole(part)))
    return undefined;
  const placed = urlPlaces(
    withHarmless(parts, () => 'x'),
    { absolute },
  );
  if (!placed.ok || placed.hostPattern?.includes('*') === true) return undefined;
  if (parts.length === 1) return () => placed.url;
  // What of the author's own text must be encoded or cut first is for the long way.
  if (placed.url !== parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')) return undefined;
  return (input) => {
    const text = joined(parts, input, urlText);
    return text === undefined || text.length > MAX_QUICK_LENGTH ? undefined : text;
  };
}

/** A short way for a body of JSON. */
export function quickBody(template: VelocityTemplate): QuickText | undefined {
  const write = wholeInput(template) ?? singleInputs(template);
  if (write === undefined) return undefined;
  return (input) => {
    const text = write(input);
    return text === undefined || text.length > MAX_QUICK_BODY ? undefined : text;
  };
}

/** Text around single inputs. */
function singleInputs(template: VelocityTemplate): QuickText | undefined {
  const parts = inputParts(template);
  if (parts === undefined) return undefined;
  const kinds = holeKinds(parts);
  if (kinds === undefined) return undefined;
  // Beside other characters a number would be a part of a longer one.
  const isSound = ['-1', 'true'].every((value) => {
    const harmless = (hole: Hole) => (kinds.get(hole) === 'text' ? 'x' : value);
    return jsonPlaces(withHarmless(parts, harmless)).ok;
  });
  if (!isSound) return undefined;
  return (input) => joined(parts, input, (value, hole) => bodyText(value, hole, kinds.get(hole)));
}

/** Headers that no value enters, as they are sent with or without a body of JSON; undefined when there are others. */
export function fixedHeaders(
  headers: readonly { readonly name: string; readonly value: VelocityTemplate }[],
  hasBody: boolean,
): FixedHeaders | undefined {
  const fixed: { [name: string]: string } = {};
  for (const { name, value } of headers) {
    const [text = '', ...more] = plainParts(value) ?? [{}];
    if (typeof text !== 'string' || more.length > 0) return undefined;
    const placed = headerPlaces(name, [{ text }]);
    if (!placed.ok) return undefined;
    fixed[name] = placed.text;
  }
  const type = Object.entries(fixed).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type === undefined) return hasBody ? { ...fixed, 'Content-Type': 'application/json' } : fixed;
  return !hasBody || /^application\/json(;|$)/i.test(type) ? fixed : undefined;
}

/** Parts whose holes are inputs other than the whole input. */
function inputParts(template: VelocityTemplate): PlainParts | undefined {
  const parts = plainParts(template);
  const isPlain = parts?.every((part) => typeof part === 'string' || isInput(part)) === true;
  return isPlain ? parts : undefined;
}

function isInput({ root, name }: Hole): boolean {
  return root.toLowerCase() === 'input' && !['rawrequest', 'input'].includes(name.toLowerCase());
}

function isUrlHole({ escaping }: Hole): boolean {
  return escaping === undefined || !escaping.name.startsWith('json');
}

function withHarmless(parts: PlainParts, text: (hole: Hole) => string) {
  return parts.map((part) => {
    if (typeof part === 'string') return { text: part };
    const { raw, escaping } = part;
    const from = {
      name: `input.${part.name}`,
      raw,
      ...(escaping !== undefined && { escapedBy: escaping.name }),
    };
    return { text: text(part), from };
  });
}

function joined(
  parts: PlainParts,
  input: JsonObject,
  textOf: (value: Json, hole: Hole) => string | undefined,
): string | undefined {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    // A name in another case, and one without a value, are for the long way.
    const value = own(input, part.name);
    const written = value === undefined || value === null ? undefined : textOf(value, part);
    if (written === undefined) return undefined;
    text += written;
  }
  return text;
}

function urlText(value: Json, { escaping }: Hole): string | undefined {
  const plain = typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined;
  if (plain === undefined) return undefined;
  const text = escaping === undefined ? plain : escaping.write(plain);
  return (escaping === undefined ? IN_URL : ENCODED_IN_URL).test(text) ? text : undefined;
}

type HoleKind = 'text' | 'value';

function bodyText(value: Json, { escaping }: Hole, kind: HoleKind | undefined): string | undefined {
  if (kind === 'value')
    return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (escaping === undefined) return IN_JSON_TEXT.test(value) ? value : undefined;
  return escaping.name.startsWith('json') && !HALF_CHARACTER.test(value) ? escaping.write(value) : undefined;
}

/** Where each hole of a JSON text is: between quotation marks, or where a value stands. Names have no short way. */
function holeKinds(parts: PlainParts): ReadonlyMap<Hole, HoleKind> | undefined {
  const kinds = new Map<Hole, HoleKind>();
  let inText: Hole[] | undefined;
  let closed: readonly Hole[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      if (inText === undefined && part.escaping !== undefined) return undefined;
      kinds.set(part, inText === undefined ? 'value' : 'text');
      inText?.push(part);
      closed = [];
      continue;
    }
    for (let at = 0; at < part.length; at++) {
      const sign = part[at];
      if (inText !== undefined) {
        if (sign === '\\') at++;
        else if (sign === '"') [closed, inText] = [inText, undefined];
      } else if (sign === '"') inText = [];
      else if (sign === ':' && closed.length > 0) return undefined;
      else if (sign !== undefined && !/\s/.test(sign)) closed = [];
    }
  }
  return inText === undefined ? kinds : undefined;
}
