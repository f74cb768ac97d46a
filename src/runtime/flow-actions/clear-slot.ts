import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { SlotName } from '../settings.ts';

/** Empties slots, so that they are asked for again. Architect: Clear Slot. */
export const clearSlot = defineFlowAction({
  type: 'clearSlot',
  title: 'Clear Slot',
  description: 'Makes slots NOT_SET, so that Ask for Slot asks for them again.',
  category: 'Bot',
  events: ['clearedSlot'],
  differences: [],
  settings: Type.Object(
    { slots: Type.Array(SlotName(), { minItems: 1, description: 'The slots.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'slots',
  flowTypes: BOT_FLOWS,
  enter({ slots }, context) {
    for (const slot of slots) context.write(slot, undefined);
    context.emit('clearedSlot', { slots: slots.map(({ name }) => name) });
    return { next: true };
  },
});
