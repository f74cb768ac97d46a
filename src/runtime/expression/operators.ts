import type { ValueType } from '../value-type.ts';
import { FUNCTIONS } from './functions.ts';

/** What the checker knows of an operator of JSONLogic rules. */
export interface OperatorDefinition {
  readonly minimum: number;
  readonly maximum: number;
  /** What it gives; `same` is what its branches agree on. */
  readonly type: ValueType | 'number' | 'same';
  /** Operand whose `var`s name parts of an item, and not variables of the flow. */
  readonly iterates?: true;
}

const MANY = 1_000;

/** JSONLogic's own operators with their arity. `log` and `method` are left out on purpose (SECURITY.md). */
const JSON_LOGIC: { readonly [name: string]: OperatorDefinition } = {
  var: { minimum: 0, maximum: 2, type: 'any' },
  missing: { minimum: 0, maximum: MANY, type: 'any' },
  missing_some: { minimum: 2, maximum: 2, type: 'any' },
  if: { minimum: 1, maximum: MANY, type: 'same' },
  '?:': { minimum: 3, maximum: 3, type: 'same' },
  '==': { minimum: 2, maximum: 2, type: 'boolean' },
  '===': { minimum: 2, maximum: 2, type: 'boolean' },
  '!=': { minimum: 2, maximum: 2, type: 'boolean' },
  '!==': { minimum: 2, maximum: 2, type: 'boolean' },
  '!': { minimum: 1, maximum: 1, type: 'boolean' },
  '!!': { minimum: 1, maximum: 1, type: 'boolean' },
  or: { minimum: 1, maximum: MANY, type: 'same' },
  and: { minimum: 1, maximum: MANY, type: 'same' },
  '>': { minimum: 2, maximum: 2, type: 'boolean' },
  '>=': { minimum: 2, maximum: 2, type: 'boolean' },
  '<': { minimum: 2, maximum: 3, type: 'boolean' },
  '<=': { minimum: 2, maximum: 3, type: 'boolean' },
  max: { minimum: 1, maximum: MANY, type: 'number' },
  min: { minimum: 1, maximum: MANY, type: 'number' },
  '+': { minimum: 1, maximum: MANY, type: 'number' },
  '-': { minimum: 1, maximum: 2, type: 'number' },
  '*': { minimum: 1, maximum: MANY, type: 'number' },
  '/': { minimum: 2, maximum: 2, type: 'number' },
  '%': { minimum: 2, maximum: 2, type: 'number' },
  map: { minimum: 2, maximum: 2, type: 'any', iterates: true },
  filter: { minimum: 2, maximum: 2, type: 'any', iterates: true },
  reduce: { minimum: 2, maximum: 3, type: 'any', iterates: true },
  all: { minimum: 2, maximum: 2, type: 'boolean', iterates: true },
  none: { minimum: 2, maximum: 2, type: 'boolean', iterates: true },
  some: { minimum: 2, maximum: 2, type: 'boolean', iterates: true },
  merge: { minimum: 0, maximum: MANY, type: 'any' },
  in: { minimum: 2, maximum: 2, type: 'boolean' },
  cat: { minimum: 0, maximum: MANY, type: 'string' },
  substr: { minimum: 2, maximum: 3, type: 'string' },
};

/** Every operator a rule may use: JSONLogic's, then Architect's functions. */
export const OPERATORS: { readonly [name: string]: OperatorDefinition } = { ...JSON_LOGIC, ...FUNCTIONS };
