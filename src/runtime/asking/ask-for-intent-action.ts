import { Type } from 'typebox';
import { isJsonObject, type Json, own, pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { defaultText } from '../default-texts.ts';
import { type ActionContext, defineFlowAction, type FlowActionType } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Actions } from '../settings.ts';
import { textOf } from '../tell.ts';
import { knowledgeAnswer, understandIntent } from '../understanding/understand.ts';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS, Question } from './ask-settings.ts';
import { type Asking, type AskSettings, answer, ask, type Meaning } from './asking.ts';
import type { Input } from './input.ts';
import { HIGH_CONFIDENCE, LOW_CONFIDENCE } from './leaving.ts';
import { fillSlots } from './slots.ts';

/** What a knowledge base answered last. */
export const LAST_ANSWER = 'Session.LastKnowledgeAnswer';

/** What sets one of the actions that ask for an intent apart from the other. */
export interface AskForIntent {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly differences: readonly string[];
}

/** An action type that asks what the customer wants. */
export function askForIntentAction({ differences, ...names }: AskForIntent): FlowActionType {
  return defineFlowAction({
    ...names,
    category: 'Bot',
    paths: {
      'each intent': 'it was understood',
      noIntent: 'no intent was understood; without this path it asks again',
      knowledge: 'the knowledge base has an answer; Session.LastKnowledgeAnswer holds it',
      ...ASK_PATHS,
    },
    events: [
      'sentMessage',
      'understoodIntent',
      'filledSlot',
      'gotAnswer',
      'gotNoInput',
      'gotNoMatch',
      'searchedKnowledge',
    ],
    differences: [
      ...differences,
      ...ASK_DIFFERENCES,
      'Guess: an intent between the low and the high threshold is asked back for; below it, `noIntent` is taken at once where it is wired.',
      'Guess: knowledge is searched only where its path is wired, and answers when it is surer than any intent.',
    ],
    settings: SETTINGS,
    outputs: ['noIntent', 'knowledge', 'maxNoInputs', 'maxNoMatches'] as string[],
    flowTypes: BOT_FLOWS,
    goesOn: () => true,
    check({ intents = {} }, { intents: known, report }) {
      if (known.length === 0) return;
      for (const name of Object.keys(intents).filter((one) => !known.includes(one)))
        report(
          'warning',
          pointerTo('/intents', name),
          'UNKNOWN_INTENT',
          `\`nlu\` has no intent \`${name}\``,
          didYouMean(name, known, 'add it there'),
        );
    },
    enter: (settings, context) => ask(INTENT, settings, context),
    resume: (settings, stimulus, wait, context) => answer(INTENT, settings, stimulus, wait, context),
  });
}

const SETTINGS = Type.Object(
  {
    question: Question,
    ...ASK_SETTINGS,
    intents: Type.Optional(
      Type.Record(Type.String(), Actions({ description: 'What happens then.' }), {
        description: 'Intent: what happens when it was understood. One that is not here goes on behind.',
      }),
    ),
    outputs: Type.Optional(
      Type.Object(
        {
          noIntent: Type.Optional(Actions({ description: 'What happens when no intent was understood.' })),
          knowledge: Type.Optional(
            Actions({ description: 'What happens when the knowledge base has an answer.' }),
          ),
          ...ASK_OUTPUTS,
        },
        { additionalProperties: false, description: 'Output paths.' },
      ),
    ),
  },
  { additionalProperties: false },
);

type IntentSettings = AskSettings & Pick<Type.Static<typeof SETTINGS>, 'outputs'>;

const INTENT: Asking<IntentSettings> = {
  kind: 'intent',
  understand({ outputs }, input, context) {
    const { text, understood } = input;
    if (understood?.intent !== undefined) return certain(understood.intent, 100, input);
    const found = understandIntent(context.bot.nlu, text, context);
    const { low, high } = thresholds(context);
    const best = found?.confidence ?? 0;
    if (outputs?.knowledge !== undefined) {
      const known = knowledge(input, Math.max(low, best + 1), context);
      if (known !== undefined) return known;
    }
    if (found !== undefined && best >= high) return certain(found.intent, best, input);
    if (found !== undefined && best >= low)
      return { ...certain(found.intent, best, input), confirmation: confirmation(found.intent, context) };
    return outputs?.noIntent === undefined ? undefined : noIntent(input, context);
  },
  accept(_settings, meant, words, context) {
    const { intent, confidence, understood } = meantIntent(meant);
    context.setIntent(intent);
    context.emit('understoodIntent', { intent, confidence, words });
    fillSlots(intent, { text: words, ...(understood === undefined ? {} : { understood }) }, context);
    return { output: intent };
  },
};

function thresholds({ bot }: ActionContext): { readonly low: number; readonly high: number } {
  const {
    collectionLowConfidenceThreshold: low = LOW_CONFIDENCE,
    collectionHighConfidenceThreshold: high = HIGH_CONFIDENCE,
  } = bot.settings;
  return { low: Math.max(1, low), high };
}

/** An answer is kept as JSON while it waits to be confirmed. */
function certain(intent: string, confidence: number, { understood }: Input): { readonly answer: Json } {
  return { answer: { intent, confidence, ...(understood?.slots && { slots: understood.slots }) } };
}

function meantIntent(answer: Json) {
  const meant = isJsonObject(answer) ? answer : {};
  const slots = own(meant, 'slots');
  return {
    intent: String(own(meant, 'intent') ?? ''),
    confidence: Number(own(meant, 'confidence') ?? 0),
    understood: isJsonObject(slots) ? { slots } : undefined,
  };
}

function confirmation(intent: string, context: ActionContext): string {
  const own = context.bot.confirmations.get(intent);
  return own === undefined
    ? defaultText('intentConfirmation', context.language, { intent })
    : textOf(own, context);
}

function knowledge({ text, understood }: Input, least: number, context: ActionContext): Meaning {
  const found = understood?.knowledge ?? knowledgeAnswer(context.bot.nlu, text, least)?.answer;
  if (found === undefined) return undefined;
  context.setFact(LAST_ANSWER, found);
  context.emit('searchedKnowledge', { query: text, answer: found });
  return { leave: { output: 'knowledge' } };
}

function noIntent({ text }: Input, context: ActionContext): Meaning {
  context.emit('gotNoMatch', { question: 'intent', noMatches: 1, words: text });
  context.setIntent(undefined);
  return { leave: { output: 'noIntent' } };
}
