import { evaluateVelocity } from '../../actions/velocity/evaluate-velocity.ts';
import { plainText } from '../../actions/velocity/marked-text.ts';
import { parseVelocity } from '../../actions/velocity/parse-velocity.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../authoring/json.ts';
import { isForbiddenKey, refuseNesting } from '../../authoring/load-gate.ts';
import { keyOf } from './contract-names.ts';
import type { Converting } from './converting.ts';
import { type HoledJson, jsonWithHoles, type Place } from './json-with-holes.ts';
import { nativeText } from './native-text.ts';
import { NotConvertible } from './not-convertible.ts';
import { templateParts } from './template-parts.ts';

const AT = '/config/response';
const TEMPLATE = `${AT}/successTemplate`;

/** What is gathered while the success template is read. */
interface Answer {
  readonly paths: JsonObject;
  readonly texts: JsonObject;
  readonly map: { [name: string]: Json };
  readonly defaults: { [name: string]: Json };
  readonly converting: Converting;
}

/** `config.response` of an export in native form; undefined when the whole answer is the output. @throws NotConvertible */
export function convertResponse(response: JsonObject, converting: Converting): JsonObject | undefined {
  const text = own(response, 'successTemplate');
  const template = typeof text === 'string' && text.trim() !== '' ? text : '${rawResult}';
  const paths = objectOf(own(response, 'translationMap'));
  const parts = at(TEMPLATE, () => templateParts(template));
  const tree = at(TEMPLATE, () => jsonWithHoles(parts, undefined, { allowTrailing: true }));
  if (parts.some(({ kind }) => kind === 'optional'))
    throw new NotConvertible('native success templates have no optional parts', '#if', TEMPLATE);
  if (tree.kind === 'value' && isRawResult(tree.place, paths)) return undefined;
  const texts = objectOf(own(response, 'translationMapDefaults'));
  const answer: Answer = { paths, texts, map: {}, defaults: {}, converting };
  const successTemplate = at(TEMPLATE, () => outputOf(tree, answer));
  return {
    ...(Object.keys(answer.map).length > 0 && { translationMap: answer.map }),
    ...(Object.keys(answer.defaults).length > 0 && { translationMapDefaults: answer.defaults }),
    successTemplate,
  };
}

function objectOf(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}

function at<T>(pointer: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof NotConvertible ? error.at(pointer) : error;
  }
}

function isRawResult({ root, path }: Place, paths: JsonObject): boolean {
  return root.toLowerCase() === 'rawresult' && path.length === 0 && keyOf(paths, root) === undefined;
}

function outputOf(json: HoledJson, answer: Answer): Json {
  switch (json.kind) {
    case 'fixed':
      return json.value;
    case 'text':
      return nativeText(json.parts.map(literalOnly));
    case 'value':
      return nativeText([[nameFor(json.place, answer)]]);
    case 'list':
      return json.items.map((item) => outputOf(item, answer));
    case 'object':
      return Object.fromEntries(json.entries.map(([key, value]) => [key, outputOf(value, answer)]));
  }
}

/** What a path finds is JSON: within quotation marks a text would stand with its own. */
function literalOnly(part: string | Place): string {
  if (typeof part === 'string') return part;
  throw new NotConvertible(
    'within quotation marks it is the text of JSON, which native templates do not write',
    part.raw,
  );
}

/** The name in the native translation map of what a place wants; made there when it is not yet. */
function nameFor(place: Place, answer: Answer): string {
  const { root, path, escapedBy, first, raw } = place;
  if (path.length > 0) throw new NotConvertible('native templates read no parts of what a path finds', raw);
  if (escapedBy !== undefined) throw new NotConvertible('native templates escape nothing here', raw);
  const isWhole = isRawResult(place, answer.paths);
  const key = isWhole ? 'rawResult' : keyOf(answer.paths, root);
  const jsonPath = isWhole ? '$' : key === undefined ? undefined : own(answer.paths, key);
  if (key === undefined || typeof jsonPath !== 'string')
    throw new NotConvertible('the translation map has no such name', raw);
  const text = own(answer.texts, key);
  const standIn = first === undefined ? standInOf(key, text, answer) : firstStandIn(place, key, text, answer);
  const entry: Json = first === undefined ? jsonPath : { path: jsonPath, first: true };
  return named(key, entry, standIn, answer);
}

/** An entry of this name, or of one with a number behind when another stands there. */
function named(key: string, entry: Json, standIn: Json | undefined, { map, defaults }: Answer): string {
  const isSame = (name: string) =>
    JSON.stringify([map[name], own(defaults, name)]) === JSON.stringify([entry, standIn]);
  let name = key;
  for (let count = 2; Object.hasOwn(map, name) && !isSame(name); count++) name = `${key}${count}`;
  map[name] = entry;
  if (standIn !== undefined) defaults[name] = standIn;
  return name;
}

/** The default of a name as JSON. A text that is no JSON can only have been meant as a text. */
function standInOf(
  key: string,
  text: Json | undefined,
  { converting: { differences } }: Answer,
): Json | undefined {
  const pointer = pointerTo(`${AT}/translationMapDefaults`, key);
  if (typeof text !== 'string') {
    differences.add('notFound', key, pointerTo(`${AT}/translationMap`, key));
    return undefined;
  }
  const json = jsonOf(text);
  if (json === undefined) differences.add('defaultText', key, pointer);
  return json ?? (json === undefined ? text : null);
}

/** What stands in for the first of a list: the first of the default's, and what is written for an empty list. */
function firstStandIn(
  place: Place,
  key: string,
  text: Json | undefined,
  { converting: { differences } }: Answer,
) {
  const { raw, first } = place;
  const pointer = pointerTo(`${AT}/translationMap`, key);
  const ifNone = first?.ifNone;
  const ofEmpty = ifNone === undefined ? undefined : jsonOf(ifNone);
  if (ifNone !== undefined && ofEmpty === undefined) throw new NotConvertible('its default is no JSON', raw);
  const ofMissing = typeof text === 'string' ? firstOfText(text) : undefined;
  if (ofMissing === undefined) {
    if (ofEmpty === undefined) differences.add('notFound', key, pointer);
    return ofEmpty;
  }
  if (ifNone === undefined) differences.add('emptyList', key, pointer);
  else if (JSON.stringify(ofEmpty) !== JSON.stringify(ofMissing))
    throw new NotConvertible('it has one default for an empty list and another for none', raw);
  return ofMissing;
}

const FIRST = parseVelocity('$!{successTemplateUtils.firstFromArray(${x})}');

/** What `firstFromArray` takes of a default. */
function firstOfText(text: string): Json | undefined {
  const filled = FIRST.ok ? evaluateVelocity(FIRST.template, { roots: { x: { value: text } } }) : undefined;
  return filled?.ok === true ? jsonOf(plainText(filled.text)) : undefined;
}

/** The value of a JSON text, or undefined when it is none that a definition can hold. */
function jsonOf(text: string): Json | undefined {
  if (refuseNesting(text) !== undefined) return undefined;
  try {
    const json: Json = JSON.parse(text);
    return hasForbiddenKey(json) ? undefined : json;
  } catch {
    return undefined;
  }
}

function hasForbiddenKey(json: Json): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return Object.entries<Json>(json).some(([key, value]) => isForbiddenKey(key) || hasForbiddenKey(value));
}
