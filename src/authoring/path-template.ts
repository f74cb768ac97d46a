import Handlebars from 'handlebars';
import { isForbiddenKey } from './load-gate.ts';

/** One `{{a.b}}` of a template. */
export interface TemplatePath {
  /** Its names in order, e.g. `['Flow', 'number']`; at least one. */
  readonly path: readonly string[];
  /** The names joined with dots, for messages and look-ups. */
  readonly raw: string;
}

/** A text with `{{paths}}` in it, parsed: literal stretches and paths in order. */
export interface PathTemplate {
  readonly parts: readonly (string | TemplatePath)[];
}

/** Why a text is no path template. */
export interface TemplateFault {
  /** What is wrong, a sentence without a full stop. */
  readonly message: string;
  /** What would be right. */
  readonly hint: string;
  /** 1-based, within the text. */
  readonly line: number;
  /** 1-based, within the line. */
  readonly column: number;
}

/** What parsePathTemplate returns. */
export type ParsedTemplate =
  | { readonly ok: true; readonly template: PathTemplate }
  | { readonly ok: false; readonly fault: TemplateFault };

const HINT =
  'write a name between two braces, such as {{Flow.number}}; \\{{ stands for the braces themselves';

const STATEMENT_FAULTS: { readonly [type: string]: string } = {
  BlockStatement: 'Blocks such as {{#if}} and {{#each}} cannot be used here',
  PartialStatement: 'Partials ({{> name}}) cannot be used here',
  PartialBlockStatement: 'Partials ({{> name}}) cannot be used here',
  Decorator: 'Decorators ({{* name}}) cannot be used here',
  DecoratorBlock: 'Decorators ({{* name}}) cannot be used here',
};

/**
 * Parses a text in which only paths may stand between braces. It is Handlebars' syntax, read by Handlebars' parser,
 * without helpers, blocks, partials, `../`, `this` and `@data`; comments are dropped. Values are never escaped for HTML.
 */
export function parsePathTemplate(text: string): ParsedTemplate {
  // Handlebars takes a ready-made syntax tree where a text is meant, and would trust it.
  if (typeof text !== 'string') return fault('A template must be a text', 1, 1);
  if (!text.includes('{{')) return { ok: true, template: { parts: text === '' ? [] : [text] } };
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(text);
  } catch (error) {
    return syntaxFault(text, error);
  }
  const parts: (string | TemplatePath)[] = [];
  for (const statement of program.body) {
    if (statement.type === 'CommentStatement') continue;
    const part = readStatement(statement);
    if (typeof part === 'object' && 'refused' in part) return faultAt(part.refused, statement.loc);
    append(parts, part);
  }
  return { ok: true, template: { parts } };
}

/** The path of a template that is exactly one path and nothing else, so that its value can keep its type. */
export function solePath(template: PathTemplate): TemplatePath | undefined {
  const [first] = template.parts;
  return template.parts.length === 1 && typeof first === 'object' ? first : undefined;
}

/** Whether a template holds no path: it always gives the same text. */
export function isConstant(template: PathTemplate): boolean {
  return template.parts.every((part) => typeof part === 'string');
}

/** The paths of a template in order. */
export function pathsOf(template: PathTemplate): readonly TemplatePath[] {
  return template.parts.filter((part) => typeof part === 'object');
}

/** The text of a template with every path replaced by what `read` says of it. */
export function fillTemplate(template: PathTemplate, read: (path: TemplatePath) => string): string {
  let text = '';
  for (const part of template.parts) text += typeof part === 'string' ? part : read(part);
  return text;
}

function readStatement(statement: hbs.AST.Statement): string | TemplatePath | { readonly refused: string } {
  if (isContent(statement)) return statement.value;
  if (isMustache(statement)) return readMustache(statement);
  return { refused: STATEMENT_FAULTS[statement.type] ?? 'Only names can stand between braces here' };
}

function readMustache(statement: hbs.AST.MustacheStatement): TemplatePath | { readonly refused: string } {
  const { path } = statement;
  if (statement.params.length > 0 || statement.hash !== undefined) {
    return { refused: 'Only one name can stand between braces; helpers with arguments cannot be used here' };
  }
  if (!isPath(path)) return { refused: 'A fixed value needs no braces' };
  if (path.data) return { refused: 'Names that begin with @ cannot be used here' };
  const names = path.parts;
  // `original` differs from the joined names where `this`, `./`, `../` or a slash stood in the text.
  if (names.length === 0 || path.depth > 0 || path.original !== names.join('.')) {
    return { refused: '`this`, `../` and slashes cannot be used in a name' };
  }
  const forbidden = names.find(isForbiddenKey);
  if (forbidden !== undefined) return { refused: `\`${forbidden}\` cannot be used in a name` };
  return { path: names, raw: path.original };
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function isMustache(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  return statement.type === 'MustacheStatement';
}

function isPath(expression: hbs.AST.Expression): expression is hbs.AST.PathExpression {
  return expression.type === 'PathExpression';
}

/** Neighbouring literals become one, so that a template without paths has at most one part. */
function append(parts: (string | TemplatePath)[], part: string | TemplatePath): void {
  const last = parts.at(-1);
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
  else if (part !== '') parts.push(part);
}

/** Handlebars tells the line of a syntax error, not the column: the last open braces on that line stand for it. */
function syntaxFault(text: string, error: unknown): ParsedTemplate {
  const message = error instanceof Error ? error.message : '';
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  const column = Math.max(0, (text.split('\n')[line - 1] ?? '').lastIndexOf('{{')) + 1;
  return fault('The braces are not closed, or what stands between them is not a name', line, column);
}

function faultAt(message: string, loc: hbs.AST.SourceLocation): ParsedTemplate {
  return fault(message, loc.start.line, loc.start.column + 1);
}

function fault(message: string, line: number, column: number): ParsedTemplate {
  return { ok: false, fault: { message, hint: HINT, line, column } };
}
