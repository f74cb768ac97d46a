import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { beginOutcome, OUTCOME_FLOWS } from '../flow-outcomes.ts';
import { ThingName } from '../settings.ts';

/** Starts the clock of a flow outcome. Architect: Initialize Flow Outcome. */
export const initializeFlowOutcome = defineFlowAction({
  type: 'initializeFlowOutcome',
  title: 'Initialize Flow Outcome',
  description: 'Starts the clock of a flow outcome. One that is never set is reported as incomplete.',
  category: 'Data',
  events: ['initializedFlowOutcome'],
  differences: ['Guess: an outcome that is begun and never set is incomplete.'],
  settings: Type.Object(
    { flowOutcome: ThingName('flowOutcome', { description: 'Name of the outcome.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'flowOutcome',
  flowTypes: OUTCOME_FLOWS,
  enter({ flowOutcome }, context) {
    beginOutcome(flowOutcome, context);
    context.emit('initializedFlowOutcome', { flowOutcome });
    return { next: true };
  },
});
