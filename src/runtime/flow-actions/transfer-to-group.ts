import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { ObjectValue, Value } from '../settings.ts';
import { calleeOf } from '../transfer/callee.ts';
import { goOnRinging, RING_SETTINGS, ring } from '../transfer/ring.ts';
import { failTransfer, targetNotSet } from '../transfer/transfer.ts';
import { leaveVoicemail } from '../transfer/voicemail.ts';

/** Rings a group. Success leaves the flow. Architect: Transfer to Group (facts/ACTIONS 2.2). */
export const transferToGroup = defineFlowAction({
  type: 'transferToGroup',
  title: 'Transfer to Group',
  description:
    'Rings a group and ends the flow when somebody answers. When nobody does, the caller may leave a voicemail, where there is a box for it.',
  category: 'Transfer',
  paths: { failure: '`rollover` is set, nobody answers and there is no voicemail; or the group is NOT_SET' },
  events: ['transferredToGroup', 'answeredTransfer', 'failedTransfer', 'beganVoicemail', 'leftVoicemail'],
  differences: [
    'Whether somebody answers, and after how long, is told by the environment; a group it does not know answers at once.',
    'Guess: a group that is NOT_SET takes the failure path.',
    'Guess: it rings for 30 seconds where neither the action nor the flow says how long.',
  ],
  settings: Type.Object(
    {
      group: ObjectValue('group', { description: 'The group, by name.' }),
      rollover: Type.Optional(
        Value({
          type: 'boolean',
          description:
            'Whether a call nobody answers goes to the voicemail; where that is not there, it fails. Absent or NOT_SET: it goes there, or the caller is told so and disconnected.',
        }),
      ),
      ...RING_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['failure'],
  short: 'group',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: CALL_FLOWS,
  enter(settings, context) {
    const rollsOver = settings.rollover === undefined || context.read(settings.rollover) !== false;
    const callee = calleeOf('group', settings.group, rollsOver, context);
    if (callee === undefined) return failTransfer(targetNotSet('group'), settings, context);
    return ring(callee, settings, context);
  },
  resume(settings, stimulus, wait, context) {
    const rollover = settings.rollover === undefined ? undefined : context.read(settings.rollover);
    const onFailure = rollover === undefined ? 'hangUp' : 'failure';
    return goOnRinging(settings, stimulus, wait, context, { onFailure });
  },
  hungUp: (_settings, wait, context) => leaveVoicemail(wait, context),
});
