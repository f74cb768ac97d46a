import { Type } from 'typebox';
import type { Json } from '../../authoring/json.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { Actions, Value } from '../settings.ts';

/** Leaves by the first case that is true, or that equals `value`; by `default` when none does. Architect: Switch. */
export const switchAction = defineFlowAction({
  type: 'switch',
  title: 'Switch',
  description:
    'Goes the way of the first case that fits. With `value`, a case fits when it equals it; without, when it is true. Cases do not fall through.',
  category: 'Logic',
  paths: {
    'each case': 'it is the first that fits',
    default: 'no case fits',
  },
  differences: [
    "Architect's two kinds are one here: with `value` the first match, without it the first that is true.",
    'Guess: a case or value that is NOT_SET fits nothing.',
  ],
  settings: Type.Object(
    {
      value: Type.Optional(
        Value({ description: 'What the cases are compared with. Upper and lower case differ.' }),
      ),
      cases: Type.Array(
        Type.Object(
          {
            case: Value({ description: 'A value to compare with, or a rule that gives true or false.' }),
            actions: Actions({ description: 'What happens in this case.' }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, description: 'Tried in order.' },
      ),
      default: Type.Optional(Actions({ description: 'What happens when no case fits.' })),
    },
    { additionalProperties: false },
  ),
  outputs: [] as string[],
  goesOn: (wired) => !wired.has('default'),
  holds({ value, cases }, output) {
    const found = cases.findIndex((one) => one.actions === output);
    const tried = found === -1 ? cases : cases.slice(0, found + 1);
    return tried.map((one, index) => ({
      ...(value === undefined ? { value: one.case } : { value, equals: one.case }),
      isSo: index === found,
    }));
  },
  enter({ value, cases }, context) {
    const wanted = value === undefined ? true : context.read(value);
    const found = cases.find((one) => isEqual(readCase(one, context), wanted));
    return { output: found?.actions ?? 'default' };
  },
});

function readCase(
  one: { readonly case: Parameters<ActionContext['read']>[0] },
  context: ActionContext,
): Json | undefined {
  return context.read(one.case);
}

/** NOT_SET equals nothing. */
function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right));
}
