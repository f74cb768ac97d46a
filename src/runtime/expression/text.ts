import type { Json } from '../../authoring/json.ts';
import {
  fillTemplate,
  type PathTemplate,
  parsePathTemplate,
  type TemplatePath,
} from '../../authoring/path-template.ts';
import {
  isNameFault,
  type NameScope,
  readVariable,
  type VariableReader,
  type VariableReference,
} from '../variables.ts';
import type { Report } from './compile-rule.ts';
import { toText } from './conversion.ts';
import { boundedText } from './expression.ts';
import { referenceReader } from './read-reference.ts';
import { type Shape, textShape } from './shape.ts';

/** A text with variables in it, compiled. NOT_SET reads as nothing. */
export interface Text {
  readonly reads: readonly VariableReference[];
  /** The whole text when it names no variable. */
  readonly constant?: string;
  /** What it is made of; absent when it names no variable. */
  shape?(): Shape;
  /** @throws ExpressionError when it grows too long. */
  fill(reader: VariableReader): string;
}

/** Compiles a text in which `{{Scope.name}}` stands for a variable. */
export function compileText(text: string, scope: NameScope, report: Report): Text {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) {
    const { message, hint, line, column } = parsed.fault;
    report('', 'TEXT_TEMPLATE', `${message} (line ${line}, character ${column} of the text)`, hint);
    return constantText('');
  }
  const paths = parsed.template.parts.filter((part): part is TemplatePath => typeof part !== 'string');
  if (paths.length === 0) return constantText(parsed.template.parts.join(''));
  const readers = new Map<string, (reader: VariableReader) => Json | undefined>();
  const reads = paths.flatMap((path) => compilePath(path, scope, report, readers));
  const { parts } = parsed.template;
  return {
    reads,
    shape: () => textShape(parts, scope),
    fill: (reader) => fill(parsed.template, readers, reader),
  };
}

function compilePath(
  path: TemplatePath,
  scope: NameScope,
  report: Report,
  readers: Map<string, (reader: VariableReader) => Json | undefined>,
): VariableReference[] {
  const reference = readVariable(scope, path.raw);
  if (isNameFault(reference)) {
    report('', reference.code, reference.message, reference.hint);
    return [];
  }
  readers.set(path.raw, referenceReader(reference));
  return [reference];
}

function fill(
  template: PathTemplate,
  readers: ReadonlyMap<string, (reader: VariableReader) => Json | undefined>,
  reader: VariableReader,
): string {
  const text = fillTemplate(template, (path) => {
    const value = readers.get(path.raw)?.(reader);
    return value === undefined || value === null ? '' : toText(value);
  });
  return boundedText(text);
}

function constantText(text: string): Text {
  return { reads: [], constant: text, fill: () => text };
}
