import type { Json } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { type JsonToken, parsed } from './json-tokens.ts';
import { escaped, type PlaceFault, templateFault, type ValuePiece, valueFault } from './place-fault.ts';

/** How deep the JSON of a request may nest (D4). */
const MAX_DEPTH = 50;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** How far the tokens of a JSON text have been understood. */
export interface JsonWalk {
  readonly text: string;
  readonly tokens: readonly JsonToken[];
  readonly isForbidden: (key: string) => boolean;
  readonly maxDepth: number;
  /** The brackets that are open, with the names an object has so far and the values that wrote them. */
  readonly open: { readonly sign: string; readonly names: Map<string, ValuePiece | undefined> }[];
  wants: Wants;
}

/** What may come next. */
export type Wants = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd' | 'end';

/** A walk that has not begun. */
export function startWalk(
  text: string,
  tokens: readonly JsonToken[],
  { isForbidden = isForbiddenKey, maxDepth = MAX_DEPTH }: Partial<Pick<JsonWalk, 'isForbidden' | 'maxDepth'>>,
): JsonWalk {
  return { text, tokens, isForbidden, maxDepth, open: [], wants: 'value' };
}

/** Takes the next token. Returns why it cannot stand there; `misfit` when the grammar has no place for it. */
export function takeToken(walk: JsonWalk, index: number): PlaceFault | 'misfit' | undefined {
  const token = walk.tokens[index];
  if (token === undefined || token.kind === 'blank') return undefined;
  if (token.kind === 'sign') return takeSign(walk, token.sign);
  if (token.kind === 'filling') return takeFilling(walk, token.from, index);
  const { wants } = walk;
  if (wants === 'value' || wants === 'valueOrEnd') return takeValue(walk, token);
  if (wants === 'name' || wants === 'nameOrEnd') return takeName(walk, token);
  return 'misfit';
}

function takeSign(walk: JsonWalk, sign: string): PlaceFault | 'misfit' | undefined {
  const { wants, open, maxDepth } = walk;
  if (sign === ':') return wants === 'colon' ? become(walk, 'value') : 'misfit';
  const top = open.at(-1)?.sign;
  if (sign === ',') return wants === 'commaOrEnd' ? become(walk, top === '{' ? 'name' : 'value') : 'misfit';
  if (sign === '{' || sign === '[') {
    if (wants !== 'value' && wants !== 'valueOrEnd') return 'misfit';
    if (open.length >= maxDepth)
      return templateFault(`it nests more than ${maxDepth} levels deep`, 'flatten it');
    open.push({ sign, names: new Map() });
    return become(walk, sign === '{' ? 'nameOrEnd' : 'valueOrEnd');
  }
  const isOwn = top === (sign === '}' ? '{' : '[');
  if (!isOwn || (wants !== 'commaOrEnd' && wants !== 'nameOrEnd' && wants !== 'valueOrEnd')) return 'misfit';
  open.pop();
  return afterValue(walk);
}

function become(walk: JsonWalk, wants: Wants): undefined {
  walk.wants = wants;
}

function afterValue(walk: JsonWalk): undefined {
  walk.wants = walk.open.length === 0 ? 'end' : 'commaOrEnd';
}

function takeValue(walk: JsonWalk, token: JsonToken): PlaceFault | 'misfit' | undefined {
  if (token.kind === 'whole') {
    const fault = refuseWhole(walk, token.json, token.from, walk.open.length);
    if (fault !== undefined) return fault;
  } else if (token.kind === 'scalar') {
    const scalar = walk.text.slice(token.start, token.end);
    if (!SCALAR.test(scalar) || !Number.isFinite(asNumber(scalar))) return 'misfit';
  }
  return afterValue(walk);
}

/** Words count as 0. */
function asNumber(scalar: string): number {
  return /^[tfn]/.test(scalar) ? 0 : Number(scalar);
}

/** A complete text in JSON may be a name; what else a value brings may not. */
function takeName(walk: JsonWalk, token: JsonToken): PlaceFault | 'misfit' | undefined {
  const name = nameOf(walk.text, token);
  if (typeof name !== 'string') return 'misfit';
  const { from } = token;
  const names = walk.open.at(-1)?.names;
  const before = names?.get(name);
  if (names?.has(name) === true && (from ?? before) !== undefined) return nameTaken(from, before);
  if (walk.isForbidden(name)) return forbidden(from);
  names?.set(name, from);
  return become(walk, 'colon');
}

function nameOf(text: string, token: JsonToken): Json | undefined {
  if (token.kind === 'whole') return token.json;
  if (token.kind !== 'string') return undefined;
  const literal = text.slice(token.start, token.end);
  return literal.includes('\\') ? parsed(literal) : literal.slice(1, -1);
}

/** Receivers disagree about which of two equal names counts. */
function nameTaken(from: ValuePiece | undefined, before: ValuePiece | undefined): PlaceFault | undefined {
  const piece = from ?? before;
  if (piece === undefined) return undefined;
  return valueFault(
    piece.from,
    'makes a name that stands twice in one object',
    'choose another name for one of them',
  );
}

function forbidden(piece: ValuePiece | undefined): PlaceFault {
  const hint = '`__proto__`, `constructor` and `prototype` cannot be names; choose another';
  if (piece === undefined) return templateFault('a name in it is forbidden', hint);
  return valueFault(piece.from, 'makes a name that is forbidden', hint);
}

/** A value that alone fills the brackets it stands in: complete elements or members, as real exports have it. */
function takeFilling(walk: JsonWalk, piece: ValuePiece, index: number): PlaceFault | 'misfit' | undefined {
  const sign = walk.open.at(-1)?.sign;
  const next = nextOf(walk.tokens, index);
  if (walk.wants !== 'nameOrEnd' && walk.wants !== 'valueOrEnd') return 'misfit';
  if (next?.kind !== 'sign' || next.sign !== (sign === '{' ? '}' : ']')) return 'misfit';
  const json = parsed(`${sign}${piece.text}${next.sign}`);
  if (json === undefined) return 'misfit';
  const fault = refuseWhole(walk, json, piece, walk.open.length - 1);
  return fault ?? become(walk, 'commaOrEnd');
}

function nextOf(tokens: readonly JsonToken[], index: number): JsonToken | undefined {
  let next = index + 1;
  while (tokens[next]?.kind === 'blank') next++;
  return tokens[next];
}

function refuseWhole(walk: JsonWalk, json: Json, piece: ValuePiece, depth: number): PlaceFault | undefined {
  const why = flawIn(json, walk.maxDepth - depth, walk.isForbidden);
  if (why === 'name') return forbidden(piece);
  if (why === undefined) return undefined;
  return valueFault(
    piece.from,
    why === 'depth'
      ? `nests too deep: at most ${walk.maxDepth} levels are taken`
      : 'holds a number that is too large',
    why === 'depth' ? 'flatten it' : 'send it as a text in quotes',
  );
}

function flawIn(
  json: Json,
  levels: number,
  isForbidden: (key: string) => boolean,
): 'depth' | 'name' | 'number' | undefined {
  if (typeof json === 'number') return Number.isFinite(json) ? undefined : 'number';
  if (typeof json !== 'object' || json === null) return undefined;
  if (levels <= 0) return 'depth';
  if (!Array.isArray(json) && Object.keys(json).some(isForbidden)) return 'name';
  for (const child of Object.values(json) as readonly Json[]) {
    const flaw = flawIn(child, levels - 1, isForbidden);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** Why a value cannot stand where it does, outside of quotes. */
export function misplacedValue(token: JsonToken & { readonly from: ValuePiece }, wants: Wants): PlaceFault {
  const { raw } = token.from.from;
  const quoted = `write "${escaped('jsonString', raw)}" in quotes`;
  const fault = (why: string, hint: string): PlaceFault => ({
    ...valueFault(token.from.from, why, hint),
    escape: 'jsonString',
  });
  if (wants === 'commaOrEnd' || wants === 'colon' || wants === 'end')
    return fault(
      'stands where JSON has no place for a value',
      'look for a comma or quotation mark too few before it',
    );
  if (wants === 'name' || (wants === 'nameOrEnd' && token.kind !== 'filling'))
    return fault('stands where JSON wants a name in quotes, and is none', quoted);
  if (token.kind === 'scalar')
    return fault('stands outside of quotes and does not print a number, true, false or null', quoted);
  const why =
    'stands outside of quotes and prints no complete JSON value, so that it would change what stands beside it';
  return fault(why, `${quoted}, or give it one complete JSON value`);
}
