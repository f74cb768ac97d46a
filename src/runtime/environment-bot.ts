import type { JsonObject } from '../authoring/json.ts';
import { type BotAnswer, named } from './environment.ts';
import type { ActionContext, Next } from './flow-action.ts';

/** A bot of the environment begins: it takes its time. @param done what follows when it has an answer. */
export function callEnvironmentBot(
  bot: string,
  answer: BotAnswer,
  inputText: string,
  context: ActionContext,
  done: (answer: BotAnswer) => Next,
): Next {
  context.emit('calledBot', { bot, ...(inputText === '' ? {} : { inputText }) });
  const { seconds = 0 } = answer;
  return seconds === 0
    ? done(answer)
    : { wait: { for: 'time', dueAt: context.now + Math.round(seconds * 1000) } };
}

/** What the environment's bot of a name answers; undefined when there is none. */
export function environmentBot(bot: string, { environment }: ActionContext): BotAnswer | undefined {
  return named(environment.bots, bot);
}

/** Tells that a bot came back, and with what. */
export function tellBotLeft(
  bot: string,
  { exitReason = 'TriggeredByFlow', intent, outputs }: BotAnswer,
  context: Pick<ActionContext, 'emit'>,
): void {
  const found: JsonObject = {
    ...(intent === undefined ? {} : { intent }),
    ...(outputs === undefined ? {} : { outputs }),
  };
  context.emit('leftBot', { bot, exitReason, ...found });
}
