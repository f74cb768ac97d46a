import { Type } from 'typebox';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';

/** How often one bot session may set attributes, how many, and how long each may be. Architect: help page "set participant data action". */
const MAX_RUNS = 50;
const MAX_ATTRIBUTES = 50;
const MAX_CHARACTERS = 256;
const RUNS = 'bot.participantDataRuns';
const NAMES = 'bot.participantDataNames';

/** Sets attributes of the customer participant; names are case-sensitive, values texts. Architect: Set Participant Data. */
export const setParticipantData = defineFlowAction({
  type: 'setParticipantData',
  title: 'Set Participant Data',
  description:
    'Sets attributes on the participant. They stay with the conversation, also after the flow. Names are case-sensitive; NOT_SET is written as an empty text.',
  category: 'Data',
  events: ['setParticipantData'],
  differences: [
    'Guess: NOT_SET is written as an empty text.',
    'Only in bot flows there is a limit to the number and length of attributes.',
    'Attributes can be seen from outside at once.',
  ],
  settings: Type.Record(Type.String(), Value({ type: 'string', description: "The attribute's value." }), {
    minProperties: 1,
  }),
  outputs: [],
  enter(attributes, context) {
    const tooMuch = overLimit(Object.keys(attributes), context);
    if (tooMuch !== undefined) return tooMuch;
    for (const [name, expression] of Object.entries(attributes)) {
      const value = context.read(expression);
      const text = typeof value === 'string' ? value : '';
      if (isBot(context) && text.length > MAX_CHARACTERS)
        return limitError(`the value of ${name} has more than ${MAX_CHARACTERS} characters`);
      context.setParticipantData(name, text);
      context.emit('setParticipantData', { name, value: text });
    }
    return { next: true };
  },
});

function isBot({ flowType }: Pick<ActionContext, 'flowType'>): boolean {
  return BOT_FLOWS.includes(flowType);
}

/** Counts what a bot sets; an error of the flow when it is too much. */
function overLimit(names: readonly string[], context: ActionContext) {
  if (!isBot(context)) return undefined;
  const runs = Number(context.fact(RUNS) ?? 0) + 1;
  const before = context.fact(NAMES);
  const all = [...new Set([...(Array.isArray(before) ? before.map(String) : []), ...names])];
  if (runs > MAX_RUNS) return limitError(`a bot sets participant data at most ${MAX_RUNS} times`);
  if (all.length > MAX_ATTRIBUTES) return limitError(`a bot sets at most ${MAX_ATTRIBUTES} attributes`);
  context.setFact(RUNS, runs);
  context.setFact(NAMES, all);
  return undefined;
}

function limitError(errorMessage: string) {
  return { error: { errorType: 'ParticipantDataLimit', errorMessage } } as const;
}
