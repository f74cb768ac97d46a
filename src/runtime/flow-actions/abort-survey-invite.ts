import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Offers no survey and ends the flow. Architect: Abort Survey Invite. */
export const abortSurveyInvite = defineFlowAction({
  type: 'abortSurveyInvite',
  title: 'Abort Survey Invite',
  description: 'Offers no survey, says why, and ends the flow.',
  category: 'Ending',
  events: ['abortedSurveyInvite'],
  differences: [],
  settings: Type.Object(
    {
      disposition: Type.Optional(
        Type.String({
          enum: ['error', 'optOut'],
          default: 'error',
          description: 'Why: something went wrong, or the customer wants no surveys.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'disposition',
  terminates: true,
  flowTypes: ['surveyInvite'],
  enter({ disposition = 'error' }, context) {
    context.emit('abortedSurveyInvite', { disposition });
    return { end: { reason: 'completed', detail: disposition } };
  },
});
