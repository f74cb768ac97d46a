import type { Json } from '../../authoring/json.ts';
import { MASK } from '../../authoring/mask.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Assignments } from '../settings.ts';

/** Sets variables in the order written, each seeing the ones before. `null` makes one NOT_SET. Architect: Update Data. */
export const updateData = defineFlowAction({
  type: 'updateData',
  title: 'Update Data',
  description: 'Sets variables, top to bottom; each value sees the ones set before. `null` sets NOT_SET.',
  category: 'Data',
  events: ['updatedData'],
  differences: ['Guess: each value sees the ones set before it.'],
  settings: Assignments({ description: 'Variable: value.' }),
  outputs: [],
  enter(assignments, context) {
    const values: Record<string, Json> = {};
    for (const { target, value } of assignments) {
      const result = context.read(value);
      context.write(target, result);
      values[target.name] = context.readsConcealed ? MASK : (result ?? null);
    }
    context.emit('updatedData', { values });
    return { next: true };
  },
});
