import { FUNCTION_SIGNATURES, NEWER_FUNCTION_SIGNATURES } from './signatures-functions.ts';
import { OPERATOR_SIGNATURES } from './signatures-operators.ts';
import type { ArchitectType } from './tree.ts';
import { typeName } from './type-names.ts';

/** An operand as an overload wants it. */
export interface Parameter {
  /** `any` takes every type, the same one all over the overload; `apa` prompts and audio; `cop` parts of a communication. */
  readonly type: ArchitectType;
  /** Whether NOT_SET may come in. */
  readonly takesNotSet: boolean;
  /** What a literal must keep to: `>=0`, `<=28`, `nonzero`, `literal`, `ISO4217` … */
  readonly limits: readonly string[];
}

/** One way to call a function or an operator. */
export interface Signature {
  /** `ToString(dec?,int)`: the name, and the operands' types with `?` for NOT_SET and `...` for any number of them. */
  readonly overload: string;
  readonly name: string;
  readonly returns: ArchitectType;
  readonly parameters: readonly Parameter[];
  /** Whether the last operand may stand any number of times, at least once. */
  readonly repeats: boolean;
  /** Architect reads it but does not offer it. */
  readonly isHidden: boolean;
}

/** Overloads of an operator; none for what is no operator. */
export function operatorSignatures(operator: string): readonly Signature[] {
  return OPERATORS.get(operator) ?? [];
}

/** Overloads of a function, its name in any case; none for a function that is not known. */
export function functionSignatures(name: string): readonly Signature[] {
  return FUNCTIONS.get(name.toLowerCase()) ?? [];
}

/** All functions by their own spelling, those of hidden overloads only left out. */
export function functionNames(): readonly string[] {
  return [...FUNCTIONS.values()].flatMap(([first, ...more]) =>
    first === undefined || [first, ...more].every((one) => one.isHidden) ? [] : [first.name],
  );
}

/** The overload of a key such as `+(dec,int)`. */
export function signatureOf(overload: string): Signature | undefined {
  return BY_OVERLOAD.get(overload);
}

/** Every overload's key. */
export function overloads(): readonly string[] {
  return [...BY_OVERLOAD.keys()];
}

/** The parameter of the operand at a place, repeated ones included. */
export function parameterAt(signature: Signature, index: number): Parameter | undefined {
  return signature.parameters[Math.min(index, signature.parameters.length - 1)];
}

/** How a message writes an overload: `ToString(Decimal, Integer)`, `Boolean and Boolean`. */
export function shownSignature({ name, parameters, repeats }: Signature): string {
  const [first = '', second, ...more] = parameters.map(({ type }) => typeName(type));
  if (/^[A-Z]/.test(name)) {
    const all = [first, second, ...more].filter(Boolean).join(', ');
    return `${name}(${all}${repeats ? ', …' : ''})`;
  }
  if (second === undefined) return `${name}${first}`;
  return name === '?' ? `${first} ? ${second} : ${more.join()}` : `${first} ${name} ${second}`;
}

/** Reads `dec(dec?, int >=1 <=28)`: what it gives, then types, `...` for repeats, `?` for NOT_SET, and limits. */
function signature(name: string, text: string): Signature {
  const [, returns = '', inner = '', hidden] = /^([^(]+)\((.*)\)( hidden)?$/.exec(text) ?? [];
  const operands = inner === '' ? [] : inner.split(', ');
  const types = operands.map((operand) => operand.split(' ')[0] ?? '');
  return {
    overload: `${name}(${types.join(',')})`,
    name,
    returns,
    parameters: operands.map(parameter),
    repeats: types.at(-1)?.includes('...') ?? false,
    isHidden: hidden !== undefined,
  };
}

function parameter(text: string): Parameter {
  const [type = '', ...limits] = text.split(' ');
  return { type: type.replace(/\.{3}|\?/g, ''), takesNotSet: type.endsWith('?'), limits };
}

function table(
  written: { readonly [name: string]: readonly string[] },
  key: (name: string) => string,
): ReadonlyMap<string, readonly Signature[]> {
  return new Map(
    Object.entries(written).map(([name, texts]) => [key(name), texts.map((text) => signature(name, text))]),
  );
}

const OPERATORS = table(OPERATOR_SIGNATURES, (name) => name);
const FUNCTIONS = table({ ...FUNCTION_SIGNATURES, ...NEWER_FUNCTION_SIGNATURES }, (name) =>
  name.toLowerCase(),
);
const BY_OVERLOAD = new Map(
  [...OPERATORS.values(), ...FUNCTIONS.values()].flat().map((one) => [one.overload, one]),
);
