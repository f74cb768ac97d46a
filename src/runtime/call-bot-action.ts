import { Type } from 'typebox';
import { INPUT_TEXT } from './asking/asking.ts';
import { readInputs, SaveOutputs, saveOutputs } from './called-outputs.ts';
import type { BotAnswer } from './environment.ts';
import { callEnvironmentBot, environmentBot, tellBotLeft } from './environment-bot.ts';
import {
  type ActionContext,
  defineFlowAction,
  type FlowActionType,
  type Next,
  type Returned,
} from './flow-action.ts';
import type { FlowType } from './flow-types.ts';
import { FlowName, TargetVariable, Value } from './settings.ts';
import { textOf } from './tell.ts';

/** What sets one of the actions that call a bot flow apart from the other. */
export interface CallBot {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** Types of flow it calls, and those it is made for. */
  readonly calls: readonly FlowType[];
  readonly flowTypes: readonly FlowType[];
}

const SETTINGS = Type.Object(
  {
    bot: FlowName('bot', { description: 'The bot flow, or a bot of the environment.' }),
    inputs: Type.Optional(
      Type.Record(Type.String(), Value(), {
        description: 'Slot.name or Flow.name of the bot: value it starts with.',
      }),
    ),
    inputText: Type.Optional(
      Value({
        type: 'string',
        description:
          "What the customer has written already: the answer to the bot's first question, which is not asked then.",
      }),
    ),
    saveOutputs: SaveOutputs,
    intent: Type.Optional(
      TargetVariable({
        type: 'string',
        description: 'The variable that gets the intent; NOT_SET when none was found.',
      }),
    ),
    exitReason: Type.Optional(
      TargetVariable({ type: 'string', description: 'The variable that gets why the bot ended.' }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof SETTINGS>;

/** An action type that runs a bot flow until it exits and comes back. */
export function callBotAction({ calls, ...names }: CallBot): FlowActionType {
  return defineFlowAction({
    ...names,
    category: 'Bot',
    events: ['calledBot', 'leftBot'],
    differences: [
      'A bot whose flow is not here is one of the environment: it answers what stands there, after the seconds that stand there.',
      'Guess: when the customer hangs up in the bot, the flow that called it ends, too.',
    ],
    settings: SETTINGS,
    outputs: [] as string[],
    short: 'bot',
    flushes: true,
    callsFlow: ({ bot: flow, inputs, saveOutputs: targets }) => ({
      flow,
      pointer: '/bot',
      types: calls,
      ...(inputs && { inputs }),
      ...(targets && { saveOutputs: targets }),
    }),
    enter(settings, context) {
      const { bot, inputs, inputText } = settings;
      const text = textOf(inputText, context);
      if (context.hasFlow(bot)) {
        context.setFact(INPUT_TEXT, text === '' ? undefined : text);
        return { callFlow: bot, variables: readInputs(inputs, context) };
      }
      const found = environmentBot(bot, context);
      if (found === undefined)
        return { error: { errorType: 'BotNotFound', errorMessage: `there is no bot ${bot}` } };
      return callEnvironmentBot(bot, found, text, context, (answer) => done(settings, answer, context));
    },
    resume(settings, stimulus, wait, context) {
      const found = environmentBot(settings.bot, context);
      return stimulus.type === 'timeElapsed' && found !== undefined
        ? done(settings, found, context)
        : { wait };
    },
    returned(settings, result, context) {
      context.setFact(INPUT_TEXT, undefined);
      save(settings, result, context);
    },
  });
}

function done(settings: Settings, answer: BotAnswer, context: ActionContext): Next {
  const told: BotAnswer = answer.fails === undefined ? answer : { exitReason: 'Error' };
  tellBotLeft(settings.bot, told, context);
  const { exitReason = 'TriggeredByFlow', intent, outputs = {} } = told;
  save(
    settings,
    { output: 'default', exitReason, values: outputs, ...(intent === undefined ? {} : { intent }) },
    context,
  );
  return { next: true };
}

function save(settings: Settings, { values, intent, exitReason }: Returned, context: ActionContext): void {
  saveOutputs(settings.saveOutputs, values, context);
  if (settings.intent !== undefined) context.write(settings.intent, intent);
  if (settings.exitReason !== undefined) context.write(settings.exitReason, exitReason);
}
