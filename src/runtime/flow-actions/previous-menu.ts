import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';

/** Goes back to the menu before. Architect: Previous Menu. */
export const previousMenu = defineFlowAction({
  type: 'previousMenu',
  title: 'Previous Menu',
  description:
    'Goes back to the menu that was heard before: from a choice to the one before its own menu, from a task to the last one.',
  category: 'Menu',
  differences: [
    'Guess: where there is no menu to go back to, it is an error of the flow.',
    'Guess: up to fifty menus are remembered.',
  ],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  flowTypes: CALL_FLOWS,
  enter: () => ({ menu: 'previous' }),
});
