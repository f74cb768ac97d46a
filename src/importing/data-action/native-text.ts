import { parsePathTemplate, type TemplatePath } from '../../authoring/path-template.ts';
import { NotConvertible } from './not-convertible.ts';

/** A path of a native template, such as `['input', 'id']`. */
export type NativePath = readonly string[];

/**
 * A native template of literal texts and paths in order. It is read again, so that no text can pass for braces.
 *
 * @throws NotConvertible where braces of the text would run into those of a path, or a name cannot stand in braces.
 */
export function nativeText(parts: readonly (string | NativePath)[]): string {
  const text = parts
    .map((part) => (typeof part === 'string' ? part.replaceAll('{{', '\\{{') : `{{${part.join('.')}}}`))
    .join('')
    // An empty comment, so that a brace of the text is none of the path's.
    .replaceAll('}}}', '}}{{!}}}');
  const read = parsePathTemplate(text);
  if (read.ok && normal(read.template.parts) === normal(parts)) return text;
  throw new NotConvertible('its braces or names cannot be written with {{ and }}', shown(parts));
}

/** The parts with neighbouring texts as one, to be compared. */
function normal(parts: readonly (string | NativePath | TemplatePath)[]): string {
  const joined: (string | { readonly name: string })[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part !== 'string') joined.push({ name: 'raw' in part ? part.raw : part.join('.') });
    else if (typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return JSON.stringify(joined);
}

function shown(parts: readonly (string | NativePath)[]): string {
  const path = parts.find((part) => typeof part !== 'string');
  return path === undefined ? '{{' : path.join('.');
}
