import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';
import { calleeFrom } from '../transfer/callee.ts';
import { goOnRinging, RING_SETTINGS, ring } from '../transfer/ring.ts';
import { failTransfer, targetNotSet } from '../transfer/transfer.ts';

/** How the environment names every number that it does not name. */
const ANY_NUMBER = '*';

/** Rings a number outside. Success leaves the flow. Architect: Transfer to Number (facts/ACTIONS 2.2). */
export const transferToNumber = defineFlowAction({
  type: 'transferToNumber',
  title: 'Transfer to Number',
  description: 'Rings a number outside and ends the flow when it answers.',
  category: 'Transfer',
  paths: { failure: 'the number does not answer, or is NOT_SET' },
  events: ['transferredToNumber', 'answeredTransfer', 'failedTransfer'],
  differences: [
    'Nobody is called: whether a number answers, and after how long, is told by the environment; one it does not know answers at once.',
    'Guess: a number that is NOT_SET or empty takes the failure path.',
    'Guess: it rings for 30 seconds where neither the action nor the flow says how long; in Genesys the trunk does.',
  ],
  settings: Type.Object(
    {
      number: Value({
        type: 'string',
        description: 'The number, best as +13175550123, or a phone number variable.',
      }),
      releaseLinkTransfer: Type.Optional(
        Value({
          type: 'boolean',
          description: 'Whether the carrier takes the call over; told in the transcript, nothing else.',
        }),
      ),
      ...RING_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['failure'],
  short: 'number',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: CALL_FLOWS,
  enter(settings, context) {
    const number = context.read(settings.number);
    if (typeof number !== 'string' || number.trim() === '')
      return failTransfer(targetNotSet('number'), settings, context);
    const { numbers = {} } = context.environment;
    const known = (Object.hasOwn(numbers, number) ? numbers[number] : undefined) ?? numbers[ANY_NUMBER];
    return ring(calleeFrom('number', number, { ...known }), settings, context);
  },
  resume: goOnRinging,
});
