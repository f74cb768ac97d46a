import type { Json, JsonObject } from '../../authoring/json.ts';
import { own } from '../../authoring/json.ts';
import { EvaluationFailure } from './velocity-meter.ts';
import { type Method, originOfAll, textOf, wholeOf } from './velocity-method.ts';
import { jsonOf, NULL, toValue, type Value } from './velocity-value.ts';

/** The reading methods of Java's List and Map. */
export const collectionMethods: {
  readonly list: { readonly [name: string]: Method };
  readonly map: { readonly [name: string]: Method };
} = {
  list: {
    contains: ofList(1, (list, [item = NULL]) => indexIn(list, item) >= 0),
    get: ofList(1, (list, [index]) => element(list, wholeOf(index))),
    indexOf: ofList(1, (list, [item = NULL]) => indexIn(list, item)),
    isEmpty: ofList(0, (list) => list.length === 0),
    size: ofList(0, (list) => list.length),
    subList: ofList(2, (list, [from, to]) => part(list, wholeOf(from), wholeOf(to))),
  },
  map: {
    containsKey: ofMap(1, (map, [key]) => Object.hasOwn(map, textOf(key) ?? '')),
    get: ofMap(1, (map, [key]) => own(map, textOf(key) ?? '')),
    isEmpty: ofMap(0, (map) => Object.keys(map).length === 0),
    keySet: ofMap(0, (map) => Object.keys(map)),
    size: ofMap(0, (map) => Object.keys(map).length),
    values: ofMap(0, (map) => Object.values(map)),
  },
};

function ofList(
  count: number,
  run: (list: readonly Json[], values: readonly Value[]) => Json | undefined,
): Method {
  return {
    minimum: count + 1,
    maximum: count + 1,
    run([first = NULL, ...values], meter) {
      if (first.type !== 'list') return NULL;
      meter.spend(first.list.length);
      return toValue(run(first.list, values), originOfAll([first, ...values]));
    },
  };
}

function ofMap(count: number, run: (map: JsonObject, values: readonly Value[]) => Json | undefined): Method {
  return {
    minimum: count + 1,
    maximum: count + 1,
    run([first = NULL, ...values], meter) {
      if (first.type !== 'map') return NULL;
      meter.spend(16 * Object.keys(first.map).length);
      return toValue(run(first.map, values), originOfAll([first, ...values]));
    },
  };
}

function indexIn(list: readonly Json[], item: Value): number {
  return list.indexOf(jsonOf(item));
}

/** An element of a list, counted from 0. */
export function element(list: readonly Json[], index: number | undefined): Json | undefined {
  if (index === undefined) return undefined;
  if (index >= 0 && index < list.length) return list[index];
  throw new EvaluationFailure('The template asks for an element that a list does not have');
}

function part(list: readonly Json[], from: number | undefined, to: number | undefined): Json | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from >= 0 && to <= list.length && from <= to) return list.slice(from, to);
  throw new EvaluationFailure('The template asks for elements that a list does not have');
}
