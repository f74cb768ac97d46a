import { ExpressionError } from '../expression.ts';
import { operationFor } from './operations/index.ts';
import { parameterAt, signatureOf } from './signatures.ts';
import type { ArchitectType, Operation } from './tree.ts';

/**
 * What an overload does with operands of these types; a NOT_SET that it does not take is an error.
 *
 * @returns `undefined` for an overload that is not run.
 */
export function guardedOperation(overload: string, types: readonly ArchitectType[]): Operation | undefined {
  const run = operationFor(overload, types);
  const signature = signatureOf(overload);
  if (run === undefined || signature === undefined || toleratesNotSet(overload)) return run;
  const needed = types.map(
    (type, index) => parameterAt(signature, index)?.takesNotSet === false && !type.endsWith('[]'),
  );
  if (!needed.includes(true)) return run;
  return (values, facts) => {
    const absent = values.findIndex((value, index) => value === null && needed[index] === true);
    if (absent >= 0) throw notSet(signature.name, absent);
    return run(values, facts);
  };
}

/**
 * Access to members and items says itself what is NOT_SET. Every cast of one value passes NOT_SET on, those too whose
 * overload is not made for it: ToBool of a Boolean, ToLanguageSkill of a language skill.
 */
function toleratesNotSet(overload: string): boolean {
  return /^[.[]\(|^To[A-Z]\w*\([^,]*\)$/.test(overload);
}

/** @param index of the operand, from 0. */
export function notSet(name: string, index: number): ExpressionError {
  return new ExpressionError(`\`${name}\` got NOT_SET as value ${index + 1}`);
}
