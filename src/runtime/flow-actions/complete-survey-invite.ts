import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';
import { textOf } from '../tell.ts';

/** Offers the survey to the customer and ends the flow. Architect: Complete Survey Invite. */
export const completeSurveyInvite = defineFlowAction({
  type: 'completeSurveyInvite',
  title: 'Complete Survey Invite',
  description:
    'Offers the survey to the customer by e-mail, with a reminder where one is written, and ends the flow.',
  category: 'Ending',
  events: ['completedSurveyInvite'],
  differences: ['The invitation stands in the transcript; it is not sent.'],
  settings: Type.Object(
    {
      targetAddress: Value({ type: 'string', description: 'Where it goes.' }),
      inviteSubject: Value({ type: 'string', description: 'The subject of the invitation.' }),
      inviteBody: Value({ type: 'string', description: 'Its body.' }),
      reminderSubject: Type.Optional(
        Value({ type: 'string', description: 'The subject of the reminder; goes with `reminderBody`.' }),
      ),
      reminderBody: Type.Optional(Value({ type: 'string', description: 'The body of the reminder.' })),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  terminates: true,
  flowTypes: ['surveyInvite'],
  check({ reminderSubject, reminderBody }, { report }) {
    if ((reminderSubject === undefined) === (reminderBody === undefined)) return;
    report(
      'error',
      reminderSubject === undefined ? '/reminderBody' : '/reminderSubject',
      'WRONG_VALUE',
      'a reminder has a subject and a body',
      'write `reminderSubject` and `reminderBody`, or neither',
    );
  },
  enter({ reminderSubject, reminderBody, targetAddress, inviteSubject, inviteBody }, context) {
    context.emit('completedSurveyInvite', {
      targetAddress: textOf(targetAddress, context),
      inviteSubject: textOf(inviteSubject, context),
      inviteBody: textOf(inviteBody, context),
      ...(reminderSubject === undefined
        ? {}
        : {
            reminderSubject: textOf(reminderSubject, context),
            reminderBody: textOf(reminderBody, context),
          }),
    });
    return { end: { reason: 'completed', detail: 'invited' } };
  },
});
