import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS, CALL_FLOWS, DIGITAL_FLOWS } from '../flow-types.ts';

/** Lets queued audio be heard, then hangs up. Architect: Disconnect. */
export const disconnect = defineFlowAction({
  type: 'disconnect',
  title: 'Disconnect',
  description: 'Lets queued audio be heard to its end, then hangs up.',
  category: 'Ending',
  differences: [],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  flushes: true,
  terminates: true,
  flowTypes: [...CALL_FLOWS, ...DIGITAL_FLOWS, ...BOT_FLOWS],
  enter: () => ({ end: { reason: 'flowDisconnected' } }),
});
