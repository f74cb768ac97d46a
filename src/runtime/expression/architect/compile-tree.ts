import { isJsonObject, type Json } from '../../../authoring/json.ts';
import type { VariableReader, VariableReference } from '../../variables.ts';
import { applyRule } from '../json-logic.ts';
import { referenceReader } from '../read-reference.ts';
import { fromVariable } from './border.ts';
import { choicesNamed, constantVariable } from './constants.ts';
import { ArchitectFault } from './fault.ts';
import { guardedOperation, notSet } from './guarded-operation.ts';
import { operationByValue } from './operation-by-value.ts';
import { booleanOf } from './operations/values.ts';
import type { ArchitectType, CallFacts, CallNode, Operation, TypedNode, VariableNode } from './tree.ts';
import { typeName } from './type-names.ts';

/** What gives a compiled tree its value; NOT_SET is null. */
export type Evaluate = (reader: VariableReader, facts: CallFacts) => Json;

/** A compiled tree. */
export interface CompiledTree {
  /** The variables it reads, once for each place. */
  readonly variables: readonly VariableReference[];
  readonly evaluate: Evaluate;
}

/** A part of a tree: as a JSONLogic rule, and as a closure that does the same. */
interface Part {
  readonly rule: Json;
  readonly fast: Evaluate;
}

interface Context {
  readonly variables: VariableReference[];
  /** What the rule reads by number. */
  readonly reads: Evaluate[];
  /** What the rule's overloads do, by number. */
  readonly calls: Operation[];
}

/**
 * How many nodes a tree may have to run as closures, and of which types: so few operations on texts of limited length
 * cannot take long, and need no budget. All others json-logic-js walks, under its budget.
 */
const MAX_FAST_NODES = 32;
const FAST_TYPES = new Set(['int', 'dec', 'str', 'bln', 'dtm', 'dur', 'phn', 'que', 'usr']);

/** Compiles a tree to a JSONLogic rule of Architect's overloads. @throws ArchitectFault for one that cannot be run */
export function compileTree(tree: TypedNode): CompiledTree {
  const context: Context = { variables: [], reads: [], calls: [] };
  const { rule, fast } = compile(tree, context);
  return { variables: context.variables, evaluate: isSmall(tree) ? fast : walking(rule, context) };
}

function walking(rule: Json, { reads, calls }: Context): Evaluate {
  return (reader, facts) =>
    applyRule(rule, {
      readRule: (number) => reads[Number(number)]?.(reader, facts) ?? null,
      call: (number, values) => calls[number]?.(values, facts) ?? null,
    });
}

function isSmall(tree: TypedNode): boolean {
  let nodes = 0;
  const fits = (node: TypedNode): boolean => {
    nodes += 1;
    if (nodes > MAX_FAST_NODES || !FAST_TYPES.has(node.type)) return false;
    return node.kind !== 'call' || node.operands.every(fits);
  };
  return fits(tree);
}

function compile(node: TypedNode, context: Context): Part {
  if (node.kind === 'literal') return { rule: node.value, fast: () => node.value };
  if (node.kind === 'variable') return compileVariable(node, context);
  const operands = node.operands.map((operand) => compile(operand, context));
  switch (node.name) {
    case 'If':
    case '?':
      return choice(withCondition(node, operands, context));
    case 'and':
    case 'or':
      return junction(node, operands, context);
    default:
      return node.candidates === undefined
        ? overloaded(node, operands, context)
        : called(node.overload, operationByValue(node, node.candidates), operands, context);
  }
}

function compileVariable({ reference, type }: VariableNode, context: Context): Part {
  const constant = reference.scope === 'builtIn' ? constantVariable(reference.name) : undefined;
  if (constant?.type === 'pmt') return prompt(reference, constant.value, context);
  if (constant !== undefined) return numbered(() => constant.value, context);
  if (choicesNamed(reference.name) !== undefined) return { rule: null, fast: () => null }; // it has choices, no value
  context.variables.push(reference);
  const read = referenceReader(reference);
  const convert = fromVariable(type);
  return numbered((reader) => convert(read(reader)), context);
}

/** A prompt by its name: as the organization has it, or by its name alone. */
function prompt(reference: VariableReference, value: Json, context: Context): Part {
  context.variables.push(reference);
  const { name, type } = isJsonObject(value) ? value : {};
  const kind = type === 'system' ? 'systemPrompt' : 'userPrompt';
  return numbered((_reader, { find }) => find?.(kind, 'name', String(name)) ?? value, context);
}

function numbered(read: Evaluate, context: Context): Part {
  return { rule: { var: [String(context.reads.push(read) - 1), null] }, fast: read };
}

/** The operands of a choice; a condition whose type only the call tells must be a Boolean then. */
function withCondition(node: CallNode, operands: readonly Part[], context: Context): readonly Part[] {
  const [condition, ...branches] = operands;
  if (condition === undefined || node.operands[0]?.type !== 'any') return operands;
  const check: Operation = ([value = null]) => (value === null ? null : booleanOf(value));
  return [called(node.overload, check, [condition], context), ...branches];
}

/** Only the chosen branch is evaluated; a condition that is NOT_SET is false. */
function choice(operands: readonly Part[]): Part {
  const [condition, yes, no] = operands.map((operand) => operand.fast);
  return {
    rule: { if: operands.map((operand) => operand.rule) },
    fast: (reader, facts) => (condition?.(reader, facts) === true ? yes : no)?.(reader, facts) ?? null,
  };
}

/** `and` and `or` from left to right, only as far as needed; what they ask must not be NOT_SET. */
function junction(node: CallNode, operands: readonly Part[], context: Context): Part {
  const guards = operands.map((operand, index) => {
    const guard: Operation = ([value = null]) => {
      if (value === null) throw notSet(node.name, index);
      return booleanOf(value);
    };
    return called(node.overload, guard, [operand], context);
  });
  const ends = node.name === 'or';
  return {
    rule: { [node.name]: guards.map((guard) => guard.rule) },
    fast: (reader, facts) => guards.some((guard) => guard.fast(reader, facts) === ends) === ends,
  };
}

function overloaded(node: CallNode, operands: readonly Part[], context: Context): Part {
  const types = node.operands.map((operand) => operand.type);
  const found = guardedOperation(node.overload, types);
  if (found === undefined) throw notRun(node, types);
  return called(node.overload, found, operands, context);
}

/** The rule of a call: its overload by name, and by number what that does for the types at hand. */
function called(overload: string, run: Operation, operands: readonly Part[], context: Context): Part {
  const number = context.calls.push(run) - 1;
  return {
    rule: { [overload]: [number, ...operands.map((operand) => operand.rule)] },
    fast: (reader, facts) =>
      run(
        operands.map((operand) => operand.fast(reader, facts)),
        facts,
      ),
  };
}

function notRun({ pos, name }: CallNode, types: readonly ArchitectType[]): ArchitectFault {
  return new ArchitectFault(
    pos,
    'UNKNOWN_FUNCTION',
    `\`${name}\` is not run by this version with ${types.map(typeName).join(', ')}`,
    'compute it in another way',
  );
}
