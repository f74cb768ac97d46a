import { Type } from 'typebox';
import type { Json } from '../../authoring/json.ts';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS, DIGITAL_FLOWS } from '../flow-types.ts';
import { ThingName, Value } from '../settings.ts';

/** Chooses the script that the agent sees. Architect: Set Screen Pop. The last one counts. */
export const setScreenPop = defineFlowAction({
  type: 'setScreenPop',
  title: 'Set Screen Pop',
  description: 'Chooses the script that opens for the agent who takes the conversation, with its inputs.',
  category: 'Agent',
  events: ['setScreenPop'],
  differences: [
    'No script opens: the conversation keeps which one would, and a transcript tells it.',
    'Guess: of several the last one counts.',
  ],
  settings: Type.Object(
    {
      script: ThingName('script', { description: 'Name of the script.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), { description: 'Input of the script: value.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'script',
  flowTypes: [...CALL_FLOWS, ...DIGITAL_FLOWS],
  enter({ script, inputs = {} }, context) {
    const values = Object.entries(inputs).map(([name, value]): [string, Json] => [
      name,
      context.read(value) ?? null,
    ]);
    const screenPop = { script, inputs: Object.fromEntries(values) };
    context.setFact('screenPop', screenPop);
    context.emit('setScreenPop', screenPop);
    return { next: true };
  },
});
