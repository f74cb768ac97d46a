import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';

type When = 'transfer' | 'disconnect';

/** Sets the user-to-user information of the call. Architect: Set UUI Data. */
export const setUUIData = defineFlowAction({
  type: 'setUUIData',
  title: 'Set UUI Data',
  description: 'Sets the user-to-user information that goes along with a transfer or the disconnect.',
  category: 'Transfer',
  events: ['setUuiData'],
  differences: [
    'No line carries it: it is told in the transcript.',
    'Guess: data that is NOT_SET takes away what was set before.',
  ],
  settings: Type.Object(
    {
      uuiData: Value({ type: 'string', description: 'The data, as the line wants it.' }),
      on: Type.Optional(
        Type.Unsafe<When>({
          type: 'string',
          enum: ['transfer', 'disconnect'],
          default: 'transfer',
          description: 'With what it goes along.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'uuiData',
  flowTypes: CALL_FLOWS,
  enter({ uuiData, on = 'transfer' }, context) {
    const data = context.read(uuiData);
    context.setFact(`uuiData.${on}`, data);
    context.emit('setUuiData', { on, data: data ?? null });
    return { next: true };
  },
});
