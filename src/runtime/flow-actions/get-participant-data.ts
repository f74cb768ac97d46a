import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable } from '../settings.ts';

/** Reads attributes of the customer participant into variables; a missing one gives NOT_SET. Architect: Get Participant Data. */
export const getParticipantData = defineFlowAction({
  type: 'getParticipantData',
  title: 'Get Participant Data',
  description:
    'Reads attributes of the participant into variables. An attribute that is not there gives NOT_SET.',
  category: 'Data',
  differences: [
    'Guess: an attribute that is not there gives NOT_SET.',
    'Only the customer of the conversation has attributes here.',
  ],
  settings: Type.Record(
    Type.String(),
    TargetVariable({ type: 'string', description: 'The variable that gets the attribute.' }),
    { minProperties: 1 },
  ),
  outputs: [],
  enter(attributes, context) {
    for (const [name, target] of Object.entries(attributes))
      context.write(target, context.participantData(name));
    return { next: true };
  },
});
