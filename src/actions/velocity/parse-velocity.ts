import { readExpression, readReference, startsReference } from './read-expression.ts';
import {
  eat,
  faultAt,
  MAX_TEMPLATE_LENGTH,
  nested,
  peek,
  placesOf,
  type Reader,
  TemplateFault,
  take,
  type VelocityFault,
} from './velocity-reader.ts';
import type { Block, Branch, TemplatePart, VelocityTemplate } from './velocity-template.ts';
import { isToolName } from './velocity-tools.ts';

/** What parseVelocity returns. */
export type ParsedVelocity =
  | { readonly ok: true; readonly template: VelocityTemplate }
  | { readonly ok: false; readonly fault: VelocityFault };

/** A `#` and the name of a directive, with braces or without. A longer word is text: `#endpoint`. */
const DIRECTIVE = /#(?:\{([a-z]+)\}|([a-z]+)(?![A-Za-z0-9_@]))/y;
const REST_OF_LINE = /[ \t]*(?:\r\n|\r|\n)/y;
const COMMENT = /##[^\r\n]*(?:\r\n|\r|\n)?/y;
const OPEN = /[ \t\r\n]*\(/y;
const SPACE = /[ \t\r\n]*/y;
const EQUALS = /[ \t\r\n]*=(?!=)/y;
const IN = /[ \t\r\n]*in(?![A-Za-z0-9_])/y;
const MORE = /[.[(]/y;
const PLAIN_TEXT = /[^$#\\]+/y;
const BACKSLASHES = /\\+/y;
const ASSIGNED = /\$!?(?:\{([A-Za-z_][A-Za-z0-9_-]*)\}|([A-Za-z_][A-Za-z0-9_-]*))/y;

const ENDS = ['end', 'else', 'elseif'];
const REFUSED = ['macro', 'parse', 'include', 'evaluate', 'define', 'stop', 'break'];
const KNOWN = new Set(['if', 'foreach', 'set', ...ENDS, ...REFUSED]);
/** These are directives only with a parenthesis behind them; alone they are text. */
const WITH_PARENTHESIS = ['set', 'macro', 'parse', 'include', 'evaluate', 'define'];

/**
 * Reads a template in the part of Velocity's language that docs/velocity.md describes. What is not in that part is a
 * fault, so that nothing fails later that could have been seen now. Line ends behind directives are taken as Velocity
 * 1.7 takes them.
 *
 * @see https://velocity.apache.org/engine/1.7/vtl-reference.html
 */
export function parseVelocity(text: string): ParsedVelocity {
  const placeOf = placesOf(text);
  const shared = { assigned: new Set<string>(), references: [], placeOf, readAll };
  try {
    const body = readAll({ text, at: 0, depth: 0, offset: 0, shared });
    return { ok: true, template: { body, references: shared.references } };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { ok: false, fault: { message: error.message, hint: error.hint, ...placeOf(error.at) } };
  }
}

function readAll(reader: Reader): Block {
  if (reader.text.length > MAX_TEMPLATE_LENGTH) {
    throw faultAt(reader, 0, `The template has more than ${MAX_TEMPLATE_LENGTH} characters`, 'shorten it');
  }
  const body = readBlock(reader);
  if (reader.at === reader.text.length) return body;
  const word = directiveAt(reader) ?? '';
  throw faultAt(reader, reader.at, `\`#${word}\` belongs to no #if or #foreach`, 'remove it');
}

/** Reads up to the end of the text, or up to the `#end`, `#else` or `#elseif` that ends this block. */
function readBlock(reader: Reader): Block {
  const parts: TemplatePart[] = [];
  while (reader.at < reader.text.length) {
    const text = take(reader, PLAIN_TEXT);
    if (text !== undefined) pushText(parts, text);
    else if (ENDS.includes(directiveAt(reader) ?? '')) break;
    else readPart(reader, parts);
  }
  return parts;
}

/** Reads what begins with `$`, `#` or a backslash. */
function readPart(reader: Reader, parts: TemplatePart[]): void {
  const slashes = take(reader, BACKSLASHES);
  if (slashes !== undefined) readEscaped(reader, slashes, parts);
  else if (startsReference(reader)) parts.push(readReference(reader));
  else if (eat(reader, '#[[')) pushText(parts, readUntil(reader, ']]#', 3));
  else if (eat(reader, '#*')) readUntil(reader, '*#', 2);
  else if (take(reader, COMMENT) === undefined) readDirective(reader, parts);
}

/** A backslash keeps a reference or a directive from being one; two stand for one; before all else they are text. */
function readEscaped(reader: Reader, slashes: string, parts: TemplatePart[]): void {
  if (startsReference(reader)) parts.push(readReference(reader, slashes.length));
  else if (directiveAt(reader) === undefined) pushText(parts, slashes);
  else {
    const isEscaped = slashes.length % 2 === 1;
    const kept = '\\'.repeat(Math.floor(slashes.length / 2));
    pushText(parts, kept + (isEscaped ? take(reader, DIRECTIVE) : ''));
  }
}

function readUntil(reader: Reader, end: string, openLength: number): string {
  const at = reader.text.indexOf(end, reader.at);
  if (at < 0) {
    const opened = reader.at - openLength;
    throw faultAt(
      reader,
      opened,
      `\`${reader.text.slice(opened, reader.at)}\` is not closed`,
      `close it with ${end}`,
    );
  }
  const text = reader.text.slice(reader.at, at);
  reader.at = at + end.length;
  return text;
}

/** The directive that begins at the cursor, or undefined: then the `#` is text. */
function directiveAt(reader: Reader): string | undefined {
  const found = peek(reader, DIRECTIVE);
  if (found === undefined) return undefined;
  const word = found.startsWith('#{') ? found.slice(2, -1) : found.slice(1);
  if (!KNOWN.has(word)) return undefined;
  if (!WITH_PARENTHESIS.includes(word)) return word;
  return peek({ ...reader, at: reader.at + found.length }, OPEN) === undefined ? undefined : word;
}

function readDirective(reader: Reader, parts: TemplatePart[]): void {
  const word = directiveAt(reader);
  if (word === undefined) {
    pushText(parts, reader.text.charAt(reader.at++));
    return;
  }
  if (REFUSED.includes(word))
    throw faultAt(reader, reader.at, `\`#${word}\` cannot be used here`, 'known: #set, #if, #foreach');
  if (word === 'set') dropSpaceBefore(parts);
  parts.push(nested(reader, () => readBlockDirective(reader, word)));
}

function readBlockDirective(reader: Reader, word: string): TemplatePart {
  if (word === 'set') return readSet(reader);
  return word === 'foreach' ? readForeach(reader) : readIf(reader);
}

/** Velocity 1.7: `#set` alone among the directives takes the spaces before it, too. */
function dropSpaceBefore(parts: TemplatePart[]): void {
  const last = parts.at(-1);
  if (last?.kind !== 'text') return;
  parts.pop();
  let end = last.text.length;
  while (end > 0 && ' \t'.includes(last.text.charAt(end - 1))) end--;
  pushText(parts, last.text.slice(0, end));
}

function readSet(reader: Reader): TemplatePart {
  const opened = openDirective(reader, 'set');
  const name = readAssignedName(reader, 'write #set($name = …)');
  if (take(reader, EQUALS) === undefined)
    throw faultAt(reader, reader.at, 'A `=` is missing', 'write #set($name = …)');
  const value = readExpression(reader);
  closeDirective(reader, opened);
  reader.shared.assigned.add(name);
  return { kind: 'set', name, value };
}

function readForeach(reader: Reader): TemplatePart {
  const start = reader.at;
  const opened = openDirective(reader, 'foreach');
  const name = readAssignedName(reader, FOREACH);
  if (take(reader, IN) === undefined) throw faultAt(reader, reader.at, 'The word `in` is missing', FOREACH);
  const list = readExpression(reader);
  closeDirective(reader, opened);
  const body = assigning(reader, [name, 'foreach', 'velocityCount', 'velocityHasNext'], () =>
    readBlock(reader),
  );
  endBlock(reader, start, 'foreach');
  return { kind: 'foreach', name, list, body };
}

const FOREACH = 'write #foreach($item in $list) … #end';

function readIf(reader: Reader): TemplatePart {
  const start = reader.at;
  const branches: Branch[] = [readCondition(reader, 'if')];
  while (directiveAt(reader) === 'elseif') branches.push(readCondition(reader, 'elseif'));
  if (directiveAt(reader) === 'else') {
    take(reader, DIRECTIVE);
    take(reader, REST_OF_LINE);
    branches.push({ body: readBlock(reader) });
  }
  endBlock(reader, start, 'if');
  return { kind: 'if', branches };
}

function readCondition(reader: Reader, word: string): Branch {
  const opened = openDirective(reader, word);
  const condition = readExpression(reader);
  closeDirective(reader, opened);
  return { condition, body: readBlock(reader) };
}

function openDirective(reader: Reader, word: string): number {
  const start = reader.at;
  take(reader, DIRECTIVE);
  if (take(reader, OPEN) === undefined)
    throw faultAt(reader, start, `\`#${word}\` needs a parenthesis`, `write #${word}(…)`);
  take(reader, SPACE);
  return reader.at - 1;
}

function closeDirective(reader: Reader, opened: number): void {
  take(reader, SPACE);
  if (!eat(reader, ')')) {
    const hint = `write ) here, or close the one opened in column ${reader.shared.placeOf(reader.offset + opened).column}`;
    throw faultAt(reader, reader.at, 'A closing parenthesis is missing', hint);
  }
  take(reader, REST_OF_LINE);
}

function endBlock(reader: Reader, start: number, word: string): void {
  if (directiveAt(reader) !== 'end')
    throw faultAt(reader, start, `This \`#${word}\` has no #end`, 'write #end where it ends');
  take(reader, DIRECTIVE);
  take(reader, REST_OF_LINE);
}

function readAssignedName(reader: Reader, hint: string): string {
  const at = reader.at;
  const found = take(reader, ASSIGNED);
  const name = found?.replaceAll(/[${}!]/g, '') ?? '';
  const isMore = peek(reader, MORE) !== undefined;
  if (name === '' || isMore)
    throw faultAt(reader, at, 'Only a plain name such as $name can be given a value', hint);
  if (isToolName(name))
    throw faultAt(reader, at, `\`${name}\` is a tool and can be given no value`, 'choose another name');
  return name;
}

/** Reads what stands within a `#foreach`, whose names end with it. */
function assigning<T>({ shared: { assigned } }: Reader, names: readonly string[], read: () => T): T {
  const added = names.filter((name) => !assigned.has(name));
  for (const name of added) assigned.add(name);
  const result = read();
  for (const name of added) assigned.delete(name);
  return result;
}

function pushText(parts: TemplatePart[], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === 'text') parts.pop();
  const joined = last?.kind === 'text' ? last.text + text : text;
  if (joined !== '') parts.push({ kind: 'text', text: joined });
}
