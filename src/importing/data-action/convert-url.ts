import { encodeRest } from '../../actions/places/url-value.ts';
import { type Converting, inputOf, isSingle, nameOf, nativePath } from './converting.ts';
import { type NativePath, nativeText } from './native-text.ts';
import { NotConvertible } from './not-convertible.ts';
import { type Hole, templateParts } from './template-parts.ts';

const POINTER = '/config/request/requestUrlTemplate';
const URL_ESCAPES = ['url', 'urlFormEncode', 'uriEncode'];

/** The URL of an export in braces. Escapes are dropped: native URLs percent-encode every value. @throws NotConvertible */
export function convertUrl(text: string, converting: Converting): string {
  const parts = templateParts(text);
  const written: (string | NativePath)[] = [];
  let before = '';
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'optional') throw new NotConvertible('native URLs have no optional parts', '#if');
    if (part.kind === 'literal') {
      const literal = tidied(part.text, index === 0, index === parts.length - 1);
      before += literal;
      written.push(literal);
    } else {
      written.push(convertValue(part, before, converting));
      before += 'x';
    }
  }
  return nativeText(written);
}

/** As exports are sent: line breaks and the space around the URL are no part of it. */
function tidied(text: string, isFirst: boolean, isLast: boolean): string {
  const joined = text.replaceAll(/[\t ]*[\r\n][\t\r\n ]*/g, '').replaceAll('\t', '');
  const begun = isFirst ? joined.trimStart() : joined;
  return encodeRest(isLast ? begun.trimEnd() : begun);
}

function convertValue(hole: Hole, before: string, converting: Converting): NativePath {
  const { raw, escapedBy, isSilent } = hole;
  if (!/^(\/|[a-z]+:\/\/[^/?]+[/?])/i.test(before))
    throw new NotConvertible('native URLs begin with a fixed host, or a fixed path', raw);
  if (hole.first !== undefined || (escapedBy !== undefined && !URL_ESCAPES.includes(escapedBy)))
    throw new NotConvertible('native URLs are percent-encoded and not escaped otherwise', raw);
  if (/%[0-9a-f]?$/i.test(before)) throw new NotConvertible('a percent sign stands before it', raw);
  const input = inputOf(hole, converting);
  if (!isSingle(input)) throw new NotConvertible('it may be more than a single value', raw);
  const [, query] = /\?(.*)$/s.exec(before) ?? [];
  if (query !== undefined && !(query.split('&').at(-1) ?? '').includes('='))
    throw new NotConvertible('a value makes the name of a parameter', raw);
  const { add } = converting.differences;
  const name = nameOf(input);
  if (query !== undefined && !input.isCertain && !isSilent) add('fails', name, POINTER);
  if (query === undefined && escapedBy !== undefined && escapedBy !== 'uriEncode')
    add('spaceInPath', name, POINTER);
  if (escapedBy === undefined && input.types.includes('string') && !input.isOneOfSome)
    add('encoded', name, POINTER);
  return nativePath(input);
}
