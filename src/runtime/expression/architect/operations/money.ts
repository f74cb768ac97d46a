import type { Json } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import type { OperationGroup } from './operation-group.ts';
import { currency, currencyOf, decimalOf, listOf, textOf } from './values.ts';

/** ISO 4217. */
const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Functions on currencies. */
export const MONEY: OperationGroup = {
  'MakeCurrency(dec?,str?)': ([amount, code]) => made(amount, code),
  'MakeCurrency(int?,str?)': ([amount, code]) => made(amount, code),
  'MakeListCurrency(dec[],str?)': ([amounts, code]) => listOf(amounts).map((amount) => made(amount, code)),
  'MakeListCurrency(dec[],str[])': ([amounts, codes]) => paired(listOf(amounts), listOf(codes)),
  'GetCurrencySymbol(str)': ([code], facts) => symbol(textOf(code), facts),
  'GetCurrencySymbol(cur?)': ([money = null], facts) => {
    const code = money === null ? null : currencyOf(money).code;
    return code === null ? null : symbol(code, facts);
  },
  'ConvertCurrency(cur?,str?)': converted(),
  'ConvertCurrency(cur?,str?,dec)': converted(),
};

function made(amount: Json | undefined, code: Json | undefined): Json {
  return currency({
    amount: amount === null ? null : decimalOf(amount),
    code: code === null ? null : known(textOf(code)),
  });
}

function paired(amounts: readonly Json[], codes: readonly Json[]): Json {
  if (amounts.length !== codes.length)
    throw new ExpressionError(`MakeListCurrency got ${amounts.length} amounts and ${codes.length} codes`);
  return amounts.map((amount, index) => made(amount, codes[index]));
}

/** The amount, times the rate when there is one, in the other currency. */
function converted(): Operation {
  return ([money = null, code, rate]) => {
    if (money === null) return null;
    const { amount } = currencyOf(money);
    const factor = rate === undefined ? undefined : decimalOf(rate);
    return currency({
      amount: factor === undefined ? amount : (amount?.times(factor) ?? null),
      code: code === null ? null : known(textOf(code)),
    });
  };
}

/** An ISO 4217 code in upper case. @throws ExpressionError */
function known(code: string): string {
  const upper = code.toUpperCase();
  if (CODES.has(upper)) return upper;
  throw new ExpressionError('a text stands where an ISO 4217 currency code such as USD is needed');
}

function symbol(code: string, facts: CallFacts): string {
  const currencyCode = known(code);
  const part = (currencyDisplay: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat('en-US', { style: 'currency', currency: currencyCode, currencyDisplay })
      .formatToParts(0)
      .find(({ type }) => type === 'currency')?.value ?? currencyCode;
  if (part('symbol') !== part('narrowSymbol')) depends(facts, 'CURRENCY_SYMBOL');
  return part('narrowSymbol');
}
