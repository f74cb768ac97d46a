import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, Value } from '../settings.ts';
import { fits, itemType } from '../value-type.ts';

/** Runs its `loop` path once for each item of a collection. Architect: Each Loop. */
export const eachLoop = defineFlowAction({
  type: 'eachLoop',
  title: 'Each Loop',
  description: 'Runs its loop path once for each item of a collection, then goes on behind it.',
  category: 'Logic',
  paths: { loop: 'the round of the next item begins' },
  differences: [
    'Guess: the names of its settings, as no public flow has one.',
    'Guess: the number of rounds is worked out once; the item of a round is read when the round begins. A collection without a value is empty.',
    'Guess: rounds count from 0, each round counts as an action, and the variables keep their last values afterwards.',
  ],
  settings: Type.Object(
    {
      collection: Value({ description: 'The collection.' }),
      item: Type.Optional(TargetVariable({ description: 'The variable that gets the item of the round.' })),
      currentIndex: Type.Optional(
        TargetVariable({
          type: 'integer',
          description: 'The variable that gets the number of the round, from 0.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['loop'],
  loops: true,
  check({ collection, item }, tools) {
    const { type } = collection;
    if (type === 'any' || type === 'json') return;
    const of = itemType(type);
    if (of === undefined)
      tools.report(
        'error',
        '/collection',
        'WRONG_TYPE',
        `this gives a value of type ${type}, but a collection is wanted`,
        'write an expression that gives a collection, such as { "exp": "Flow.names" }',
      );
    else if (item !== undefined && !fits(of, item.type))
      tools.report(
        'error',
        '/item',
        'WRONG_TYPE',
        `the items are of type ${of}, \`${item.name}\` is of type ${item.type}`,
        `save them to a variable of type ${of}`,
      );
  },
  enter({ collection, item, currentIndex }, context) {
    const before = context.loopProgress();
    const items = context.read(collection) ?? [];
    if (!Array.isArray(items))
      return { error: { errorType: 'WrongType', errorMessage: 'the loop has no collection to go through' } };
    const rounds = before?.rounds ?? items.length;
    const round = (before?.round ?? -1) + 1;
    if (round >= rounds) {
      context.setLoopProgress(undefined);
      return { next: true };
    }
    context.setLoopProgress({ round, rounds });
    if (item !== undefined) context.write(item, items[round] ?? undefined);
    if (currentIndex !== undefined) context.write(currentIndex, round);
    return { output: 'loop' };
  },
});
