import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

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
  flowTypes: ['inboundCall', 'outboundCall'],
  enter: () => ({ end: { reason: 'flowDisconnected' } }),
});
