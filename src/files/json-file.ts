import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type DocumentNode, type MemberNode, parse, type ValueNode } from '@humanwhocodes/momoa';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { type Json, pointerTo } from '../authoring/json.ts';
import { isForbiddenKey, MAX_DEFINITION_BYTES, refuseNesting } from '../authoring/load-gate.ts';
import { nearest } from '../authoring/suggest.ts';
import { type SyntaxFault, syntaxFault, unclosedText } from './json-syntax.ts';

/** Where something stands in a text; both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A JSON file, read and parsed. */
export interface JsonFile {
  readonly file: string;
  readonly json: Json;
  /** Where the value at a JSON Pointer begins; its nearest parent's place when it is not there. */
  locate(pointer: string): Position;
}

/** A JSON file, or why it is none. */
export type ReadJson =
  | { readonly ok: true; readonly value: JsonFile; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads one JSON file with every care: what is no JSON file gets one clear sentence (R10). */
export function readJsonFile(file: string): ReadJson {
  const read = readText(file);
  return 'fault' in read ? refused(file, read.fault) : parseJsonText(file, read.text);
}

/** Reads a text file with the same care, whatever is in it; 4 MB at most when nothing else is said. @returns its text, or why there is none. */
export function readTextFile(
  file: string,
  maxBytes = MAX_DEFINITION_BYTES,
): { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const read = readText(file, maxBytes);
  return 'fault' in read ? refused(file, read.fault) : read;
}

interface Fault extends Partial<Position> {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function refused(file: string, fault: Fault): ReadJson {
  return { ok: false, diagnostics: [{ severity: 'error', file, pointer: '', ...fault }] };
}

function readText(
  file: string,
  maxBytes = MAX_DEFINITION_BYTES,
): { readonly text: string } | { readonly fault: Fault } {
  const stats = statsOf(file);
  if (stats === undefined) return { fault: missing(file) };
  if (stats.isDirectory())
    return {
      fault: { code: 'FILE_FOLDER', message: 'this is a folder, not a file', hint: 'name a file in it' },
    };
  if (!stats.isFile())
    return { fault: { code: 'FILE_KIND', message: 'this is no ordinary file', hint: 'name a JSON file' } };
  if (stats.size > maxBytes) {
    const size = `${(stats.size / 1024 / 1024).toFixed(1)} MB`;
    return {
      fault: {
        code: 'FILE_TOO_LARGE',
        message: `the file is ${size}; at most ${maxBytes / 1024 / 1024} MB are read`,
        hint: 'is it the right file?',
      },
    };
  }
  try {
    return decode(readFileSync(file));
  } catch {
    return {
      fault: { code: 'FILE_UNREADABLE', message: 'the file cannot be read', hint: 'check its permissions' },
    };
  }
}

/** A path can also be too long, or hold what no path can: then there is no such file, either. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function missing(file: string): Fault {
  const near = nearest(basename(file), neighbours(file));
  const hint = near === undefined ? 'check the path' : `did you mean \`${near}\`?`;
  return { code: 'FILE_MISSING', message: 'there is no such file', hint };
}

function neighbours(file: string): readonly string[] {
  try {
    return readdirSync(dirname(file));
  } catch {
    return [];
  }
}

function decode(bytes: Buffer): { readonly text: string } | { readonly fault: Fault } {
  if (isUtf16(bytes))
    return { fault: { code: 'FILE_ENCODING', message: 'the text is UTF-16', hint: 'save it as UTF-8' } };
  if (bytes.includes(0))
    return {
      fault: {
        code: 'FILE_BINARY',
        message: 'this is a binary file, not JSON text',
        hint: 'flows and data actions are JSON text in UTF-8',
      },
    };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { fault: { code: 'FILE_ENCODING', message: 'the text is not UTF-8', hint: 'save it as UTF-8' } };
  }
}

/** By the mark at its beginning, as editors on Windows write it. */
function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Parses JSON text under the load gate; `file` is for messages. */
export function parseJsonText(file: string, text: string): ReadJson {
  const fault = gateFault(file, text);
  if (fault !== undefined) return refused(file, fault);
  const parsed = parseDocument(text);
  if ('fault' in parsed) return refused(file, { code: 'JSON_SYNTAX', ...parsed.fault });
  const diagnostics: Diagnostic[] = [];
  const places = new Map<string, Position>();
  const json = evaluate(parsed.document.body, '', { file, places, diagnostics });
  const value = { file, json, locate: (pointer: string) => locate(places, pointer) };
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, value, diagnostics };
}

function gateFault(file: string, text: string): Fault | undefined {
  if (text.trim() === '') return { code: 'FILE_EMPTY', message: 'the file is empty', hint: 'start with {}' };
  const foreign = foreignKind(file, text);
  if (foreign !== undefined) return foreign;
  const nesting = refuseNesting(text);
  return nesting === undefined
    ? undefined
    : { code: 'FILE_TOO_DEEP', message: `the file ${nesting}`, hint: 'is it the right file?' };
}

/** Files of the neighbourhood that people give by mistake. */
function foreignKind(file: string, text: string): Fault | undefined {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return undefined;
  const hint = `turn it into JSON: attendant import ${file}`;
  if (/\.i3\w+$/i.test(file))
    return { code: 'FILE_FOREIGN', message: 'this is an Architect export (.i3…)', hint };
  if (/\.ya?ml$/i.test(file) || /^[A-Za-z]\w*:\s*$/m.test(start.slice(0, 2000)))
    return { code: 'FILE_FOREIGN', message: 'this looks like YAML, such as Archy writes', hint };
  return /^<[?!a-z]/i.test(start)
    ? { code: 'FILE_FOREIGN', message: 'this looks like XML or HTML', hint: 'flows are written as JSON' }
    : undefined;
}

/** The syntax tree, or the first fault: a quote that is not closed shows itself to the parser only much later. */
function parseDocument(text: string): { readonly document: DocumentNode } | { readonly fault: SyntaxFault } {
  const unclosed = unclosedText(text);
  try {
    const document = parse(text);
    return unclosed === undefined ? { document } : { fault: unclosed };
  } catch (error) {
    const { line = 1, column = 1 } = error as Partial<Position>;
    const isLater =
      unclosed !== undefined &&
      (line > unclosed.line || (line === unclosed.line && column >= unclosed.column));
    return { fault: isLater ? unclosed : syntaxFault(text, line, column) };
  }
}

interface Reading {
  readonly file: string;
  readonly places: Map<string, Position>;
  readonly diagnostics: Diagnostic[];
}

/** The value of a syntax tree; notes where everything stands and which keys stand twice. */
function evaluate(node: ValueNode, pointer: string, reading: Reading): Json {
  if (!reading.places.has(pointer)) reading.places.set(pointer, positionOf(node));
  switch (node.type) {
    case 'Object':
      return evaluateObject(node.members, pointer, reading);
    case 'Array':
      return node.elements.map((element, index) =>
        evaluate(element.value, pointerTo(pointer, index), reading),
      );
    case 'Null':
      return null;
    case 'Number':
      return finite(node.value, pointer, positionOf(node), reading);
    case 'String':
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

/** 1e999 would be Infinity, which JSON cannot write. */
function finite(value: number, pointer: string, position: Position, reading: Reading): Json {
  if (Number.isFinite(value)) return value;
  report(reading, pointer, position, 'NUMBER_RANGE', 'this number is too large', 'write a smaller one');
  return null;
}

function evaluateObject(members: readonly MemberNode[], pointer: string, reading: Reading): Json {
  const entries = new Map<string, Json>();
  for (const { name, value } of members) {
    const key = name.type === 'String' ? name.value : name.name;
    const at = pointerTo(pointer, key);
    const position = positionOf(name);
    if (entries.has(key))
      report(
        reading,
        at,
        position,
        'DUPLICATE_KEY',
        `\`${key}\` stands twice in this object, first in line ${reading.places.get(at)?.line}`,
        'remove one of them',
      );
    if (isForbiddenKey(key))
      report(reading, at, position, 'FORBIDDEN_KEY', `\`${key}\` cannot be a name`, 'rename it');
    if (!reading.places.has(at)) reading.places.set(at, position);
    entries.set(key, evaluate(value, at, reading));
  }
  return Object.fromEntries([...entries].filter(([key]) => !isForbiddenKey(key)));
}

function report(
  reading: Reading,
  pointer: string,
  position: Position,
  code: string,
  message: string,
  hint: string,
): void {
  reading.diagnostics.push({
    severity: 'error',
    file: reading.file,
    pointer,
    code,
    message,
    hint,
    ...position,
  });
}

function positionOf(node: { readonly loc: { readonly start: Position } }): Position {
  return { line: node.loc.start.line, column: node.loc.start.column };
}

function locate(places: ReadonlyMap<string, Position>, pointer: string): Position {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place !== undefined) return place;
    if (at === '') return { line: 1, column: 1 };
  }
}
