import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Ends the flow of a work item; the work item stays. Architect: Exit Workitem Flow. */
export const exitWorkitemFlow = defineFlowAction({
  type: 'exitWorkitemFlow',
  title: 'Exit Workitem Flow',
  description: 'Ends the flow; the work item stays as it is.',
  category: 'Ending',
  differences: [],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  flowTypes: ['workitem'],
  enter: () => ({ end: { reason: 'completed' } }),
});
