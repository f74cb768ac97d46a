import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { listAt, objectAt, textAt } from '../archy/archy-flow.ts';
import { exportAudio } from './export-audio.ts';
import { type ExportReading, referenceTo } from './export-reading.ts';
import { exportValue, isExportValue } from './export-value.ts';

/** Defaults of action types: the export's class and field → Archy's key and field. */
const ACTION_DEFAULTS: readonly (readonly [
  className: string,
  key: string,
  fields: { readonly [field: string]: string },
])[] = [
  [
    'CollectInputAction',
    'collectInput',
    { noEntryTimeout: 'noEntryTimeout', interDigitTimeout: 'interDigitTimeout' },
  ],
  ['DialExtensionAction', 'dialByExtension', { digitTimeout: 'interDigitTimeout' }],
  [
    'PlayAudioOnSilenceAction',
    'playAudioOnSilence',
    { timeout: 'timeout', silenceDuration: 'silenceDuration', allowedRepeatCount: 'allowedRepeatCount' },
  ],
  ['DetectSilenceAction', 'detectSilence', { timeout: 'timeout', silenceDuration: 'silenceDuration' }],
  ['DataAction', 'callData', { processingPrompt: 'processingPrompt' }],
  ['TransferUserAction', 'transferToUser', { connTimeout: 'connectTimeout' }],
  ['TransferGroupAction', 'transferToGroup', { connTimeout: 'connectTimeout' }],
  ['TransferExternalAction', 'transferToNumber', { connTimeout: 'connectTimeout' }],
  ['TransferFlowSecureAction', 'transferToFlowSecure', { connTimeout: 'connectTimeout' }],
];

const MENU_DEFAULTS = {
  promptRepeatCount: 'repeatCount',
  promptRepeatDelay: 'menuSelectionTimeout',
  extensionDialingDelay: 'extensionDialingMaxDelay',
  useExtensionDialing: 'listenForExtensionDialing',
} as const;

/** Settings of the whole flow in Archy's form. */
export function exportSettings(model: JsonObject, reading: ExportReading): JsonObject {
  const defaults = objectAt(model, 'defaultSettings');
  const actions = ACTION_DEFAULTS.filter(([className]) => isJsonObject(defaults[className])).map(
    ([className, key, fields]) => [key, fieldsOf(objectAt(defaults, className), fields)] as const,
  );
  const bot = userInput(model);
  const settings: { [key: string]: Json | undefined } = {
    settingsActionDefaults: actions.length === 0 ? undefined : Object.fromEntries(actions),
    settingsMenu: isJsonObject(defaults['Menu'])
      ? fieldsOf(objectAt(defaults, 'Menu'), MENU_DEFAULTS)
      : undefined,
    initialGreeting: isJsonObject(model['initialPrompts'])
      ? exportAudio(model['initialPrompts'], reading.names)
      : undefined,
    settingsErrorHandling: isJsonObject(model['errorHandling'])
      ? errorHandling(objectAt(model, 'errorHandling'), reading)
      : undefined,
    settingsInQueueCall: isJsonObject(model['inQueueCallFlowSettings'])
      ? { holdMusic: exportValue(objectAt(model, 'inQueueCallFlowSettings')['holdMusic']) }
      : undefined,
    settingsInboundEmailHandling: emailHandling(model),
    settingsUserInput: bot,
    settingsNaturalLanguageUnderstanding: understanding(model),
    settingsBotFlow: intentSettings(model),
    settingsCommonModule: compatible(model),
  };
  return Object.fromEntries(
    Object.entries(settings).filter((one): one is [string, Json] => one[1] !== undefined),
  );
}

function fieldsOf(json: JsonObject, fields: { readonly [field: string]: string }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => json[field] !== undefined)
      .map(([field, name]) => [name, exportValue(json[field])]),
  );
}

/** Exports' names of what an error leads to → Archy's. */
const HANDLING: { readonly [type: string]: string } = {
  EndWorkflow: 'endWorkflow',
  EndFlow: 'endFlow',
  Exit: 'exit',
  Disconnect: 'disconnect',
};

function errorHandling(json: JsonObject, reading: ExportReading): JsonObject {
  const handled = fieldsOf(json, {
    agentEscalationConfirmation: 'agentEscalationConfirmation',
    agentEscalationHandover: 'agentEscalationHandover',
    enableAgentEscalation: 'enableAgentEscalation',
    errorEventHandover: 'errorEventHandover',
    recognitionEventHandover: 'recognitionFailureEventHandover',
  });
  const audio = isJsonObject(json['audio'])
    ? { preHandlingAudio: exportAudio(json['audio'], reading.names) }
    : {};
  const recognition = endOf(json, 'recognitionHandlingType', reading);
  return {
    errorHandling: endOf(json, 'handlingType', reading),
    ...(json['recognitionHandlingType'] === undefined
      ? {}
      : { recognitionFailureEventHandling: recognition }),
    ...(json['agentEscalationHandlingType'] === undefined
      ? {}
      : { agentEscalationHandling: endOf(json, 'agentEscalationHandlingType', reading) }),
    ...audio,
    ...handled,
  };
}

function endOf(json: JsonObject, field: string, reading: ExportReading): JsonObject {
  const type = textAt(json, field) ?? 'Disconnect';
  if (type === 'Queue') return { queue: { targetQueue: exportValue(json['queue']) } };
  if (type === 'Menu')
    return { menu: { targetMenuRef: referenceTo(textAt(json, 'menuReference') ?? '', reading) } };
  if (type === 'Task')
    return { task: { targetTaskRef: referenceTo(textAt(json, 'taskReference') ?? '', reading) } };
  return { [own(HANDLING, type) ?? 'disconnect']: { none: true } };
}

/** Lists of apologies of which Archy writes the first. */
const APOLOGIES: { readonly [field: string]: string } = {
  noMatchApologies: 'noMatchApology',
  noInputsApologies: 'noInputApology',
  noToConfirmationApologies: 'noToConfirmationApology',
  confirmationNoMatchApologies: 'confirmationNoMatchApology',
  confirmationNoInputApologies: 'confirmationNoInputApology',
};

function userInput(model: JsonObject): JsonObject | undefined {
  if (!isJsonObject(model['userInputSettings'])) return undefined;
  const entries = Object.entries(model['userInputSettings']).flatMap(([field, value]): [string, Json][] => {
    if (isExportValue(value)) return [[field, exportValue(value)]];
    const name = own(APOLOGIES, field);
    return name !== undefined && Array.isArray(value)
      ? [[name, exportValue(value[0] as Json | undefined)]]
      : [];
  });
  return Object.fromEntries(entries);
}

/** What a bot understands: readable where the export keeps it as text and not packed. */
function understanding(model: JsonObject): JsonObject | undefined {
  const nlu = objectAt(model, 'nluMetaData');
  const raw = textAt(nlu, 'rawNlu');
  if (raw === undefined || ![undefined, 'none'].includes(textAt(nlu, 'rawNluCompressionFormat')))
    return undefined;
  try {
    const parsed = JSON.parse(raw) as Json;
    return isJsonObject(parsed) ? { nluDomainVersion: parsed } : undefined;
  } catch {
    return undefined;
  }
}

function intentSettings(model: JsonObject): JsonObject | undefined {
  const intents = Object.entries(objectAt(objectAt(model, 'nluMetaData'), 'intents'));
  if (intents.length === 0) return undefined;
  return {
    intentSettings: intents.map(([name, one]) => ({
      intent: { name, confirmation: exportValue(isJsonObject(one) ? one['confirmation'] : undefined) },
    })),
  };
}

function compatible(model: JsonObject): JsonObject | undefined {
  const types = listAt(objectAt(model, 'commonModuleFlowSettings'), 'destinationFlowTypes');
  return types.length === 0 ? undefined : { compatibleFlowTypes: types.map((flowType) => ({ flowType })) };
}

function emailHandling(model: JsonObject): JsonObject | undefined {
  const type = textAt(objectAt(model, 'inboundEmailSettings'), 'autoGeneratedEmailHandlingType');
  return type === undefined
    ? undefined
    : { emailHandling: { [`${type.slice(0, 1).toLowerCase()}${type.slice(1)}`]: { none: true } } };
}
