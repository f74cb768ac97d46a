import type { Decimal } from 'decimal.js';
import type { Json } from '../../../../authoring/json.ts';
import { boundedText, ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
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
  moment,
  momentOf,
  textOf,
} from './values.ts';

type OnDecimals = (a: Decimal, b: Decimal, facts: CallFacts) => Decimal;

const plus: OnDecimals = (a, b) => a.plus(b);
const minus: OnDecimals = (a, b) => a.minus(b);
const times: OnDecimals = (a, b) => a.times(b);

/** `+ - * / % ^ & | ~` and the sign. Decimal, never binary floating point. */
export const ARITHMETIC: OperationGroup = {
  '+(int,int)': integers((a, b) => a + b),
  ...decimals('+', plus),
  '+(cur,cur)': currencies(plus),
  '+(dur,dtm)': ([duration, at]) => shifted(at, integerOf(duration)),
  '+(dtm,dur)': ([at, duration]) => shifted(at, integerOf(duration)),
  '+(dur,dur)': integers((a, b) => a + b),
  '+(str,str)': ([a, b]) => boundedText(textOf(a) + textOf(b)),
  '-(int,int)': integers((a, b) => a - b),
  ...decimals('-', minus),
  '-(cur,cur)': currencies(minus),
  '-(dur,dur)': integers((a, b) => a - b),
  '-(dtm,dur)': ([at, duration]) => shifted(at, -integerOf(duration)),
  '-(int)': ([value]) => integer(-integerOf(value)),
  '-(dec)': ([value]) => decimal(decimalOf(value).negated()),
  '-(dur)': ([value]) => integer(-integerOf(value)),
  '-(cur)': ([value], facts) => scaled(value, -1, times, facts),
  '*(int,int)': integers((a, b) => a * b),
  ...decimals('*', times),
  '*(dec,cur)': ([factor, money], facts) => scaled(money, factor, times, facts),
  '*(int,cur)': ([factor, money], facts) => scaled(money, factor, times, facts),
  '*(cur,dec)': ([money, factor], facts) => scaled(money, factor, times, facts),
  '*(cur,int)': ([money, factor], facts) => scaled(money, factor, times, facts),
  '/(int,int)': ([a, b], facts) => decimal(divided(decimalOf(a), decimalOf(b), facts)),
  ...decimals('/', divided),
  '/(cur,dec)': ([money, divisor], facts) => scaled(money, divisor, divided, facts),
  '/(cur,int)': ([money, divisor], facts) => scaled(money, divisor, divided, facts),
  '%(int,int)': integers((a, b) => a % nonZero(b)),
  ...decimals('%', remainder),
  '%(cur,dec)': ([money, divisor], facts) => scaled(money, divisor, remainder, facts),
  '%(cur,int)': ([money, divisor], facts) => scaled(money, divisor, remainder, facts),
  '^(int,int)': ([base, exponent], facts) => decimal(power(decimalOf(base), decimalOf(exponent), facts)),
  ...decimals('^', power),
  '&(int,int)': bits((a, b) => a & b),
  '|(int,int)': bits((a, b) => a | b),
  '~(int)': ([value]) => integer(-integerOf(value) - 1),
};

/** A moment moved by a duration; its fraction of a second is dropped, as a DateTime holds whole seconds. */
export function shifted(at: Json | undefined, milliseconds: number): string {
  return moment(momentOf(at) + Math.trunc(milliseconds / 1000) * 1000);
}

/** The code that two currencies share. @throws ExpressionError when they differ. */
export function sharedCode(a: Currency, b: Currency): string | null {
  if (a.code === b.code) return a.code;
  throw new ExpressionError('the currencies differ; convert one with ConvertCurrency');
}

/** The amount of a currency. @throws ExpressionError when it is NOT_SET. */
export function amountOf({ amount }: Currency): Decimal {
  if (amount !== null) return amount;
  throw new ExpressionError('a currency has no amount where one is needed');
}

/** A quotient of at most 40 digits. @throws ExpressionError for a division by zero. */
export function divided(a: Decimal, b: Decimal, facts: CallFacts): Decimal {
  if (b.isZero()) throw new ExpressionError('the expression divides by zero');
  return rounded(a.dividedBy(b), facts);
}

/** A result that may have more digits than a Decimal holds; the last of them may be a zero. */
function rounded(result: Decimal, facts: CallFacts): Decimal {
  if (result.precision() >= Decimals.precision - 1) depends(facts, 'QUOTIENT_DIGITS');
  return result;
}

function remainder(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw new ExpressionError('the expression divides by zero');
  return a.modulo(b);
}

function power(base: Decimal, exponent: Decimal, facts: CallFacts): Decimal {
  return rounded(base.pow(exponent), facts);
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw new ExpressionError('the expression divides by zero');
  return divisor;
}

function integers(run: (a: number, b: number) => number): Operation {
  return ([a, b]) => integer(run(integerOf(a), integerOf(b)));
}

/** JavaScript's own `&` and `|` see 32 bits only. */
function bits(run: (a: bigint, b: bigint) => bigint): Operation {
  return ([a, b]) => integer(Number(run(BigInt(integerOf(a)), BigInt(integerOf(b)))));
}

/** The three overloads of an operator that have a Decimal on one side at least. */
function decimals(operator: string, run: OnDecimals): OperationGroup {
  const operation: Operation = ([a, b], facts) => decimal(run(decimalOf(a), decimalOf(b), facts));
  return {
    [`${operator}(dec,dec)`]: operation,
    [`${operator}(dec,int)`]: operation,
    [`${operator}(int,dec)`]: operation,
  };
}

function currencies(run: OnDecimals): Operation {
  return ([first, second], facts) => {
    const [a, b] = [currencyOf(first), currencyOf(second)];
    return currency({ amount: run(amountOf(a), amountOf(b), facts), code: sharedCode(a, b) });
  };
}

function scaled(money: Json | undefined, by: Json | undefined, run: OnDecimals, facts: CallFacts): Json {
  const read = currencyOf(money);
  return currency({ amount: run(amountOf(read), decimalOf(by), facts), code: read.code });
}
