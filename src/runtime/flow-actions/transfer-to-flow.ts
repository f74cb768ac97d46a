import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { FlowName } from '../settings.ts';
import { goToFlow } from '../transfer/flow-transfer.ts';
import { saidFirst, TRANSFER_SETTINGS } from '../transfer/transfer.ts';

/** Goes on in another flow and never comes back. Architect: Transfer to Flow (facts/ACTIONS 2.2). */
export const transferToFlow = defineFlowAction({
  type: 'transferToFlow',
  title: 'Transfer to Flow',
  description:
    'Goes on in another flow and never comes back. Participant data and the language stay; variables begin anew. A flow may transfer to itself.',
  category: 'Transfer',
  paths: { failure: 'the environment says that transfers to this flow fail' },
  events: ['failedTransfer'],
  differences: [
    'The other flow is looked for among the files beside this one. One that only the environment knows ends the call here, as handed over; in Genesys a deleted flow is an error of the flow.',
    'Guess: a caller who waited in a queue has left it.',
    'The limit of 10,000 actions holds for the whole call, over all its flows.',
  ],
  settings: Type.Object(
    {
      flow: FlowName('flow', { description: "The flow: its file's name without .flow.json." }),
      ...TRANSFER_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['failure'],
  short: 'flow',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: CALL_FLOWS,
  transfersTo: ({ flow }) => ({ flow, pointer: '/flow', types: ['inboundCall', 'outboundCall'] }),
  enter: (settings, context) =>
    saidFirst(settings, context) ?? goToFlow(settings.flow, {}, settings, context),
  resume: (settings, stimulus, wait, context) =>
    stimulus.type === 'timeElapsed' ? goToFlow(settings.flow, {}, settings, context) : { wait },
});
