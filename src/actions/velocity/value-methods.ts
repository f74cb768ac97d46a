import { own } from '../../authoring/json.ts';
import { collectionMethods } from './collection-methods.ts';
import { plainText } from './marked-text.ts';
import { textMethods } from './text-methods.ts';
import type { Meter } from './velocity-meter.ts';
import { type Method, originOfAll } from './velocity-method.ts';
import { NULL, numberValue, printed, toValue, type Value } from './velocity-value.ts';

/** Methods by the type of the value they are called on; the value itself is the first of the values. Names are Java's. */
export const VALUE_METHODS: { readonly [type in Value['type']]: { readonly [name: string]: Method } } = {
  null: {},
  text: { ...common(), ...textMethods },
  number: {
    ...common(),
    doubleValue: {
      minimum: 1,
      maximum: 1,
      run: ([value = NULL]) => asNumber(value, (number) => number, true),
    },
    intValue: { minimum: 1, maximum: 1, run: ([value = NULL]) => asNumber(value, Math.trunc, false) },
    longValue: { minimum: 1, maximum: 1, run: ([value = NULL]) => asNumber(value, Math.trunc, false) },
  },
  boolean: common(),
  list: { ...common(), ...collectionMethods.list },
  map: { ...common(), ...collectionMethods.map },
};

/** The names of all methods that values of any type have. */
export const METHOD_NAMES: readonly string[] = [
  ...new Set(Object.values(VALUE_METHODS).flatMap((methods) => Object.keys(methods))),
].sort();

/** How many values a method of a name takes, by what any type allows, or undefined when none has it. */
export function arityOf(name: string): { readonly minimum: number; readonly maximum: number } | undefined {
  const found = Object.values(VALUE_METHODS).flatMap((methods) => own(methods, name) ?? []);
  if (found.length === 0) return undefined;
  return {
    minimum: Math.min(...found.map(({ minimum }) => minimum)) - 1,
    maximum: Math.max(...found.map(({ maximum }) => maximum)) - 1,
  };
}

function common(): { readonly [name: string]: Method } {
  return {
    equals: {
      minimum: 2,
      maximum: 2,
      run: ([left = NULL, right = NULL], meter) =>
        toValue(isSame(left, right, meter), originOfAll([left, right])),
    },
    toString: {
      minimum: 1,
      maximum: 1,
      run([value = NULL]: readonly Value[], meter: Meter): Value {
        const text = printed(value, meter);
        return text === undefined ? NULL : { type: 'text', text };
      },
    },
  };
}

/** Whether two values are equal, as Java's `equals` has it: of one type, and the same within. */
export function isSame(left: Value, right: Value, meter: Meter): boolean {
  if (left.type !== right.type) return false;
  const [one = '', other = ''] = [left, right].map((value) => plainText(printed(value, meter) ?? []));
  meter.spend(Math.min(one.length, other.length));
  return one === other;
}

function asNumber(value: Value, convert: (number: number) => number, isDecimal: boolean): Value {
  if (value.type !== 'number') return NULL;
  return numberValue(convert(value.number), isDecimal, value.from);
}
