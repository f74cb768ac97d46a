import type { ValueType } from '../../value-type.ts';
import { isNameFault, type NameScope, readVariable, type VariableReader } from '../../variables.ts';
import { dateTimeText } from '../conversion.ts';
import { type Expression, literal, settled } from '../expression.ts';
import { nodeShape } from '../shape.ts';
import { architectType, toVariable, valueType } from './border.ts';
import { compileTree } from './compile-tree.ts';
import { ArchitectFault, caret } from './fault.ts';
import { type FoundName, type NameProblem, resolve } from './resolve.ts';
import type { CallFacts, TypedNode } from './tree.ts';

/** What is wrong with an expression's text, with a caret under the place. */
export interface TextFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Compiles an Architect expression such as `If(IsSet(Flow.name), Flow.name, "nobody")`.
 *
 * @param wanted what it must give; it converts by Architect's rules, which convert a whole expression only.
 */
export function compileExpressionText(
  text: string,
  wanted: ValueType,
  scope: NameScope,
): Expression | TextFault {
  try {
    const target = wanted === 'json' ? 'any' : architectType(wanted);
    return compiled(resolve(text, target, (parts) => findName(parts, scope)));
  } catch (error) {
    if (!(error instanceof ArchitectFault)) throw error;
    return textFault(text, error);
  }
}

/** Whether compiling gave a fault. */
export function isTextFault(result: Expression | TextFault): result is TextFault {
  return 'code' in result;
}

/** A new line, set in as hints are. */
const INDENTED = '\n    ';

function textFault(text: string, { code, message, hint, pos }: ArchitectFault): TextFault {
  return {
    code,
    message: `${message} (character ${pos})\n${caret(text, pos)}`.replaceAll('\n', INDENTED),
    hint,
  };
}

/** Names of variables have two parts here: `Flow.name`; what follows are members. */
function findName(parts: readonly string[], scope: NameScope): FoundName | NameProblem {
  const found = readVariable(scope, parts.slice(0, 2).join('.'));
  return isNameFault(found) ? found : { reference: found, type: architectType(found.type), length: 2 };
}

function compiled(node: TypedNode): Expression {
  const type = valueType(node.type);
  const out = toVariable(node.type);
  if (node.kind === 'literal') return literal(out?.(node.value) ?? node.value ?? undefined, type);
  const { variables, evaluate } = compileTree(node);
  return {
    type,
    reads: variables,
    shape: () => nodeShape(node),
    evaluate:
      out === undefined
        ? (reader) => settled(evaluate(reader, factsOf(reader))) ?? undefined
        : (reader) => settled(out(evaluate(reader, factsOf(reader)))) ?? undefined,
  };
}

/** Facts by the reader they are asked of: a call evaluates many expressions with one. */
const known = new WeakMap<VariableReader, CallFacts>();

function factsOf(reader: VariableReader): CallFacts {
  const facts = known.get(reader);
  if (facts !== undefined) return facts;
  const made = newFacts(reader);
  known.set(reader, made);
  return made;
}

function newFacts(reader: VariableReader): CallFacts {
  const { find, dependsOn } = reader;
  return {
    get now() {
      return dateTimeText(reader.now);
    },
    get languages() {
      return reader.languages ?? [];
    },
    ...(find && { find: find.bind(reader) }),
    ...(dependsOn && { dependsOn: dependsOn.bind(reader) }),
  };
}
