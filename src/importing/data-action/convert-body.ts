import type { Json } from '../../authoring/json.ts';
import {
  type Converting,
  inputOf,
  isRawRequest,
  isSingle,
  nameOf,
  nativePath,
  WHOLE_INPUT,
} from './converting.ts';
import { type HoledJson, jsonWithHoles, type Place } from './json-with-holes.ts';
import { type NativePath, nativeText } from './native-text.ts';
import { NotConvertible } from './not-convertible.ts';
import { isLeftOutWith } from './optional-members.ts';
import { type Guard, type Part, templateParts } from './template-parts.ts';

const POINTER = '/config/request/requestTemplate';
/** These keep a value within quotation marks, which a tree does by itself. */
const JSON_ESCAPES = ['jsonString', 'jsonEncode'];

/** The body of an export as a tree. @throws NotConvertible where it is no JSON, or has parts that a tree cannot have. */
export function convertBody(text: string, converting: Converting): Json {
  const parts = templateParts(text);
  const whole = jsonWithHoles(parts);
  checkOptional(parts, whole, converting);
  if (whole.kind === 'value' && !isRawRequest(whole.place) && !inputOf(whole.place, converting).isCertain)
    throw new NotConvertible('it may have no value, and is the whole body', whole.place.raw);
  return bodyOf(whole, converting);
}

function bodyOf(json: HoledJson, converting: Converting): Json {
  switch (json.kind) {
    case 'fixed':
      return json.value;
    case 'text':
      return convertText(json.parts, converting);
    case 'value':
      return nativeText([convertValue(json.place, converting)]);
    case 'list':
      for (const item of json.items) noteElement(item, converting);
      return json.items.map((item) => bodyOf(item, converting));
    case 'object':
      for (const [, value] of json.entries) noteHollow(value, converting);
      return Object.fromEntries(json.entries.map(([key, value]) => [key, bodyOf(value, converting)]));
  }
}

/** A native tree leaves out an object or list that is to hold values alone, when all of them are missing. */
function noteHollow(json: HoledJson, converting: Converting): void {
  const places = placesIn(json);
  if ((json.kind !== 'object' && json.kind !== 'list') || places.length === 0 || !isOnlyPlaces(json)) return;
  if (places.some(isRawRequest)) return;
  const inputs = places.map((place) => inputOf(place, converting));
  if (inputs.some(({ isCertain }) => isCertain)) return;
  for (const input of inputs) converting.differences.add('hollow', nameOf(input), POINTER);
}

function isOnlyPlaces(json: HoledJson): boolean {
  switch (json.kind) {
    case 'fixed':
      return false;
    case 'text':
      return json.parts.length === 1 && typeof json.parts[0] !== 'string';
    case 'value':
      return true;
    case 'list':
      return json.items.every(isOnlyPlaces);
    case 'object':
      return json.entries.every(([, value]) => isOnlyPlaces(value));
  }
}

/** A native list leaves out an element whose values are all missing, with whatever else stands in it. */
function noteElement(item: HoledJson, converting: Converting): void {
  const places = placesIn(item);
  const isAlone = item.kind === 'value' || (item.kind === 'text' && item.parts.length === 1);
  if (isAlone || places.length === 0 || places.some(isRawRequest)) return;
  const inputs = places.map((place) => inputOf(place, converting));
  if (inputs.some(({ isCertain }) => isCertain)) return;
  for (const input of inputs) converting.differences.add('element', nameOf(input), POINTER);
}

function placesIn(json: HoledJson): readonly Place[] {
  switch (json.kind) {
    case 'fixed':
      return [];
    case 'text':
      return json.parts.filter((part) => typeof part !== 'string');
    case 'value':
      return [json.place];
    case 'list':
      return json.items.flatMap(placesIn);
    case 'object':
      return json.entries.flatMap(([, value]) => placesIn(value));
  }
}

function convertText(parts: readonly (string | Place)[], converting: Converting): string {
  const isSole = parts.length === 1;
  return nativeText(
    parts.map((part) => (typeof part === 'string' ? part : convertWithin(part, isSole, converting))),
  );
}

/** A value within quotation marks. */
function convertWithin(place: Place, isSole: boolean, converting: Converting): NativePath {
  const { raw, escapedBy, first, isSilent, guard } = place;
  if (first !== undefined || (escapedBy !== undefined && !JSON_ESCAPES.includes(escapedBy)))
    throw new NotConvertible('native bodies are escaped as JSON and not otherwise', raw);
  const input = inputOf(place, converting);
  if (!isSingle(input)) throw new NotConvertible('it may be more than a single value', raw);
  if (isSole && input.types.some((type) => type !== 'string' && type !== 'null'))
    throw new NotConvertible(`as a text "…" it would become ${input.types.join(' or ')}`, raw);
  const { add } = converting.differences;
  const name = nameOf(input);
  if (isSole && input.types.includes('null')) add('nullSent', name, POINTER);
  if (guard === undefined && !input.isCertain && !isSilent) add('ownText', name, POINTER);
  else if (guard === undefined && !input.isCertain && isSole) add('emptyText', name, POINTER);
  return nativePath(input);
}

/** A value without quotation marks: its text is JSON, so that it must not be a text itself. */
function convertValue(place: Place, converting: Converting): NativePath {
  const { raw, escapedBy, first, guard } = place;
  if (first !== undefined || escapedBy !== undefined)
    throw new NotConvertible('native bodies escape no values without quotation marks', raw);
  if (isRawRequest(place)) return WHOLE_INPUT;
  const input = inputOf(place, converting);
  if (input.types.length === 0 || input.types.includes('string'))
    throw new NotConvertible('it is a text that holds JSON, and native templates send it as a text', raw);
  const { add } = converting.differences;
  if (input.types.includes('null')) add('nullSent', nameOf(input), POINTER);
  if (guard === undefined && !input.isCertain) add('fails', nameOf(input), POINTER);
  return nativePath(input);
}

/** Each optional part is tried by itself. */
const MAX_OPTIONAL = 100;

/** Optional parts must be members that a tree leaves out by itself: those whose whole value is missing. */
function checkOptional(parts: readonly Part[], whole: HoledJson, converting: Converting): void {
  const guards = parts.flatMap((part) => (part.kind === 'optional' ? [part.guard] : []));
  if (guards.length > MAX_OPTIONAL)
    throw new NotConvertible(`it has more than ${MAX_OPTIONAL} optional parts`, '#if');
  for (const one of guards) checkLeftOut(parts, whole, one.raw, (guard) => guard !== one);
  if (guards[0] !== undefined) checkLeftOut(parts, whole, guards[0].raw, () => false);
  for (const guard of guards) noteGuard(guard, converting);
}

function checkLeftOut(
  parts: readonly Part[],
  whole: HoledJson,
  raw: string,
  keeps: (guard: Guard) => boolean,
): void {
  const isMissing = ({ guard, root, path }: Place) =>
    guard !== undefined && !keeps(guard) && isSame({ root, path }, guard);
  if (isLeftOutWith(whole, jsonWithHoles(parts, keeps), isMissing)) return;
  throw new NotConvertible('native templates leave out a member that is the missing value, and no more', raw);
}

function isSame(one: Pick<Place, 'root' | 'path'>, other: Pick<Guard, 'root' | 'path'>): boolean {
  const name = ({ root, path }: Pick<Guard, 'root' | 'path'>) => [root, ...path].join('.').toLowerCase();
  return name(one) === name(other);
}

function noteGuard(guard: Guard, converting: Converting): void {
  const input = inputOf(guard, converting);
  const { add } = converting.differences;
  if (guard.leavesOut === 'emptyText' && input.types.includes('string'))
    add('emptySent', nameOf(input), POINTER);
  if (guard.leavesOut === 'false' && input.types.includes('boolean'))
    add('falseSent', nameOf(input), POINTER);
}
