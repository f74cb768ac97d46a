import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, textAt } from '../../archy/archy-flow.ts';
import { type ExportBranch, outputsOf, pathName } from '../export-paths.ts';
import { type ExportActionType, pairs, withFailure } from './export-type.ts';
import { calledFlow } from './logic-types.ts';

function autoReply(plain: JsonObject): JsonObject {
  const { replyToSenderOnly, ...rest } = plain;
  return { ...rest, replyMode: replyToSenderOnly === true ? 'replyToSender' : 'replyToAll' };
}

/** The slot of an Ask for Slot, and reprompts only where the author wrote own ones. */
function ask(plain: JsonObject): JsonObject {
  const { selectedSlot, noInputs, noMatches, ...rest } = plain;
  const first = (json: Json | undefined) => (Array.isArray(json) ? (json[0] as Json | undefined) : undefined);
  const given: [string, Json | undefined][] = [
    ['noInput', first(noInputs)],
    ['noMatch', first(noMatches)],
  ];
  return {
    ...(typeof selectedSlot === 'string' ? { slot: { name: selectedSlot } } : {}),
    ...rest,
    ...Object.fromEntries(given.filter((one): one is [string, Json] => one[1] !== undefined)),
  };
}

const ASK_PATHS = ['noIntent', 'knowledge', 'maxNoInputs', 'maxNoMatches', 'default'];

/** Paths of intents or choices are a list; the fixed ones have names of their own. */
function listedOutputs(list: 'intents' | 'paths', item: 'intent' | 'path') {
  return (branches: readonly ExportBranch[]): JsonObject => {
    const isFixed = (branch: ExportBranch) =>
      ASK_PATHS.includes(pathName(branch)) && branch.outputId.startsWith('__');
    const listed = branches
      .filter((branch) => !isFixed(branch))
      .map((branch) => ({
        [item]: { name: branch.label, actions: branch.actions, enabled: branch.isEnabled },
      }));
    return { ...(listed.length === 0 ? {} : { [list]: listed }), ...outputsOf(branches.filter(isFixed)) };
  };
}

function slots(plain: JsonObject): JsonObject {
  return {
    slots: Object.entries(pairs(plain['slots']))
      .filter(([, on]) => !isJsonObject(on) || on['lit'] !== false)
      .map(([name]) => ({ slot: { name } })),
  };
}

/** Bots elsewhere: an output for each intent, with its slots. */
function foreignBot(plain: JsonObject): JsonObject {
  const { botId: _id, botName, outputs, languages: _l, sessionVariables, ...rest } = plain;
  const intents = listAt({ outputs: outputs ?? [] }, 'outputs').map(
    (one) => [textAt(one, 'name') ?? '', pairs(isJsonObject(one) ? one['value'] : [])] as const,
  );
  return {
    ...withFailure()(rest),
    bot: { name: botName ?? '' },
    sessionVariables: pairs(sessionVariables),
    intentOutputs: Object.fromEntries(intents),
  };
}

/** Actions of messages, mails, bots and surveys. */
export const DIGITAL_TYPES: { readonly [type: string]: ExportActionType } = {
  AbortSurveyInviteAction: { key: 'abortSurveyInvite' },
  AskForBooleanAction: { key: 'askForBoolean', settings: ask },
  AskForNLUIntentAction: { key: 'askForIntent', settings: ask, outputs: listedOutputs('intents', 'intent') },
  AskForNLUNextIntentAction: {
    key: 'askForNextIntent',
    settings: ask,
    outputs: listedOutputs('intents', 'intent'),
  },
  AskForSlotAction: { key: 'askForSlot', settings: ask },
  CallBotFlowAction: { key: 'callBotFlow', settings: calledFlow('botFlow', 'flow') },
  CallDialogflowBotAction: { key: 'callDialogflowBot', settings: foreignBot },
  CallDigitalBotFlowAction: { key: 'callDigitalBotFlow', settings: calledFlow('digitalBotFlow', 'flow') },
  CallLexBotAction: { key: 'callLexBot', settings: foreignBot },
  CallLexV2BotAction: { key: 'callLexV2Bot', settings: foreignBot },
  ClearSlotAction: { key: 'clearSlot', settings: slots },
  CompleteSurveyInviteAction: { key: 'completeSurveyInvite' },
  DigitalMenuAction: { key: 'digitalMenu', settings: ask, outputs: listedOutputs('paths', 'path') },
  SendAutoReplyAction: { key: 'sendAutoReply', settings: autoReply },
  SendNotificationAction: { key: 'sendNotification', settings: withFailure() },
};
