import { Type } from 'typebox';
import { isJsonObject } from '../../authoring/json.ts';
import { defineFlowAction } from '../flow-action.ts';
import { ObjectValue } from '../settings.ts';

/** Sets the wrap-up code of the conversation, which `Flow.WrapupCode` reads. Architect: Set Wrap-Up Code. */
export const setWrapupCode = defineFlowAction({
  type: 'setWrapupCode',
  title: 'Set Wrap-Up Code',
  description: 'Sets the wrap-up code of the conversation. `Flow.WrapupCode` of an outbound call reads it.',
  category: 'Agent',
  paths: { success: 'it was set', failure: 'it is NOT_SET' },
  events: ['setWrapupCode'],
  differences: [
    'A code the environment does not have is taken as it is.',
    'Guess: NOT_SET takes the failure path.',
  ],
  settings: Type.Object(
    { wrapupCode: ObjectValue('wrapupCode', { description: 'The wrap-up code.' }) },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  short: 'wrapupCode',
  enter({ wrapupCode }, context) {
    const given = context.read(wrapupCode);
    if (!isJsonObject(given)) return { output: 'failure' };
    const found = context.find('wrapupCode', 'name', String(given['name'] ?? ''));
    const code = isJsonObject(found) ? found : given;
    context.setFact('Flow.WrapupCode', code);
    context.emit('setWrapupCode', { wrapupCode: code });
    return { output: 'success' };
  },
});
