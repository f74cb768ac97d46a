import { Type } from 'typebox';
import { own } from '../authoring/json.ts';
import { saveOutputs } from './called-outputs.ts';
import type { BotAnswer } from './environment.ts';
import { callEnvironmentBot, environmentBot, tellBotLeft } from './environment-bot.ts';
import { FailureOutputs, writeFailure } from './failure-outputs.ts';
import { type ActionContext, defineFlowAction, type FlowActionType, type Next } from './flow-action.ts';
import { CALL_FLOWS } from './flow-types.ts';
import { Actions, TargetVariable, ThingName, Value } from './settings.ts';
import { textOf } from './tell.ts';

/** What sets one kind of bot elsewhere apart from the others. */
export interface ForeignBot {
  readonly type: string;
  readonly title: string;
  /** Whose bot it is, for the reference. */
  readonly whose: string;
}

const SETTINGS = Type.Object(
  {
    bot: ThingName('bot', { description: 'The bot, as the environment has it.' }),
    inputText: Type.Optional(
      Value({ type: 'string', description: 'What the customer has written already.' }),
    ),
    sessionVariables: Type.Optional(
      Type.Record(Type.String(), Value({ type: 'string' }), {
        description: 'What the bot is told, by name.',
      }),
    ),
    slots: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), TargetVariable()), {
        description: 'Intent: slot: the variable that gets its value.',
      }),
    ),
    failureOutputs: FailureOutputs,
    outputs: Type.Optional(
      Type.Record(Type.String(), Actions(), {
        description: 'Intent, `default` or `failure`: what happens then.',
      }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof SETTINGS>;

/** An action type that calls a bot of another maker; the environment says what it answers. */
export function foreignBotAction({ whose, ...names }: ForeignBot): FlowActionType {
  return defineFlowAction({
    ...names,
    description: `Calls a bot of ${whose} and leaves by the path of the intent that it found.`,
    category: 'Bot',
    paths: {
      'each intent': 'the bot found it',
      default: 'it found no intent, or one without a path',
      failure: 'there is no such bot, or the environment says that it fails',
    },
    events: ['calledBot', 'leftBot', 'failedBot'],
    differences: [
      'The bot is not called: it answers what stands under `bots` in the environment, after the seconds that stand there.',
      'Guess: the kinds of error; a bot that the environment does not know is BotNotFound.',
    ],
    settings: SETTINGS,
    outputs: ['default', 'failure'] as string[],
    dangerousUnwired: ['failure'],
    flowTypes: [...CALL_FLOWS, 'inboundMessage', 'inboundChat'],
    flushes: true,
    goesOn: () => true,
    enter(settings, context) {
      const { bot, inputText } = settings;
      const found = environmentBot(bot, context);
      if (found === undefined) return failed(settings, 'BotNotFound', `there is no bot ${bot}`, context);
      return callEnvironmentBot(bot, found, textOf(inputText, context), context, (answer) =>
        done(settings, answer, context),
      );
    },
    resume(settings, stimulus, wait, context) {
      const found = environmentBot(settings.bot, context);
      return stimulus.type === 'timeElapsed' && found !== undefined
        ? done(settings, found, context)
        : { wait };
    },
  });
}

function done(settings: Settings, answer: BotAnswer, context: ActionContext): Next {
  const { fails, intent = '', outputs = {} } = answer;
  if (fails !== undefined) return failed(settings, fails, `the bot ${settings.bot} failed`, context);
  tellBotLeft(settings.bot, answer, context);
  saveOutputs(own(settings.slots ?? {}, intent), outputs, context);
  return { output: own(settings.outputs ?? {}, intent) === undefined ? 'default' : intent };
}

function failed(settings: Settings, errorType: string, errorMessage: string, context: ActionContext): Next {
  context.emit('failedBot', { bot: settings.bot, errorType });
  writeFailure(settings.failureOutputs, { errorType, errorMessage }, context);
  return { output: 'failure' };
}
