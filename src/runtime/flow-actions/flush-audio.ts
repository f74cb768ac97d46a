import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';

/** Lets everything that is queued be heard before the flow goes on. Architect: Flush Audio. */
export const flushAudio = defineFlowAction({
  type: 'flushAudio',
  title: 'Flush Audio',
  description: 'Lets everything that is queued be heard before the flow goes on.',
  category: 'Audio',
  differences: [],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  flushes: true,
  flowTypes: CALL_FLOWS,
  enter: () => ({ next: true }),
});
