import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';

/** Plays the menu again. Architect: Repeat Menu. */
export const repeatMenu = defineFlowAction({
  type: 'repeatMenu',
  title: 'Repeat Menu',
  description: 'Plays the menu again whose choice this is.',
  category: 'Menu',
  differences: [
    'Guess: the menu begins anew, and counts its plays from one.',
    'In a task it plays the last menu; Architect has it in choices only.',
  ],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  flowTypes: CALL_FLOWS,
  enter: () => ({ menu: 'repeat' }),
});
