import type { Json } from '../../../../authoring/json.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { amountOf, sharedCode } from './arithmetic.ts';
import { type Equality, equalityOf, equalLists } from './equality.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { compareTexts, foldCase } from './text-order.ts';
import { booleanOf, currencyOf, decimalOf, integerOf, listOf, momentOf, textOf } from './values.ts';

/** Below, at or above zero: how the first value stands to the second. */
type Order = (a: Json | undefined, b: Json | undefined, facts: CallFacts) => number;

const byNumber: Order = (a, b) => integerOf(a) - integerOf(b);
const byDecimal: Order = (a, b) => decimalOf(a).comparedTo(decimalOf(b));

/** `== != < <= > >= !`, AreEqual and Compare. */
export const COMPARISON: OperationGroup = {
  ...relational('>', (order) => order > 0),
  ...relational('>=', (order) => order >= 0),
  ...relational('<', (order) => order < 0),
  ...relational('<=', (order) => order <= 0),
  ...equalities('==', (isEqual) => isEqual),
  ...equalities('!=', (isEqual) => !isEqual),
  '!(bln)': ([value]) => !booleanOf(value),
  'AreEqual(any?,any...?)': byType((types) => {
    const equal = equalityOf(typed(types, 0), typed(types, 1));
    return ([first = null, ...others]) => others.every((other) => equal(first, other));
  }),
  'AreEqual(any[],any[])': byType((types) => {
    const equal = equalityOf(typed(types, 0), typed(types, 1));
    return ([first = null, second = null]) => equal(first, second);
  }),
  'AreEqual(bln,str?,str...?)': ([ignoreCase, first = null, ...others]) => {
    const equal = textEquality(booleanOf(ignoreCase));
    return others.every((other) => equal(first, other));
  },
  'AreEqual(bln,str[],str[])': ([ignoreCase, first, second]) =>
    equalLists(listOf(first), listOf(second), textEquality(booleanOf(ignoreCase))),
  'Compare(str?,str?)': ([a, b], facts) => compared(a, b, false, facts),
  'Compare(str?,str?,bln)': ([a, b, ignoreCase], facts) => compared(a, b, booleanOf(ignoreCase), facts),
};

/** The eight overloads of a relational operator. */
function relational(operator: string, holds: (order: number) => boolean): OperationGroup {
  const operation =
    (order: Order): Operation =>
    ([a, b], facts) =>
      holds(order(a, b, facts));
  return {
    [`${operator}(int,int)`]: operation(byNumber),
    [`${operator}(dur,dur)`]: operation(byNumber),
    [`${operator}(int,dec)`]: operation(byDecimal),
    [`${operator}(dec,int)`]: operation(byDecimal),
    [`${operator}(dec,dec)`]: operation(byDecimal),
    [`${operator}(dtm,dtm)`]: operation((a, b) => momentOf(a) - momentOf(b)),
    [`${operator}(str,str)`]: operation((a, b, facts) => compareTexts(textOf(a), textOf(b), facts)),
    [`${operator}(cur,cur)`]: operation(byAmount),
  };
}

function byAmount(first: Json | undefined, second: Json | undefined): number {
  const [a, b] = [currencyOf(first), currencyOf(second)];
  sharedCode(a, b);
  return amountOf(a).comparedTo(amountOf(b));
}

function equalities(operator: string, holds: (isEqual: boolean) => boolean): OperationGroup {
  const operation = byType((types) => {
    const equal = equalityOf(typed(types, 0), typed(types, 1));
    return ([a = null, b = null]) => holds(equal(a, b));
  });
  const overloads = [
    'any?,any?',
    'dec?,int?',
    'int?,dec?',
    'phn?,phn?',
    'int[]?,dec[]?',
    'dec[]?,int[]?',
    'any[]?,any[]?',
  ];
  return Object.fromEntries(overloads.map((types) => [`${operator}(${types})`, operation]));
}

function textEquality(ignoreCase: boolean): Equality {
  const fold = ignoreCase ? foldCase : (text: string) => text;
  return (a, b) => (a === null || b === null ? a === b : fold(textOf(a)) === fold(textOf(b)));
}

/** NOT_SET comes before every text, the empty one too. */
function compared(a: Json | undefined, b: Json | undefined, ignoreCase: boolean, facts: CallFacts): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  const fold = ignoreCase ? foldCase : (text: string) => text;
  return Math.sign(compareTexts(fold(textOf(a)), fold(textOf(b)), facts));
}

function typed(types: readonly string[], index: number): string {
  return types[index] ?? 'any';
}
