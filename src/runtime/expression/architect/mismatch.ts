import { didYouMean } from '../../../authoring/suggest.ts';
import { ArchitectFault } from './fault.ts';
import { takesCount } from './overload.ts';
import { functionNames, parameterAt, type Signature, shownSignature } from './signatures.ts';
import type { ArchitectType } from './tree.ts';
import { typeName } from './type-names.ts';

/** Functions that Genesys has named; what they take and give no public source tells. */
const NAMED_ONLY = ['Random', 'RandomInt', 'FindQueueEstimatedWaitTime', 'GetQueueEstimatedWaitTime'];

/** A call of a function that is not there. */
export function unknownFunction(name: string, pos: number): ArchitectFault {
  const named = NAMED_ONLY.find((one) => one.toLowerCase() === name.toLowerCase());
  if (named !== undefined) {
    const message = `\`${named}\` is not run by this version`;
    return new ArchitectFault(pos, 'UNKNOWN_FUNCTION', message, 'have a data action give the value');
  }
  return new ArchitectFault(
    pos,
    'UNKNOWN_FUNCTION',
    `there is no function \`${name}\``,
    didYouMean(name, functionNames(), 'see the list of functions in the reference'),
  );
}

/** A call with values that no overload takes. */
export function mismatch(
  name: string,
  signatures: readonly Signature[],
  types: readonly ArchitectType[],
  pos: number,
): ArchitectFault {
  const counted = signatures.filter((one) => takesCount(one, types.length));
  if (counted.length > 0) return noOverload(name, types, pos, counted);
  return new ArchitectFault(
    pos,
    'EXPRESSION_TYPE',
    `\`${name}\` got ${types.length} ${types.length === 1 ? 'value' : 'values'}`,
    `it takes ${shownForms(signatures)}`,
  );
}

/** Values of types that a function or an operator does not take. */
export function noOverload(
  name: string,
  types: readonly ArchitectType[],
  pos: number,
  signatures: readonly Signature[] = [],
): ArchitectFault {
  return new ArchitectFault(
    pos,
    'EXPRESSION_TYPE',
    `\`${name}\` does not take ${shownTypes(types)}`,
    mismatchHint(name, types, signatures),
  );
}

function mismatchHint(
  name: string,
  types: readonly ArchitectType[],
  signatures: readonly Signature[],
): string {
  if (name === '+' && types.includes('str'))
    return 'join texts with Append, and make one of a value with ToString';
  if (name === '-' && types.every((type) => type === 'dtm'))
    return 'the time between two moments is DateTimeDiff';
  if (name === '==' || name === '!=')
    return 'both sides need one type; convert one with ToString, ToInt and the like';
  if (types.includes('bln') && (name === '&' || name === '|'))
    return `conditions are joined by ${name === '&' ? 'and' : 'or'}`;
  if (types.every((type) => type === 'nts'))
    return 'give NOT_SET a type: ToString(NOT_SET), ToInt(NOT_SET) …';
  if (name === '?')
    return 'both values need one type; put a "?" within another into ( ): a ? b : (c ? d : e)';
  return `it takes ${shownForms(nearest(signatures, types))}`;
}

/** The overloads that take most of the values as they are, the first above all; all of them when none takes any. */
function nearest(signatures: readonly Signature[], types: readonly ArchitectType[]): readonly Signature[] {
  const fitting = signatures.map((one) =>
    types.reduce((sum, type, index) => sum + (parameterAt(one, index)?.type === type ? 2 ** -index : 0), 0),
  );
  const most = Math.max(...fitting);
  return signatures.filter((_, index) => fitting[index] === most);
}

const MAX_TYPES = 8;

function shownTypes(types: readonly ArchitectType[]): string {
  const names = types.slice(0, MAX_TYPES).map(typeName).join(' and ');
  return types.length > MAX_TYPES ? `${names} and ${types.length - MAX_TYPES} more` : names;
}

const MAX_FORMS = 4;

function shownForms(signatures: readonly Signature[]): string {
  const forms = signatures.filter((one) => !one.isHidden).map(shownSignature);
  return `${forms.slice(0, MAX_FORMS).join(', ')}${forms.length > MAX_FORMS ? ', …' : ''}`;
}

/** `AudioPlaybackOptions` within another call. */
export function notOutermost(pos: number): ArchitectFault {
  return new ArchitectFault(
    pos,
    'EXPRESSION_TYPE',
    '`AudioPlaybackOptions` stands within another call',
    'it must be the outermost function of the expression',
  );
}

/** What a name that is no variable may have been meant to be. Keywords have a case, names have none. */
export function keywordHint(name: string): string | undefined {
  const keyword = ['true', 'false', 'NOT_SET'].find((one) => one.toLowerCase() === name.toLowerCase());
  if (keyword !== undefined) return `did you mean \`${keyword}\`?`;
  if (/^null$/i.test(name)) return 'did you mean `NOT_SET`?';
  return /^not$/i.test(name) ? 'the opposite of a condition is !(…)' : undefined;
}
