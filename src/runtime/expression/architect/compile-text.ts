import type { Json } from '../../../authoring/json.ts';
import type { ValueType } from '../../value-type.ts';
import {
  isNameFault,
  type NameScope,
  readVariable,
  type VariableReader,
  type VariableReference,
} from '../../variables.ts';
import { dateTimeText } from '../conversion.ts';
import { type Expression, ExpressionError, literal, settled } from '../expression.ts';
import { applyRule } from '../json-logic.ts';
import { referenceReader } from '../read-reference.ts';
import { architectType, fromVariable, toVariable, valueType } from './border.ts';
import { choicesNamed, constantVariable } from './constants.ts';
import { ArchitectFault, caret } from './fault.ts';
import { operationFor } from './operations/index.ts';
import { type FoundName, type NameProblem, resolve } from './resolve.ts';
import { parameterAt, signatureOf } from './signatures.ts';
import type { CallFacts, CallNode, Operation, TypedNode, VariableNode } from './tree.ts';
import { typeName } from './type-names.ts';

/** What is wrong with an expression's text, with a caret under the place. */
export interface TextFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A reader may also know the organization, and may want to hear of open questions that a result depended on. */
type ArchitectReader = VariableReader & Partial<Pick<CallFacts, 'find' | 'dependsOn'>>;

type Read = (reader: VariableReader) => Json;
type Call = (values: readonly Json[], facts: CallFacts) => Json;

interface Context {
  readonly variables: VariableReference[];
  /** What the rule reads by number. */
  readonly reads: Read[];
  /** What the rule's overloads do, by number. */
  readonly calls: Call[];
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

function textFault(text: string, { code, message, hint, pos }: ArchitectFault): TextFault {
  return { code, message: `${message} (character ${pos})\n${caret(text, pos)}`, hint };
}

/** Names of variables have two parts here: `Flow.name`; what follows are members. */
function findName(parts: readonly string[], scope: NameScope): FoundName | NameProblem {
  const found = readVariable(scope, parts.slice(0, 2).join('.'));
  return isNameFault(found) ? found : { reference: found, type: architectType(found.type), length: 2 };
}

function compiled(node: TypedNode): Expression {
  const type = valueType(node.type);
  if (node.kind === 'literal') return literal(toVariable(node.value, node.type) ?? undefined, type);
  const context: Context = { variables: [], reads: [], calls: [] };
  const rule = compile(node, context);
  return {
    type,
    reads: context.variables,
    evaluate: (reader) => settled(toVariable(evaluated(rule, context, reader), node.type)) ?? undefined,
  };
}

function evaluated(rule: Json, { reads, calls }: Context, reader: VariableReader): Json {
  const facts = factsOf(reader);
  return applyRule(rule, {
    readRule: (number) => reads[Number(number)]?.(reader) ?? null,
    call: (number, values) => calls[number]?.(values, facts) ?? null,
  });
}

function factsOf(reader: ArchitectReader): CallFacts {
  const { find, dependsOn } = reader;
  return {
    get now() {
      return dateTimeText(reader.now);
    },
    ...(find && { find: find.bind(reader) }),
    ...(dependsOn && { dependsOn: dependsOn.bind(reader) }),
  };
}

/** The JSONLogic rule of a tree. */
function compile(node: TypedNode, context: Context): Json {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'variable') return compileVariable(node, context);
  const operands = node.operands.map((operand) => compile(operand, context));
  switch (node.name) {
    case 'If':
    case '?':
      return { if: operands };
    case 'and':
    case 'or':
      return { [node.name]: operands.map((operand, index) => guarded(operand, index, node, context)) };
    default:
      return overloaded(node, operands, operation(node), context);
  }
}

function compileVariable({ reference, type }: VariableNode, context: Context): Json {
  const constant = reference.scope === 'builtIn' ? constantVariable(reference.name) : undefined;
  if (constant !== undefined) return numbered(() => constant.value, context);
  if (choicesNamed(reference.name) !== undefined) return null; // a list of choices has no value of its own
  context.variables.push(reference);
  const read = referenceReader(reference);
  return numbered((reader) => fromVariable(read(reader), type), context);
}

function numbered(read: Read, context: Context): Json {
  return { var: [String(context.reads.push(read) - 1), null] };
}

function operation({ overload, operands, pos, name }: CallNode): Operation {
  const found = operationFor(
    overload,
    operands.map((operand) => operand.type),
  );
  if (found !== undefined) return found;
  throw new ArchitectFault(
    pos,
    'UNKNOWN_FUNCTION',
    `\`${name}\` is not run by this version with ${operands.map(({ type }) => typeName(type)).join(', ')}`,
    'compute it in another way',
  );
}

/** The rule of a call: its overload by name, and by number what that does for the types at hand. */
function overloaded(node: CallNode, operands: readonly Json[], run: Operation, context: Context): Json {
  const signature = signatureOf(node.overload);
  const needed = node.operands.map(({ type }, index) => {
    const parameter = signature === undefined ? undefined : parameterAt(signature, index);
    return parameter?.takesNotSet === false && !type.endsWith('[]') && !toleratesNotSet(node);
  });
  const call: Call = (values, facts) => {
    refuseNotSet(node.name, values, needed);
    return run(values, facts);
  };
  return { [node.overload]: [context.calls.push(call) - 1, ...operands] };
}

/** Access to members and items says itself what is NOT_SET, and every cast passes NOT_SET on. */
function toleratesNotSet({ name, overload }: CallNode): boolean {
  return name === '.' || name === '[' || overload === 'ToPhoneNumber(str)';
}

/** An operand of `and` or `or`: it must not be NOT_SET, and is asked only when it is evaluated. */
function guarded(operand: Json, index: number, node: CallNode, context: Context): Json {
  const call: Call = ([value = null]) => {
    if (value !== null) return value;
    throw notSet(node.name, index);
  };
  return { [node.overload]: [context.calls.push(call) - 1, operand] };
}

function refuseNotSet(name: string, values: readonly Json[], needed: readonly boolean[]): void {
  const absent = values.findIndex((value, index) => value === null && needed[index] === true);
  if (absent >= 0) throw notSet(name, absent);
}

function notSet(name: string, index: number): ExpressionError {
  return new ExpressionError(`\`${name}\` got NOT_SET as value ${index + 1}`);
}
