import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Cassette, RecordedRequest } from './cassette.ts';
import { decoded } from './map-values.ts';
import { isEmail, isPhone, keyRules, type PersonalKind } from './personal-data.ts';

/** Where a request differs from a recorded one. Nothing of the present request is repeated. */
export interface Difference {
  /** Such as `the method`, `the path` or `/customer/phone in the body`. */
  readonly where: string;
  readonly what: string;
}

/** How a request compares with a recorded one. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** What stands in the request where a pseudonym is on record. */
  readonly standsFor: ReadonlyMap<string, string>;
}

/** Compares requests with recorded ones: where a pseudonym or a mask stands, anything of its kind may stand. */
export type Compare = (recorded: RecordedRequest, present: RecordedRequest) => Comparison;

/** Words of pseudonyms are searched for within texts; shorter ones only count for a whole value. */
const MIN_WITHIN = 4;
/** What Attendant calls calls and requests by: other ones each time, so that any id may stand where one is on record. */
const TIME_ORDERED_ID = '\\b[\\da-f]{8}-[\\da-f]{4}-7[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}\\b';
const IS_TIME_ORDERED = new RegExp(`^${TIME_ORDERED_ID}$`, 'i');
/** To know values of keys whose numbers are masked as 0. */
const ruleOf = keyRules({});

/** Makes the comparison for one cassette. */
export function comparing({ pseudonyms = {} }: Pick<Cassette, 'pseudonyms'>): Compare {
  const kinds = new Map<string, PersonalKind>();
  for (const [kind, all] of Object.entries(pseudonyms) as [PersonalKind, readonly string[]][])
    for (const pseudonym of all) kinds.set(pseudonym, kind);
  const tokens = tokensOf([...kinds.keys()]);
  return (recorded, present) => {
    const context: Context = { kinds, tokens, standsFor: new Map() };
    const method =
      recorded.method === present.method
        ? []
        : differs('the method', `${recorded.method} is on record, now it is ${present.method}`);
    const differences = [
      ...method,
      ...compareUrls(context, recorded.url, present.url),
      ...compareContents(context, recorded, present),
    ];
    return { differences, standsFor: context.standsFor };
  };
}

/** What may be a pseudonym or a mask within a text: those of several words in one piece, then single words. */
function tokensOf(pseudonyms: readonly string[]): RegExp {
  const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const compound = pseudonyms.filter((text) => /[^\p{L}\p{N}]/u.test(text) && text.length >= MIN_WITHIN);
  const short = pseudonyms.filter((text) => text.length < MIN_WITHIN);
  const all = [
    MASK,
    TIME_ORDERED_ID,
    ...compound.sort((a, b) => b.length - a.length).map(escaped),
    ...short.map((text) => `(?<=[">])${escaped(text)}(?=["<])`),
    `[\\p{L}\\p{N}]{${MIN_WITHIN},}`,
  ];
  return new RegExp(all.join('|'), 'gu');
}

interface Context {
  readonly kinds: ReadonlyMap<string, PersonalKind>;
  readonly tokens: RegExp;
  readonly standsFor: Map<string, string>;
}

type Differences = readonly Difference[];

function differs(where: string, what: string): Differences {
  return [{ where, what }];
}

function compareUrls(context: Context, recorded: string, present: string): Differences {
  const [before, now] = [partsOf(recorded), partsOf(present)];
  const origin = before.origin === now.origin ? [] : differs('the host', `${before.origin} is on record`);
  const query = [...new Set([...before.query.keys(), ...now.query.keys()])].flatMap((name) =>
    compareParameters(context, `\`${name}\` in the query`, before.query.get(name), now.query.get(name)),
  );
  return [...origin, ...compareTexts(context, 'the path', before.path, now.path), ...query];
}

function compareParameters(
  context: Context,
  where: string,
  recorded: string | undefined,
  present: string | undefined,
): Differences {
  if (recorded === undefined) return differs(where, 'it is not on record');
  if (present === undefined) return differs(where, 'it is on record, and not there now');
  return compareTexts(context, where, recorded, present);
}

/** Decoded, since a mask is written plainly and `%20` and `+` mean the same. */
function partsOf(url: string) {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?]*)?([^?]*)(?:\?(.*))?$/is.exec(url) ?? [];
  return { origin: origin.toLowerCase(), path: path.split('/').map(decoded).join('/'), query: formOf(query) };
}

/** Values of one name stand together, in their order. */
function formOf(form: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of form === '' ? [] : form.split('&')) {
    const [name = '', ...value] = pair.split('=').map((part) => decoded(part.replaceAll('+', '%20')));
    const before = values.get(name);
    values.set(name, before === undefined ? value.join('=') : `${before}, ${value.join('=')}`);
  }
  return values;
}

function compareContents(context: Context, recorded: RecordedRequest, present: RecordedRequest): Differences {
  if (recorded.body !== undefined && present.body !== undefined)
    return compareJson(context, '', recorded.body, present.body);
  const [before, now] = [kindOfContent(recorded), kindOfContent(present)];
  if (before === now) return compareTexts(context, 'the body', recorded.text ?? '', present.text ?? '');
  return differs('the body', `${before} is on record, now it is ${now}`);
}

function kindOfContent({ body, text }: RecordedRequest): string {
  if (body !== undefined) return 'JSON';
  return text === undefined || text === '' ? 'nothing' : 'a text';
}

function compareJson(context: Context, pointer: string, recorded: Json, present: Json): Differences {
  const where = pointer === '' ? 'the body' : `\`${pointer}\` in the body`;
  if (typeof recorded === 'string' && typeof present === 'string')
    return compareTexts(context, where, recorded, present);
  if (typeof recorded === 'number' && typeof present === 'number' && context.kinds.has(String(recorded)))
    return standFor(context, where, String(recorded), String(present));
  if (isJsonObject(recorded) && isJsonObject(present))
    return compareMembers(context, pointer, where, recorded, present);
  if (Array.isArray(recorded) && Array.isArray(present))
    return compareMembers(context, pointer, where, byIndex(recorded), byIndex(present));
  return recorded === present
    ? []
    : differs(where, `${shown(recorded)} is on record, now it is ${kindOf(present)}`);
}

function byIndex(list: readonly Json[]): JsonObject {
  return Object.fromEntries(list.map((element, index) => [String(index), element]));
}

function compareMembers(
  context: Context,
  pointer: string,
  where: string,
  recorded: JsonObject,
  present: JsonObject,
): Differences {
  return [...new Set([...Object.keys(recorded), ...Object.keys(present)])].flatMap((key) => {
    const [old, now] = [own(recorded, key), own(present, key)];
    if (old === undefined) return differs(where, `\`${key}\` is not on record`);
    if (now === undefined) return differs(where, `\`${key}\` is on record, and not there now`);
    if (old === 0 && typeof now === 'number' && ruleOf(key) === 'secret') return [];
    return compareJson(context, pointerTo(pointer, key), old, now);
  });
}

/** Piece by piece: a pseudonym takes what stands up to the next text that is on record. */
function compareTexts(context: Context, where: string, recorded: string, present: string): Differences {
  const other = differs(where, `${shown(recorded)} is on record`);
  const pieces = piecesOf(context, recorded);
  let at = 0;
  for (const [index, { text, isHole }] of pieces.entries()) {
    const next = pieces[index + 1]?.text;
    const end = !isHole
      ? at + text.length
      : next === undefined
        ? present.length
        : present.indexOf(next, at + 1);
    if (isHole ? end <= at : !present.startsWith(text, at)) return other;
    const fault = isHole ? standFor(context, where, text, present.slice(at, end)) : [];
    if (fault.length > 0) return fault;
    at = end;
  }
  return at < present.length ? other : [];
}

interface TextPiece {
  readonly text: string;
  readonly isHole: boolean;
}

/** A text cut where pseudonyms and masks stand. */
function piecesOf({ kinds, tokens }: Context, text: string): readonly TextPiece[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const isWhole = kinds.has(text) || (words.length > 0 && words.every((word) => kinds.get(word) === 'name'));
  if (isWhole) return [{ text, isHole: true }];
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token !== MASK && !kinds.has(token) && !IS_TIME_ORDERED.test(token)) continue;
    if (index > at) pieces.push({ text: text.slice(at, index), isHole: false });
    pieces.push({ text: token, isHole: true });
    at = index + token.length;
  }
  return at < text.length ? [...pieces, { text: text.slice(at), isHole: false }] : pieces;
}

function standFor(context: Context, where: string, pseudonym: string, present: string): Differences {
  const kind = context.kinds.get(pseudonym);
  if (kind === 'phone' && !isPhone(present)) return differs(where, 'a phone number is on record');
  if (kind === 'email' && !isEmail(present)) return differs(where, 'an e-mail address is on record');
  if (IS_TIME_ORDERED.test(pseudonym) && !IS_TIME_ORDERED.test(present))
    return differs(where, 'an id of a call or request is on record');
  if (kind !== undefined) context.standsFor.set(pseudonym, present);
  return [];
}

/** What is on record is masked, and may be shown. */
function shown(recorded: Json): string {
  const text = JSON.stringify(recorded);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'another number' : String(value);
}
