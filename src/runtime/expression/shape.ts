import { isJsonObject, type Json } from '../../authoring/json.ts';
import type { TemplatePath } from '../../authoring/path-template.ts';
import { isNameFault, type NameScope, readVariable, type VariableReference } from '../variables.ts';
import type { TypedNode } from './architect/tree.ts';
import { OPERATORS } from './operators.ts';

/** What an expression does with which values, as checks of whole flows see it; never evaluated. */
export type Shape =
  /** `value` is absent for NOT_SET. */
  | { readonly kind: 'literal'; readonly value?: Json }
  | { readonly kind: 'read'; readonly reference: VariableReference }
  /** A function or operator; one that reads members is `.` with the member's name first. */
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Shape[] }
  /** Something that is not looked into. */
  | { readonly kind: 'opaque' };

const OPAQUE: Shape = { kind: 'opaque' };

/** The shape of a JSONLogic rule that was found without fault. @param within the shape of `{"exp": …}` in it */
export function ruleShape(json: Json, scope: NameScope, within: (exp: Json) => Shape): Shape {
  const shapeOf = (one: Json) => ruleShape(one, scope, within);
  if (Array.isArray(json)) return call('list', json.map(shapeOf));
  if (!isJsonObject(json)) return literalShape(json);
  const [[name, operand] = []] = Object.entries(json);
  if (name === undefined || operand === undefined) return OPAQUE;
  if (name === 'lit') return literalShape(operand);
  if (name === 'exp') return within(operand);
  const operands = Array.isArray(operand) ? operand : [operand];
  if (name === 'var') return variableShape(operands, scope);
  if (name.startsWith('missing') || OPERATORS[name]?.iterates === true) return OPAQUE;
  return call(name, operands.map(shapeOf));
}

function variableShape([path, otherwise = null]: readonly Json[], scope: NameScope): Shape {
  const shape = typeof path === 'string' ? readShape(path, scope) : OPAQUE;
  return otherwise === null ? shape : call('default', [shape, literalShape(otherwise)]);
}

function readShape(path: string, scope: NameScope): Shape {
  const reference = readVariable(scope, path);
  return isNameFault(reference) ? OPAQUE : { kind: 'read', reference };
}

/** The shape of a text with variables in it. */
export function textShape(parts: readonly (string | TemplatePath)[], scope: NameScope): Shape {
  return call(
    'cat',
    parts.map((part) => (typeof part === 'string' ? literalShape(part) : readShape(part.raw, scope))),
  );
}

/** The shape of an Architect expression. */
export function nodeShape(node: TypedNode): Shape {
  if (node.kind === 'literal') return literalShape(node.value);
  if (node.kind === 'variable') return { kind: 'read', reference: node.reference };
  return call(node.name, node.operands.map(nodeShape));
}

function literalShape(value: Json | undefined): Shape {
  return value === undefined || value === null ? { kind: 'literal' } : { kind: 'literal', value };
}

/** A call's shape. */
export function call(name: string, operands: readonly Shape[]): Shape {
  return { kind: 'call', name, operands };
}
