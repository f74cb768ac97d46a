import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { FLOW_TYPES, RUNNABLE_FLOW_TYPES } from '../flow-types.ts';
import { StateName } from '../settings.ts';

/** Goes on with another state and never comes back. Architect: Change State. */
export const changeState = defineFlowAction({
  type: 'changeState',
  title: 'Change State',
  description:
    'Leaves this state for another, or for itself anew, and never comes back. The variables of the state begin anew.',
  category: 'Task',
  differences: ['Guess: Call Tasks that were under way are given up, and State variables begin anew.'],
  settings: Type.Object(
    { state: StateName({ description: 'The state to go on with.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'state',
  terminates: true,
  flowTypes: RUNNABLE_FLOW_TYPES.filter((type) =>
    FLOW_TYPES[type].containers.some((kind) => kind === 'state'),
  ),
  enter: ({ state }) => ({ jumpToState: state }),
});
