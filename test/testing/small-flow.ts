import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { Random } from '../support/random.ts';

/** A random flow, small enough to try everything a caller may do. */
export function smallFlow(random: Random): JsonObject {
  return {
    variables: { 'Flow.a': { type: 'string' }, 'Flow.n': { type: 'integer', initialValue: 0 } },
    startUp: { task: 'main' },
    tasks: { main: list(random, 3), one: list(random, 2), two: list(random, 1) },
    menus: { ask: menu(random) },
  };
}

function list(random: Random, depth: number): readonly Json[] {
  return Array.from({ length: 1 + random.below(3) }, () => action(random, depth));
}

function menu(random: Random): JsonObject {
  return {
    audio: 'Choose.',
    repeatCount: 1,
    choices: { '1': { actions: list(random, 1) }, '2': { actions: [{ jumpToTask: 'two' }] } },
    ...(random.below(2) === 0 ? { defaultChoice: '2' } : {}),
  };
}

function action(random: Random, depth: number): JsonObject {
  const inner = () => (depth > 0 ? list(random, depth - 1) : [{ playAudio: 'x' }]);
  const value = random.pick(['1', '4', '7']);
  const kinds: readonly (() => JsonObject)[] = [
    () => ({ playAudio: 'Hello.' }),
    () => ({ updateData: { 'Flow.n': { exp: 'Flow.n + 1' } } }),
    () => ({
      collectInput: {
        audio: 'Digit?',
        digits: { exact: 1 },
        saveAs: 'Flow.a',
        outputs: { failure: inner() },
      },
    }),
    () => decision(`Flow.a == "${value}"`, inner(), inner()),
    () => decision(`Flow.n > ${1 + random.below(2)}`, inner(), inner()),
    () => decision('IsSet(Flow.a)', inner(), inner()),
    () => ({
      callData: {
        dataAction: 'look',
        successOutputs: { state: 'Flow.a', level: 'Flow.n' },
        outputs: { failure: inner(), timeout: [{ disconnect: {} }] },
      },
    }),
    () => ({ callTask: random.pick(['one', 'two']) }),
    () => ({ jumpToMenu: 'ask' }),
    () => ({ loop: { count: 2, outputs: { loop: inner() } } }),
  ];
  return random.pick(depth > 0 ? kinds : kinds.slice(0, 3))();
}

function decision(condition: string, yes: readonly Json[], no: readonly Json[]): JsonObject {
  return { decision: { condition: { exp: condition }, outputs: { yes, no } } };
}
