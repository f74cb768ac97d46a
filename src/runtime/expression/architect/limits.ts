import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { ArchitectFault } from './fault.ts';
import { parameterAt, type Signature } from './signatures.ts';
import type { LiteralNode, TypedNode } from './tree.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const DIALING_CODES: ReadonlySet<string> = new Set(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/**
 * The operands of a call, its literals checked against the limits of the overload; codes of currencies in upper case.
 * What only a call knows is checked there.
 *
 * @throws ArchitectFault
 */
export function checkLimits(signature: Signature, operands: readonly TypedNode[]): readonly TypedNode[] {
  return operands.map((operand, index) => {
    const limits = parameterAt(signature, index)?.limits ?? [];
    return limits.reduce((node, limit) => checked(node, limit, signature.name), operand);
  });
}

function checked(node: TypedNode, limit: string, name: string): TypedNode {
  if (node.kind !== 'literal') {
    if (limit !== 'literal') return node;
    throw fault(node, `\`${name}\` wants a literal here`, 'write the value itself');
  }
  if (node.value === null) return node;
  if (limit === 'ISO4217') return currencyCode(node);
  if (limit === 'DialingCodes') return dialingCode(node);
  if (limit === 'nonzero' && Number(node.value) === 0)
    throw name === '/' || name === '%'
      ? fault(node, `\`${name}\` by zero`, 'divide by another number')
      : fault(node, `\`${name}\` takes no 0 here`, 'write another number');
  const [, sign, bound] = /^(>=|<=)(-?\d+)$/.exec(limit) ?? [];
  if (sign === undefined) return node;
  const [value, end] = [Number(node.value), Number(bound)];
  if (sign === '>=' ? value >= end : value <= end) return node;
  throw fault(
    node,
    `\`${name}\` got ${value} here`,
    sign === '>=' ? `it takes ${end} and above` : `it takes ${end} and below`,
  );
}

function currencyCode(node: LiteralNode): LiteralNode {
  const code = String(node.value).toUpperCase();
  if (CURRENCIES.has(code)) return { ...node, value: code };
  throw fault(node, 'this is no code of a currency', 'write it as ISO 4217 has it, such as "USD"');
}

function dialingCode(node: LiteralNode): LiteralNode {
  if (DIALING_CODES.has(String(node.value).replace('+', ''))) return node;
  throw fault(node, 'this is no dialing code of a country', 'write its digits, such as "44"');
}

function fault(node: TypedNode, message: string, hint: string): ArchitectFault {
  return new ArchitectFault(node.pos, 'EXPRESSION_VALUE', message, hint);
}
