import type { Json } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { equalityOf, itemOf } from './equality.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { boundedList, integerOf, listOf } from './values.ts';

/** Functions on collections, and what is set or empty. */
export const LISTS: OperationGroup = {
  'GetAt(any[],int)': ([list, index], facts) => itemAt(listOf(list), integerOf(index), facts),
  '[(int,any[])': ([index, list], facts) => itemAt(listOf(list), integerOf(index), facts),
  'Count(any[])': ([list]) => listOf(list).length,
  'Find(any[],any?)': finding((indices) => indices),
  'FindFirst(any[],any?)': finding((indices) => indices[0] ?? -1),
  'MakeList(any...?)': (items) => boundedList(items),
  'MakeEmptyList(any?)': () => [],
  'AddItem(any[],any?)': ([list, item = null]) => boundedList([...listOf(list), item]),
  'IsSet(any?)': ([value]) => value !== null,
  'IsSet(nts?)': () => false,
  'IsNotSetOrEmpty(any?)': byType(([type]) =>
    type === 'cur'
      ? ([value = null]) => isEmptyCurrency(value)
      : ([value = null]) => value === null || value === '',
  ),
  'IsNotSetOrEmpty(any[])': ([list]) => listOf(list).length === 0,
  'IsNotSetOrEmpty(nts?)': () => true,
};

function itemAt(items: readonly Json[], index: number, facts: CallFacts): Json {
  const item = items[index];
  if (item !== undefined) return item;
  depends(facts, 'LIST_END');
  throw new ExpressionError(`there is no item ${index} in a collection of ${items.length}`);
}

/** Indices of the items that equal a value. */
function finding(give: (indices: readonly number[]) => Json): OperationGroup[string] {
  return byType(([list = 'any[]', item = 'any']): Operation => {
    const equal = equalityOf(itemOf(list), item);
    return ([items, wanted = null]) =>
      give(listOf(items).flatMap((one, index) => (equal(one, wanted) ? [index] : [])));
  });
}

function isEmptyCurrency(value: Json): boolean {
  return value === null || (typeof value === 'object' && 'amount' in value && value['amount'] === null);
}
