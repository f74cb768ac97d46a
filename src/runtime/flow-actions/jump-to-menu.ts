import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { MenuName } from '../settings.ts';

/** Goes on with a menu and never comes back. Architect: Jump to Menu. */
export const jumpToMenu = defineFlowAction({
  type: 'jumpToMenu',
  title: 'Jump to Menu',
  description: 'Goes on with a menu and never comes back.',
  category: 'Menu',
  differences: ['Guess: Call Tasks that were under way are given up.'],
  settings: Type.Object(
    { menu: MenuName({ description: 'The menu to go on with.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'menu',
  terminates: true,
  flowTypes: CALL_FLOWS,
  enter: ({ menu }) => ({ jumpToMenu: menu }),
});
