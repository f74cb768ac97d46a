import { Decimal } from 'decimal.js';
import type { Json } from '../../../../authoring/json.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { amountOf, divided, sharedCode } from './arithmetic.ts';
import type { OperationGroup } from './operation-group.ts';
import {
  type Currency,
  currency,
  currencyOf,
  Decimals,
  decimal,
  decimalOf,
  integer,
  integerOf,
  integerWithin,
  listOf,
} from './values.ts';

/** Ceiling, Floor, Round, Sum and Average. */
export const NUMBERS: OperationGroup = {
  'Ceiling(int)': ([value]) => integerOf(value),
  'Ceiling(dec)': ([value]) => decimal(decimalOf(value).ceil()),
  'Ceiling(cur)': amount((value) => value.ceil()),
  'Floor(int)': ([value]) => integerOf(value),
  'Floor(dec)': ([value]) => decimal(decimalOf(value).floor()),
  'Floor(cur)': amount((value) => value.floor()),
  'Round(dec)': ([value], facts) => decimal(rounded(decimalOf(value), 0, facts)),
  'Round(dec,int)': ([value, digits], facts) => decimal(rounded(decimalOf(value), places(digits), facts)),
  'Round(cur)': amount((value, _more, facts) => rounded(value, 0, facts)),
  'Round(cur,int)': amount((value, [digits], facts) => rounded(value, places(digits), facts)),
  ...aggregate('Sum', {
    int: (items) => integer(items.map(integerOf).reduce((sum, item) => sum + item, 0)),
    dur: (items) => integer(items.map(integerOf).reduce((sum, item) => sum + item, 0)),
    dec: (items) => decimal(total(items.map(decimalOf))),
    cur: (items) => {
      const { amounts, code } = agreed(items);
      return currency({ amount: total(amounts), code });
    },
  }),
  ...aggregate('Average', {
    int: (items, facts) => decimal(mean(items.map(decimalOf), facts)),
    dur: averageDuration,
    dec: (items, facts) => decimal(mean(items.map(decimalOf), facts)),
    cur: (items, facts) => {
      const { amounts, code } = agreed(items);
      return currency({ amount: mean(amounts, facts), code });
    },
  }),
};

function amount(change: (amount: Decimal, more: readonly Json[], facts: CallFacts) => Decimal): Operation {
  return ([money, ...more], facts) => {
    const read = currencyOf(money);
    return currency({ amount: change(amountOf(read), more, facts), code: read.code });
  };
}

/** Digits that Round keeps: Architect's limits. */
function places(digits: Json | undefined): number {
  return integerWithin(0, 28, digits);
}

/** Halves go away from zero. */
function rounded(value: Decimal, digits: number, facts: CallFacts): Decimal {
  const result = value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  if (value.isNegative() && !result.equals(value.toDecimalPlaces(digits, Decimal.ROUND_HALF_DOWN)))
    depends(facts, 'NEGATIVE_HALF');
  return result;
}

type Aggregate = (items: readonly Json[], facts: CallFacts) => Json;

/** The forms of Sum and Average: values or a collection of them; NOT_SET items are left out. */
function aggregate(name: string, types: { readonly [type: string]: Aggregate }): OperationGroup {
  const overloads = Object.entries(types).flatMap(([type, run]): [string, Operation][] => [
    [`${name}(${type}?,${type}...?)`, (items, facts) => run(items.filter(isSet), facts)],
    [`${name}(${type}...?)`, (items, facts) => run(items.filter(isSet), facts)],
    [`${name}(${type}[])`, ([list], facts) => run(listOf(list).filter(isSet), facts)],
  ]);
  return Object.fromEntries(overloads);
}

function isSet(value: Json): boolean {
  return value !== null;
}

function total(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum.plus(value), new Decimals(0));
}

function mean(values: readonly Decimal[], facts: CallFacts): Decimal {
  return values.length === 0 ? new Decimals(0) : divided(total(values), new Decimals(values.length), facts);
}

function averageDuration(items: readonly Json[], facts: CallFacts): Json {
  if (items.length === 0) return 0;
  const average = items.map(integerOf).reduce((sum, item) => sum + item, 0) / items.length;
  if (!Number.isInteger(average)) depends(facts, 'AVERAGE_DURATION');
  return integer(Math.trunc(average));
}

/** The amounts that are set and the one code; no code when there are no currencies at all. */
function agreed(items: readonly Json[]): {
  readonly amounts: readonly Decimal[];
  readonly code: string | null;
} {
  const [first, ...others] = items.map(currencyOf);
  const all: readonly Currency[] = first === undefined ? [] : [first, ...others];
  for (const other of others) if (first !== undefined) sharedCode(first, other);
  return { amounts: all.flatMap((one) => one.amount ?? []), code: first?.code ?? null };
}
