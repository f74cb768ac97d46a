import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { ObjectValue, Value } from '../settings.ts';
import { calleeOf } from '../transfer/callee.ts';
import { goOnRinging, RING_SETTINGS, ring } from '../transfer/ring.ts';
import { failTransfer, targetNotSet } from '../transfer/transfer.ts';
import { leaveVoicemail } from '../transfer/voicemail.ts';

/** Rings a person. Success leaves the flow. Architect: Transfer to User (facts/ACTIONS 2.2). */
export const transferToUser = defineFlowAction({
  type: 'transferToUser',
  title: 'Transfer to User',
  description:
    'Rings a person and ends the flow when they answer. When they do not, the caller may leave a voicemail, where there is a box for it.',
  category: 'Transfer',
  paths: { failure: 'the person does not answer and has no voicemail, or is NOT_SET' },
  events: ['transferredToUser', 'answeredTransfer', 'failedTransfer', 'beganVoicemail', 'leftVoicemail'],
  differences: [
    'Who answers, and after how long, is told by the environment; somebody it does not know answers at once. In Genesys a user that was deleted is an error of the flow.',
    'Guess: a user that is NOT_SET takes the failure path.',
    'Guess: it rings for 30 seconds where neither the action nor the flow says how long; in Genesys the voicemail settings of the user do.',
  ],
  settings: Type.Object(
    {
      user: ObjectValue('user', { description: 'The person: e-mail address or name.' }),
      rollover: Type.Optional(
        Value({
          type: 'boolean',
          description: 'Whether a call nobody answers goes to the voicemail; absent or NOT_SET: it does.',
        }),
      ),
      ...RING_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['failure'],
  short: 'user',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: CALL_FLOWS,
  enter(settings, context) {
    const rollsOver = settings.rollover === undefined || context.read(settings.rollover) !== false;
    const callee = calleeOf('user', settings.user, rollsOver, context);
    if (callee === undefined) return failTransfer(targetNotSet('user'), settings, context);
    return ring(callee, settings, context);
  },
  resume: goOnRinging,
  hungUp: (_settings, wait, context) => leaveVoicemail(wait, context),
});
