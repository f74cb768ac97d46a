import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { listAt, objectAt, textAt } from '../archy/archy-flow.ts';
import { type ExportBranch, outputsOf, pathName } from './export-paths.ts';
import { type ExportReading, referenceTo } from './export-reading.ts';
import { archyType, exportInput, exportValue } from './export-value.ts';

/** An action as exported, for settings that cannot be read field by field. */
interface Exported {
  readonly json: JsonObject;
  readonly branches: readonly ExportBranch[];
  readonly reading: ExportReading;
}

/** How an action type of exports is written in Archy. */
interface ExportActionType {
  readonly key: string;
  /** @param plain every field of the action, its values in Archy's form. */
  readonly settings?: (plain: JsonObject, exported: Exported) => JsonObject;
  /** How its branches are written; absent: each under its name. */
  readonly outputs?: (branches: readonly ExportBranch[]) => JsonObject;
}

const NO_VALUE: JsonObject = { noValue: true };

/** Fields under other names, the others as they are. `'old': undefined` leaves a field out. */
function renamed(names: { readonly [field: string]: string | undefined }) {
  return (plain: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(plain).flatMap(([field, value]): [string, Json][] => {
        const name = Object.hasOwn(names, field) ? names[field] : field;
        return name === undefined ? [] : [[name, value]];
      }),
    );
}

/** `[{name, value}]` as an object. */
function pairs(json: Json | undefined): JsonObject {
  if (!Array.isArray(json)) return {};
  return Object.fromEntries(
    json.flatMap((one: Json): [string, Json][] => {
      const name = textAt(one, 'name');
      return name === undefined || !isJsonObject(one) ? [] : [[name, one['value'] ?? NO_VALUE]];
    }),
  );
}

/** `xId` and `xName` of an export as an object with a name. */
function named(plain: JsonObject, field: string): JsonObject {
  const name = textAt(plain, `${field}Name`);
  return name === undefined ? NO_VALUE : { lit: { name } };
}

const FAILURE = { errorBindings: 'failureOutputs' } as const;

/** Bindings of errors as an object; `names` renames other fields. */
function withFailure(names: { readonly [field: string]: string | undefined } = {}) {
  return (plain: JsonObject): JsonObject => {
    const shaped = renamed({ ...names, ...FAILURE })(plain);
    return plain['errorBindings'] === undefined
      ? shaped
      : { ...shaped, failureOutputs: pairs(plain['errorBindings']) };
  };
}

const CALL_ERRORS = { ...FAILURE, connTimeout: 'connectTimeout' } as const;

function dataAction(plain: JsonObject, { json, reading }: Exported): JsonObject {
  const { actionName, category, ...others } = plain;
  const inputs = listAt(json, 'inputs').flatMap((one): [string, Json][] => {
    const name = textAt(one, 'name');
    return name === undefined || !isJsonObject(one) ? [] : [[name, exportInput(one['value'], reading.names)]];
  });
  const action = {
    inputs: Object.fromEntries(inputs),
    successOutputs: pairs(plain['outputs']),
    failureOutputs: pairs(plain['errorBindings']),
  };
  const rest = renamed(DATA_ACTION_FIELDS)(others);
  const name = typeof actionName === 'string' ? actionName : '';
  return { ...rest, category: { [textAt(category, 'name') ?? '']: { dataAction: { [name]: action } } } };
}

const DATA_ACTION_FIELDS = {
  actionId: undefined,
  inputs: undefined,
  outputs: undefined,
  errorBindings: undefined,
  useSuggestedTimeout: undefined,
} as const;

function statements(_plain: JsonObject, { json, reading }: Exported): JsonObject {
  return {
    statements: listAt(json, 'variables').map((one) => {
      const target = exportValue(isJsonObject(one) ? one['variable'] : undefined, reading.names);
      const value = exportValue(isJsonObject(one) ? one['expression'] : undefined, reading.names);
      const type = archyType(textAt(objectAt(one, 'variable'), 'type') ?? 'str');
      return { [type]: { variable: target['var'] ?? '', value } };
    }),
  };
}

/** Exports hold a case's value and its branch apart, joined by an id (facts/ACTIONS 5.7). */
function switchCases(plain: JsonObject, { json, branches }: Exported): JsonObject {
  const actionsOf = (id: string) => branches.find(({ outputId }) => outputId === id)?.actions ?? [];
  const cases = listAt(plain, 'cases').map((one) => ({
    case: {
      value: isJsonObject(one) ? (one['value'] ?? NO_VALUE) : NO_VALUE,
      actions: actionsOf(textAt(one, 'referenceId') ?? ''),
    },
  }));
  const evaluation = { cases, default: { actions: actionsOf('__DEFAULT__') } };
  if (plain['switchStyle'] !== 1) return { evaluate: { firstTrue: evaluation } };
  const type = archyType(textAt(objectAt(json, 'expression'), 'type') ?? 'str');
  return { evaluate: { firstMatch: { [type]: { value: plain['expression'] ?? NO_VALUE, ...evaluation } } } };
}

function attributes(key: 'set' | 'get') {
  return (plain: JsonObject): JsonObject => {
    const { variables, ...rest } = plain;
    const list = (Array.isArray(variables) ? variables : []).map((one: Json) => {
      const name = isJsonObject(one) ? (one['variable'] ?? NO_VALUE) : NO_VALUE;
      const value = isJsonObject(one) ? (one['expression'] ?? NO_VALUE) : NO_VALUE;
      return {
        attribute:
          key === 'set'
            ? { name, value }
            : { name, variable: isJsonObject(value) ? (value['var'] ?? '') : '' },
      };
    });
    return { ...rest, attributes: list };
  };
}

function target(field: 'task' | 'menu' | 'state') {
  const key = `target${field.slice(0, 1).toUpperCase()}${field.slice(1)}Ref`;
  return (plain: JsonObject, { reading }: Exported): JsonObject => {
    const { [`${field}Reference`]: id, [`${field}Name`]: _name, inputs, outputs, ...rest } = plain;
    const given = Object.entries({ inputs: pairs(inputs), outputs: pairs(outputs) }).filter(
      ([, one]) => Object.keys(one).length > 0,
    );
    const bindings = Object.fromEntries(
      given.map(([name, one]) => [name === 'outputs' ? 'outputBindings' : name, one]),
    );
    return { ...rest, ...bindings, [key]: referenceTo(typeof id === 'string' ? id : '', reading) };
  };
}

function endTask(plain: JsonObject, { json, reading }: Exported): JsonObject {
  const byReference = [...reading.items.values()]
    .flatMap((item) => listAt(item.json, 'paths'))
    .find((path) => textAt(path, 'outputId') === textAt(json, 'pathReference'));
  const name = textAt(byReference, 'label') ?? textAt(plain, 'pathName');
  return name === undefined ? {} : { outputPath: { name } };
}

function dataTableLookup(plain: JsonObject): JsonObject {
  const { datatableId: _id, datatableName, lookupKeyValue, outputs, errorBindings, ...rest } = plain;
  const bindings = { foundOutputs: pairs(outputs), failureOutputs: pairs(errorBindings) };
  return {
    ...rest,
    lookupValue: lookupKeyValue ?? NO_VALUE,
    dataTable: { [String(datatableName ?? '')]: bindings },
  };
}

function transferToAcd(plain: JsonObject): JsonObject {
  const {
    queues,
    skills,
    useDefaultHandling,
    inQueueFlowId: _id,
    inQueueFlowName,
    enableInQueueFlow: _e,
    ...rest
  } = plain;
  const acdSkills = (Array.isArray(skills) ? skills : []).map((one: Json) => ({
    acdSkill: isJsonObject(one) ? (one['skill'] ?? NO_VALUE) : NO_VALUE,
  }));
  return {
    targetQueue: (Array.isArray(queues) ? (queues[0] as Json | undefined) : undefined) ?? NO_VALUE,
    ...withFailure()(rest),
    ...(acdSkills.length === 0 ? {} : { acdSkills }),
    ...(useDefaultHandling === false && typeof inQueueFlowName === 'string'
      ? { overrideInQueueFlow: { name: inQueueFlowName } }
      : {}),
  };
}

function transferToFlow(plain: JsonObject): JsonObject {
  const { flowId: _id, flowName, ...rest } = plain;
  return { ...withFailure(CALL_ERRORS)(rest), targetFlow: { name: flowName ?? '' } };
}

function transferToVoicemail(plain: JsonObject): JsonObject {
  const {
    transferTarget,
    transferTargetQueue,
    transferTargetType,
    transferTargetGroup,
    callbackNumbers,
    calleeName,
    voicemailGreeting,
    ...rest
  } = plain;
  const kind = String(transferTargetType ?? 'queue').toLowerCase();
  const shared = {
    callbackNumber:
      (Array.isArray(callbackNumbers) ? (callbackNumbers[0] as Json | undefined) : callbackNumbers) ??
      NO_VALUE,
    calleeName: calleeName ?? NO_VALUE,
    voicemailGreeting: voicemailGreeting ?? NO_VALUE,
  };
  const destination = kind.includes('user')
    ? { user: { targetUser: transferTarget ?? NO_VALUE } }
    : kind.includes('group')
      ? { group: { targetGroup: transferTargetGroup ?? transferTarget ?? NO_VALUE } }
      : { queue: { targetQueue: transferTargetQueue ?? transferTarget ?? NO_VALUE, ...shared } };
  return { ...withFailure(CALL_ERRORS)(rest), destination };
}

function createCallback(plain: JsonObject): JsonObject {
  const { callbackNumbers, queue, scriptId: _id, scriptName, ...rest } = plain;
  const number = Array.isArray(callbackNumbers) ? (callbackNumbers[0] as Json | undefined) : callbackNumbers;
  return {
    ...rest,
    targetQueue: queue ?? NO_VALUE,
    callbackNumber: number ?? NO_VALUE,
    ...(typeof scriptName === 'string'
      ? { script: { [scriptName]: { inputs: pairs(plain['inputs']) } } }
      : {}),
  };
}

function collectInput(plain: JsonObject): JsonObject {
  const {
    prompts,
    resultData,
    numberOfDigitsMin,
    numberOfDigitsMax,
    terminatingCharacter,
    verification,
    verificationPrompts,
    ...rest
  } = plain;
  const min = objectAt(plain, 'numberOfDigitsMin')['lit'] ?? 1;
  const max = objectAt(plain, 'numberOfDigitsMax')['lit'] ?? min;
  const terminator =
    typeof terminatingCharacter === 'string' && terminatingCharacter !== ''
      ? { terminatingDtmf: terminatingCharacter }
      : {};
  return {
    verificationType: verification === true ? 'numeric' : 'none',
    ...rest,
    inputAudio: prompts ?? NO_VALUE,
    inputData: resultData ?? NO_VALUE,
    digits: min === max ? { exact: max } : { range: { min, max, ...terminator } },
    ...(verification === true ? { verificationAudio: verificationPrompts ?? NO_VALUE } : {}),
  };
}

function holdMusic(plain: JsonObject): JsonObject {
  const { duration, playForDuration, bargeInExpression, ...rest } = plain;
  const playStyle = playForDuration === true ? { duration: duration ?? NO_VALUE } : { entirePrompt: true };
  return { ...rest, playStyle, bargeInEnabled: bargeInExpression ?? { lit: false } };
}

function schedule(plain: JsonObject): JsonObject {
  const { evaluateEmergencyGroup, timeZone, evaluationDateTime, ...rest } = plain;
  const emergency = objectOf(plain, 'emergencyGroup');
  if (evaluateEmergencyGroup === true)
    return { evaluationType: { emergencyGroup: { selectedEmergencyGroup: emergency } } };
  const moment = evaluationMoment(evaluationDateTime);
  const scheduleTimeZone = timeZone ?? NO_VALUE;
  return {
    ...drop(rest, 'schedule'),
    evaluationType: {
      schedule: { selectedSchedule: objectOf(plain, 'schedule'), scheduleTimeZone, evaluate: moment },
    },
  };
}

function scheduleGroup(plain: JsonObject): JsonObject {
  const { evaluationDateTime, ...rest } = plain;
  const groups = {
    scheduleGroup: objectOf(plain, 'scheduleGroup'),
    emergencyGroup: objectOf(plain, 'emergencyGroup'),
  };
  return {
    ...drop(rest, 'scheduleGroup', 'emergencyGroup'),
    ...groups,
    evaluate: evaluationMoment(evaluationDateTime),
  };
}

/** Now, unless the export gives a moment. */
function evaluationMoment(json: Json | undefined): JsonObject {
  return isJsonObject(json) && json['noValue'] === undefined ? { dateTime: json } : { now: true };
}

/** An object that older exports keep as id and name, and newer ones as a value. */
function objectOf(plain: JsonObject, field: string): JsonObject {
  const value = plain[field];
  return isJsonObject(value) ? value : named(plain, field);
}

function drop(json: JsonObject, ...fields: readonly string[]): JsonObject {
  const dropped = fields.flatMap((field) => [field, `${field}Id`, `${field}Name`]);
  return Object.fromEntries(Object.entries(json).filter(([key]) => !dropped.includes(key)));
}

/** A flow that is called, with its bindings: `{ name: { version: { inputs, outputs } } }`. */
function calledFlow(key: string, field: 'flow' | 'commonModule') {
  return (plain: JsonObject): JsonObject => {
    const {
      [`${field}Name`]: name,
      [`${field}Id`]: _id,
      inputs,
      outputs,
      errorBindings: _e,
      ...rest
    } = plain;
    const dropped = [
      'flowLatestVersion',
      'flowVersion',
      'useLatestVersion',
      'flowPublishedVersion',
      'commonModuleVersion',
    ];
    const kept = Object.fromEntries(Object.entries(rest).filter(([one]) => !dropped.includes(one)));
    if (typeof name !== 'string') return { ...kept, [key]: { none: true } };
    return {
      ...withFailure()({
        ...kept,
        ...('errorBindings' in plain ? { errorBindings: plain['errorBindings'] ?? [] } : {}),
      }),
      [key]: { [name]: { ver_latestPublished: { inputs: pairs(inputs), outputs: pairs(outputs) } } },
    };
  };
}

function screenPop(plain: JsonObject): JsonObject {
  const { screenPopId: _id, screenPopName, inputs, ...rest } = plain;
  return typeof screenPopName === 'string'
    ? { ...rest, screenPopScript: { [screenPopName]: { inputs: pairs(inputs) } } }
    : rest;
}

function autoReply(plain: JsonObject): JsonObject {
  const { replyToSenderOnly, ...rest } = plain;
  return { ...rest, replyMode: replyToSenderOnly === true ? 'replyToSender' : 'replyToAll' };
}

function response(plain: JsonObject): JsonObject {
  const { responseId: _id, responseName, responseLibrary, substitutions, ...rest } = plain;
  return {
    ...rest,
    response: { lit: { name: responseName ?? '' } },
    library: { lit: { name: textAt(responseLibrary, 'name') ?? '' } },
    substitutions: pairs(substitutions),
  };
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
  const { botId: _id, botName, outputs, languages: _l, ...rest } = plain;
  const intents = (Array.isArray(outputs) ? outputs : []).map(
    (one: Json) => [textAt(one, 'name') ?? '', pairs(isJsonObject(one) ? one['value'] : [])] as const,
  );
  return { ...withFailure()(rest), bot: { name: botName ?? '' }, intentOutputs: Object.fromEntries(intents) };
}

const outcome = (plain: JsonObject): JsonObject => {
  const { outcomeId: _id, outcomeName, outcomeValue, ...rest } = plain;
  return {
    ...rest,
    flowOutcome: { lit: { name: outcomeName ?? '' } },
    ...(outcomeValue === undefined ? {} : { outcomeValue }),
  };
};

const milestone = (plain: JsonObject): JsonObject => {
  const { milestoneId: _id, milestoneName, flowMilestoneName, ...rest } = plain;
  return { ...rest, flowMilestone: { lit: { name: milestoneName ?? flowMilestoneName ?? '' } } };
};

/**
 * Action types of exports (`__type`) with their key in Archy and how their settings differ from it. What has none here
 * keeps its settings by the export's names. Sources: exports with a twin in Archy; names of Genesys' scripting package.
 */
export const EXPORT_ACTIONS: { readonly [type: string]: ExportActionType } = {
  AbortSurveyInviteAction: { key: 'abortSurveyInvite' },
  AskForBooleanAction: { key: 'askForBoolean', settings: ask },
  AskForNLUIntentAction: { key: 'askForIntent', settings: ask, outputs: listedOutputs('intents', 'intent') },
  AskForNLUNextIntentAction: {
    key: 'askForNextIntent',
    settings: ask,
    outputs: listedOutputs('intents', 'intent'),
  },
  AskForSlotAction: { key: 'askForSlot', settings: ask },
  BridgeServerAction: { key: 'callBridge' },
  CallBotFlowAction: { key: 'callBotFlow', settings: calledFlow('botFlow', 'flow') },
  CallCommonModuleAction: {
    key: 'callCommonModule',
    settings: (plain) =>
      calledFlow('commonModule', 'commonModuleName' in plain ? 'commonModule' : 'flow')(plain),
  },
  CallDialogflowBotAction: { key: 'callDialogflowBot', settings: foreignBot },
  CallDigitalBotFlowAction: { key: 'callDigitalBotFlow', settings: calledFlow('digitalBotFlow', 'flow') },
  CallLexBotAction: { key: 'callLexBot', settings: foreignBot },
  CallLexV2BotAction: { key: 'callLexV2Bot', settings: foreignBot },
  CallTaskAction: { key: 'callTask', settings: target('task') },
  ChangeStateAction: { key: 'changeState', settings: target('state') },
  ClearSlotAction: { key: 'clearSlot', settings: slots },
  CollectInputAction: { key: 'collectInput', settings: collectInput },
  CompleteSurveyInviteAction: { key: 'completeSurveyInvite' },
  CreateCallbackAction: { key: 'createCallback', settings: createCallback },
  DataAction: { key: 'callData', settings: dataAction },
  DataTableLookupAction: { key: 'dataTableLookup', settings: dataTableLookup },
  DecisionAction: { key: 'decision', settings: renamed({ expression: 'condition' }) },
  DialExtensionAction: {
    key: 'dialByExtension',
    settings: renamed({ digitTimeout: 'interDigitTimeout', prompts: 'initialAudio' }),
  },
  DigitalMenuAction: { key: 'digitalMenu', settings: ask, outputs: listedOutputs('paths', 'path') },
  DisconnectAction: { key: 'disconnect' },
  EndFlowAction: { key: 'returnToAgent' },
  EndTaskAction: { key: 'endTask', settings: endTask },
  EvaluateScheduleAction: { key: 'evaluateSchedule', settings: schedule },
  EvaluateScheduleGroupAction: { key: 'evaluateScheduleGroup', settings: scheduleGroup },
  ExitLoopAction: { key: 'loopExit' },
  FlowMilestoneAction: { key: 'addFlowMilestone', settings: milestone },
  AddFlowMilestoneAction: { key: 'addFlowMilestone', settings: milestone },
  GetAttributesAction: { key: 'getParticipantData', settings: attributes('get') },
  GetConversationDataAction: { key: 'getConversationData', settings: attributes('get') },
  GetResponseAction: { key: 'getResponse', settings: response },
  HoldMusicAction: { key: 'holdMusic', settings: holdMusic },
  InitializeFlowOutcomeAction: { key: 'initializeFlowOutcome', settings: outcome },
  MenuAction: { key: 'subMenu', settings: target('menu') },
  NextLoopAction: { key: 'loopNext' },
  ParticipantRecordAction: { key: 'enableParticipantRecord' },
  PlayAudioAction: { key: 'playAudio', settings: renamed({ prompts: 'audio' }) },
  PlayAudioOnSilenceAction: { key: 'playAudioOnSilence', settings: renamed({ prompts: 'audio' }) },
  ReturnToAgentAction: { key: 'returnToAgent' },
  ScreenPopAction: { key: 'setScreenPop', settings: screenPop },
  SecureAction: { key: 'callDataSecure', settings: dataAction },
  SendAutoReplyAction: { key: 'sendAutoReply', settings: autoReply },
  SendNotificationAction: { key: 'sendNotification', settings: withFailure() },
  SetAttributesAction: { key: 'setParticipantData', settings: attributes('set') },
  SetConversationDataAction: { key: 'setConversationData', settings: attributes('set') },
  SetFlowOutcomeAction: { key: 'setFlowOutcome', settings: outcome },
  SetLocaleAction: { key: 'setLanguage', settings: renamed({ languageCode: 'language' }) },
  SwitchAction: { key: 'switch', settings: switchCases, outputs: () => ({}) },
  TransferExternalAction: {
    key: 'transferToNumber',
    settings: withFailure({ externalNumber: 'targetNumber', connTimeout: 'connectTimeout' }),
  },
  TransferFlowAction: { key: 'transferToFlow', settings: transferToFlow },
  TransferFlowSecureAction: { key: 'transferToFlowSecure', settings: transferToFlow },
  TransferGroupAction: {
    key: 'transferToGroup',
    settings: withFailure({ group: 'targetGroup', connTimeout: 'connectTimeout' }),
  },
  TransferMenuAction: { key: 'jumpToMenu', settings: target('menu') },
  TransferPureMatchAction: { key: 'transferToAcd', settings: transferToAcd },
  TransferTaskAction: { key: 'jumpToTask', settings: target('task') },
  TransferUserAction: {
    key: 'transferToUser',
    settings: withFailure({ user: 'targetUser', connTimeout: 'connectTimeout' }),
  },
  TransferVoicemailAction: { key: 'transferToVoicemail', settings: transferToVoicemail },
  UpdateVariableAction: { key: 'updateData', settings: statements },
};
