import { isJsonObject, type Json, pointerTo } from '../../authoring/json.ts';
import { type Converting, inputOf, isSingle, nameOf, nativePath } from './converting.ts';
import { nativeText } from './native-text.ts';
import { NotConvertible } from './not-convertible.ts';
import { type Hole, type Part, templateParts } from './template-parts.ts';

const POINTER = '/config/request/headers';
/** Sent as the connection needs them, whatever an export says. */
const IGNORED = ['transfer-encoding', 'content-length'];

/**
 * The headers of an export in braces. Left out are those that are not sent for the export either, and, with a note, a
 * Content-Type other than JSON of a request without a body.
 *
 * @throws NotConvertible
 */
export function convertHeaders(
  headers: Json | undefined,
  { hasBody, isPlatform }: { readonly hasBody: boolean; readonly isPlatform: boolean },
  converting: Converting,
): { readonly [name: string]: string } {
  if (!isJsonObject(headers)) return {};
  const converted: { [name: string]: string } = {};
  for (const [name, text] of Object.entries(headers)) {
    const pointer = pointerTo(POINTER, name);
    const lower = name.toLowerCase();
    if (IGNORED.includes(lower)) continue;
    if (lower === 'authorization' && isPlatform)
      note(pointer, 'the token of the integration is sent in its place', converting);
    else if (lower === 'content-type' && !hasBody && !isJsonType(text))
      note(pointer, 'a request without a body has no format', converting);
    else if (typeof text === 'string') converted[name] = convertHeader(name, text, pointer, converting);
  }
  return converted;
}

function note(pointer: string, why: string, { notes }: Converting): void {
  const name = pointer.split('/').at(-1) ?? '';
  notes.add('warning', pointer, 'IMPORT_IGNORED', `the header \`${name}\` was left out: ${why}`);
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json(\s*;.*)?$/i;

function isJsonType(text: Json): boolean {
  return typeof text === 'string' && JSON_TYPE.test(text.trim());
}

function convertHeader(name: string, text: string, pointer: string, converting: Converting): string {
  try {
    const parts = templateParts(text.trim());
    const value = nativeText(parts.map((part) => convertPart(part, pointer, parts.length === 1, converting)));
    const lower = name.toLowerCase();
    if (lower === 'authorization') throw new NotConvertible('native definitions hold no credentials', name);
    if (lower === 'content-type' && !JSON_TYPE.test(value))
      throw new NotConvertible('native bodies are JSON', text);
    return value;
  } catch (error) {
    throw error instanceof NotConvertible ? error.at(pointer) : error;
  }
}

function convertPart(part: Part, pointer: string, isSole: boolean, converting: Converting) {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'optional') throw new NotConvertible('native headers have no optional parts', '#if');
  return convertValue(part, pointer, isSole, converting);
}

function convertValue(hole: Hole, pointer: string, isSole: boolean, converting: Converting) {
  const input = inputOf(hole, converting);
  if (hole.escapedBy !== undefined || hole.first !== undefined || !isSingle(input))
    throw new NotConvertible('native headers hold single values as they are', hole.raw);
  const { add } = converting.differences;
  if (!input.isCertain && !hole.isSilent) add('ownText', nameOf(input), pointer);
  else if (!input.isCertain && isSole) add('emptyText', nameOf(input), pointer);
  return nativePath(input);
}
