import {
  type Document,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLWarning,
} from 'yaml';
import { isJsonObject, type Json } from '../../authoring/json.ts';
import { NO_FACTS } from '../export/export-facts.ts';
import { ImportFault, type Locate, type Notes, newNotes } from '../notes.ts';
import { MAX_IMPORT_DEPTH, MAX_IMPORT_VALUES, plainJson } from '../plain-json.ts';
import type { ArchyFlow } from './archy-flow.ts';
import { type PlaceholderValues, placeholders } from './placeholders.ts';

/** How often `*name` may repeat a part of the file. Archy writes none; people who keep YAML by hand do. */
const MAX_ALIASES = 100;

/**
 * Reads a flow as Archy writes it: YAML 1.2 with one root key, the flow type.
 *
 * @throws ImportFault with the line where the text is no YAML, or no flow.
 */
export function readArchy(file: string, text: string, values: PlaceholderValues = {}): ArchyFlow {
  const filled = placeholders(values);
  const source = filled.fillText(text);
  const lines = new LineCounter();
  const document = parse(source, lines);
  const json = plainJson(toPlain(document), filled.fillWhole);
  const found = rootOf(json);
  const notes = newNotes(file, locator(document, lines, found[0]));
  for (const name of filled.missing) notePlaceholder(name, notes);
  return { type: found[0], flow: found[1], facts: NO_FACTS, embedded: [], notes };
}

function parse(source: string, lines: LineCounter): Document {
  refuseExcess(source);
  const document = attempt(() =>
    parseDocument(source, { lineCounter: lines, stringKeys: true, uniqueKeys: false, logLevel: 'error' }),
  );
  // A `!tag` that is not known is a warning: it would make another value than is written.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw syntaxFault(error);
  refuseDoubles(document, lines);
  return document;
}

function syntaxFault({ message, linePos }: YAMLError | YAMLWarning): ImportFault {
  if (message.startsWith('Maximum call stack')) return tooDeep();
  const said = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'it cannot be read';
  return new ImportFault(
    'IMPORT_SYNTAX',
    `this is no YAML: ${said}`,
    'Archy writes YAML 1.2',
    placeOf(linePos?.[0]),
  );
}

function tooDeep(): ImportFault {
  return new ImportFault(
    'IMPORT_LIMIT',
    'the file nests too deeply or repeats itself too often',
    'is it the right file?',
  );
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReferenceError && error.message.startsWith('Unresolved alias'))
      throw new ImportFault(
        'IMPORT_SYNTAX',
        'this is no YAML: an alias names an anchor that is nowhere',
        'Archy writes none',
      );
    if (error instanceof RangeError || error instanceof ReferenceError) throw tooDeep();
    throw error;
  }
}

function toPlain(document: Document): unknown {
  return attempt(() => document.toJS({ maxAliasCount: MAX_ALIASES }));
}

/** The lexer goes on without recursion where the parser would run out of memory, or take very long. */
function refuseExcess(source: string): void {
  let depth = 0;
  let left = MAX_IMPORT_VALUES;
  for (const token of new Lexer().lex(source)) {
    if (--left < 0)
      throw new ImportFault('IMPORT_LIMIT', 'the file holds more than a flow does', 'is it the right file?');
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_IMPORT_DEPTH) throw tooDeep();
  }
}

/** A name that stands twice would lose what it held first; the library's own check takes ever longer in large objects. */
function refuseDoubles(document: Document, lines: LineCounter): void {
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          const place = placeOf(key.range ? lines.linePos(key.range[0]) : undefined);
          throw new ImportFault(
            'IMPORT_SYNTAX',
            `\`${String(key.value)}\` stands twice in one object`,
            'remove one of them',
            place,
          );
        }
        seen.add(key.value);
      }
    },
  });
}

function placeOf(at: { readonly line: number; readonly col: number } | undefined) {
  return at === undefined ? {} : { line: at.line, column: at.col };
}

function rootOf(json: Json): readonly [string, { readonly [key: string]: Json }] {
  const entries = isJsonObject(json) ? Object.entries(json) : [];
  const found = entries.find(([, flow]) => isJsonObject(flow));
  if (found !== undefined && entries.length === 1 && isJsonObject(found[1])) return [found[0], found[1]];
  throw new ImportFault(
    'IMPORT_FLOW',
    'this YAML is no flow as Archy writes it',
    'a flow has one root key, its type, such as `inboundCall:`',
  );
}

function notePlaceholder(name: string, notes: Notes): void {
  notes.add(
    'warning',
    '',
    'IMPORT_PLACEHOLDER',
    `the placeholder \`${name}\` has no value; its name stands for it`,
    `give it one: --set ${name}=value`,
  );
}

/** Finds the line of a JSON Pointer, or of the nearest part around it that has one. */
function locator(document: Document, lines: LineCounter, root: string): Locate {
  return (pointer) => {
    const keys = `/${root}${pointer}`
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    for (; keys.length > 0; keys.pop()) {
      const start = startOf(document, keys);
      if (start !== undefined) {
        const { line, col } = lines.linePos(start);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  };
}

function startOf(document: Document, keys: readonly string[]): number | undefined {
  const parent = document.getIn(keys.slice(0, -1), true);
  const last = keys.at(-1);
  if (typeof parent !== 'object' || parent === null || !('items' in parent)) return undefined;
  const items = parent.items as readonly unknown[];
  const pair = items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === last);
  if (isPair(pair) && isScalar(pair.key)) return pair.key.range?.[0];
  const item = items[Number(last)];
  return typeof item === 'object' && item !== null && 'range' in item
    ? (item.range as [number] | null)?.[0]
    : undefined;
}
