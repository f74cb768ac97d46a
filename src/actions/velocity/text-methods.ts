import { RE2JS } from 're2js';
import type { Json } from '../../authoring/json.ts';
import { EvaluationFailure, type Meter } from './velocity-meter.ts';
import { type Method, originOfAll, textOf, wholeOf } from './velocity-method.ts';
import { NULL, toValue, type Value } from './velocity-value.ts';

/** Longest regular expression, in characters. */
const MAX_PATTERN_LENGTH = 1000;
/** What an element of a list costs that a method makes, in characters. */
const PER_ELEMENT = 64;
/** What a method of a text does with it and with further texts or whole numbers. `undefined` is null. */
type Run = (text: string, values: readonly (string | number)[], meter: Meter) => Json | undefined;

/** The methods of Java's String, as far as templates use them. Expressions are RE2's, which take time in proportion to the text. */
export const textMethods: { readonly [name: string]: Method } = {
  charAt: method('n', (text, [at]) => slice(text, Number(at), Number(at) + 1, 'charAt')),
  concat: method('t', (text, [more]) => text + String(more)),
  contains: method('t', (text, [part]) => text.includes(String(part))),
  endsWith: method('t', (text, [part]) => text.endsWith(String(part))),
  equalsIgnoreCase: method('t', (text, [other]) => text.toLowerCase() === String(other).toLowerCase()),
  indexOf: method('tn?', (text, [part, from = 0]) => text.indexOf(String(part), Number(from))),
  isEmpty: method('', (text) => text === ''),
  lastIndexOf: method('tn?', (text, [part, from]) =>
    text.lastIndexOf(String(part), from === undefined ? undefined : Number(from)),
  ),
  length: method('', (text) => text.length),
  matches: method('t', (text, [pattern], meter) => compiled(pattern, text, meter).matches(text)),
  replace: method('tt', replaceAllOf),
  replaceAll: method('tt', (text, [pattern, by], meter) => {
    const found = compiled(pattern, text, meter);
    checkReplaced(found, text, String(by), meter);
    return replaced(() => found.matcher(text).replaceAll(String(by), true));
  }),
  replaceFirst: method('tt', (text, [pattern, by], meter) => {
    const found = compiled(pattern, text, meter);
    return replaced(() => found.matcher(text).replaceFirst(String(by), true));
  }),
  split: method('tn?', (text, [pattern, limit = 0], meter) =>
    compiled(pattern, text, meter).split(text, Number(limit)),
  ),
  startsWith: method('tn?', (text, [part, at = 0]) => text.startsWith(String(part), Number(at))),
  substring: method('nn?', (text, [from, to]) =>
    slice(text, Number(from), to === undefined ? text.length : Number(to), 'substring'),
  ),
  toLowerCase: method('', (text) => text.toLowerCase()),
  toUpperCase: method('', (text) => text.toUpperCase()),
  trim: method('', (text) => text.replace(/^[\0- ]+/, '').replace(TRAILING, '')),
};

/** Anchored on what stands before it, so that spaces in the middle are not tried again and again. */
const TRAILING = /(?<![\0- ])[\0- ]+$/;

/**
 * A method that takes texts (`t`) and whole numbers (`n`), the last of which may be left out (`?`). What it gives counts
 * as written by the values that went into it.
 */
function method(takes: string, run: Run): Method {
  const types = takes.replace('?', '');
  const minimum = 1 + types.length - (takes.endsWith('?') ? 1 : 0);
  return {
    minimum,
    maximum: 1 + types.length,
    run(values, meter) {
      const text = textOf(values[0]);
      const further = values
        .slice(1)
        .map((value, at) => (types[at] === 't' ? textOf(value) : wholeOf(value)));
      const known = further.filter((one) => one !== undefined);
      if (text === undefined || known.length < further.length) return NULL;
      meter.spend(text.length);
      return resultOf(run(text, known, meter), values, meter);
    },
  };
}

function resultOf(result: Json | undefined, values: readonly Value[], meter: Meter): Value {
  const length =
    typeof result === 'string' ? result.length : Array.isArray(result) ? PER_ELEMENT * result.length : 1;
  meter.spend(length);
  if (typeof result === 'string') meter.checkText(length);
  return toValue(result, originOfAll(values));
}

function replaceAllOf(text: string, [part, by]: readonly (string | number)[], meter: Meter): string {
  const [from, to] = [String(part), String(by)];
  checkLength(text, to, from === '' ? text.length + 1 : text.length / from.length, meter, () =>
    from === '' ? text.length + 1 : text.split(from).length - 1,
  );
  return text.replaceAll(from, () => to);
}

function checkReplaced(pattern: RE2JS, text: string, by: string, meter: Meter): void {
  const groups = by.match(/\$/g)?.length ?? 0;
  meter.checkText(groups * text.length);
  checkLength(text, by, text.length + 1, meter, () => {
    const matcher = pattern.matcher(text);
    let count = 0;
    while (matcher.find()) count++;
    return count;
  });
}

/** Looked at before it is made: many short texts replaced by long ones could not be held. They are counted only when need be. */
function checkLength(text: string, by: string, most: number, meter: Meter, count: () => number): void {
  if (text.length + most * by.length > 100_000) meter.checkText(text.length + count() * by.length);
}

function slice(text: string, from: number, to: number, name: string): string {
  if (from >= 0 && to <= text.length && from <= to) return text.slice(from, to);
  throw new EvaluationFailure(`\`${name}\` asks for characters that a text does not have`);
}

/** A regular expression; matching it costs as much as its program has instructions, for each character. */
function compiled(found: string | number | undefined, text: string, meter: Meter): RE2JS {
  const source = String(found);
  if (source.length > MAX_PATTERN_LENGTH)
    throw new EvaluationFailure(`A regular expression has more than ${MAX_PATTERN_LENGTH} characters`);
  const pattern = readPattern(source);
  meter.spend(source.length + (text.length + 1) * pattern.programSize());
  return pattern;
}

function readPattern(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch {
    throw new EvaluationFailure('A regular expression of the template cannot be read');
  }
}

/** What replaces a match may name groups that are not there. */
function replaced(replace: () => string): string {
  try {
    return replace();
  } catch {
    throw new EvaluationFailure('What replaces a regular expression names a group that it does not have');
  }
}
