import { type Static, Type } from 'typebox';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { FlowName, SecondsValue, Value } from '../settings.ts';
import { goToFlow } from '../transfer/flow-transfer.ts';
import { present, saidFirst, TRANSFER_SETTINGS } from '../transfer/transfer.ts';

const Settings = Type.Object(
  {
    flow: FlowName('flow', { description: "The secure flow: its file's name without .flow.json." }),
    invocationData: Type.Optional(
      Value({ type: 'string', description: 'What the secure flow reads as Flow.InvocationData.' }),
    ),
    connectTimeoutSeconds: Type.Optional(
      SecondsValue({
        minimum: 10,
        maximum: 60,
        default: 15,
        description: 'How long the transfer may take.',
      }),
    ),
    ...TRANSFER_SETTINGS,
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** Goes on in a secure flow and never comes back. Architect: Transfer to Secure Flow (facts/ACTIONS 2.2). */
export const transferToFlowSecure = defineFlowAction({
  type: 'transferToFlowSecure',
  title: 'Transfer to Secure Flow',
  description:
    'Goes on in a flow of type secureCall, which gets a text as `Flow.InvocationData`. It never comes back.',
  category: 'Transfer',
  paths: { failure: 'the environment says that transfers to this flow fail' },
  events: ['failedTransfer'],
  differences: [
    'It connects at once: `connectTimeoutSeconds` is checked, and nothing waits for it.',
    'Nothing is kept from the transcript: what a secure flow collects is in it, as in any other flow.',
    'The flow is looked for among the files beside this one; one that only the environment knows ends the call here, as handed over.',
  ],
  settings: Settings,
  outputs: ['failure'],
  short: 'flow',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: ['inboundCall', 'outboundCall', 'inqueueCall'],
  transfersTo: ({ flow }) => ({ flow, pointer: '/flow', types: ['secureCall'] }),
  enter: (settings, context) => saidFirst(settings, context) ?? transfer(settings, context),
  resume: (settings, stimulus, wait, context) =>
    stimulus.type === 'timeElapsed' ? transfer(settings, context) : { wait },
});

function transfer(settings: Settings, context: ActionContext) {
  const { flow, invocationData } = settings;
  const data = invocationData === undefined ? undefined : context.read(invocationData);
  return goToFlow(flow, present({ 'Flow.InvocationData': data }), settings, context);
}
