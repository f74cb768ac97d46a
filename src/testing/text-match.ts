import { compilePattern, type LinearPattern } from '../actions/linear-pattern.ts';
import { isJsonObject, type Json } from '../authoring/json.ts';
import type { TextMatch } from './test-file.ts';

/** Patterns are compiled once a process: the same few stand in many tests. */
const compiled = new Map<string, ReturnType<typeof compilePattern>>();

function patternOf(source: string): ReturnType<typeof compilePattern> {
  const known = compiled.get(source) ?? compilePattern(source, 's');
  compiled.set(source, known);
  return known;
}

/** Whether a text is what a test wants. */
export function fits(wanted: TextMatch, text: string): boolean {
  if (typeof wanted === 'string') return text === wanted;
  if (wanted.contains !== undefined) return text.includes(wanted.contains);
  return linear(wanted)?.matches(text) === true;
}

function linear({ matches = '' }: Exclude<TextMatch, string>): LinearPattern | undefined {
  const read = patternOf(matches);
  return read.ok ? read.pattern : undefined;
}

/** Why a pattern cannot be used, where it is one and cannot. */
export function patternFault(wanted: TextMatch): string | undefined {
  if (typeof wanted === 'string' || wanted.matches === undefined) return undefined;
  const read = patternOf(wanted.matches);
  return read.ok ? undefined : read.message;
}

/** What a test wants, in words. */
export function wantedText(wanted: TextMatch): string {
  if (typeof wanted === 'string') return `“${wanted}”`;
  return wanted.contains === undefined
    ? `something that matches /${wanted.matches}/`
    : `something with “${wanted.contains}”`;
}

/** The text that stands for what is wanted when it is compared with others. */
export function comparable(wanted: TextMatch): string {
  return typeof wanted === 'string' ? wanted : (wanted.contains ?? wanted.matches ?? '');
}

/** Whether a JSON value says how a text must be: `{"contains": …}` or `{"matches": …}` alone. */
export function isTextPattern(value: Json): value is Exclude<TextMatch, string> {
  if (!isJsonObject(value)) return false;
  const [key = '', ...more] = Object.keys(value);
  return more.length === 0 && (key === 'contains' || key === 'matches') && typeof value[key] === 'string';
}
