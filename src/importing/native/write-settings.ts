import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { schemaCheck } from '../../authoring/schema-check.ts';
import { FlowSchema } from '../../runtime/flow.ts';
import { objectAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import { nativeAudio } from './native-audio.ts';
import { nativeSeconds, nativeValue } from './native-value.ts';
import { nameIn } from './thing-book.ts';
import { leaving } from './write-nlu.ts';
import type { Writing } from './writing.ts';

/** What happens on an error, as flow files say it; undefined for what they do anyway. */
export function writeErrorHandling(flow: JsonObject, writing: Writing): JsonObject | undefined {
  const settings = objectAt(flow, 'settingsErrorHandling');
  const audio = nativeAudio(settings['preHandlingAudio'], writing.things);
  const written = {
    ...handling(objectAt(settings, 'errorHandling'), writing),
    ...(audio === undefined ? {} : { audio }),
  };
  return Object.keys(written).length === 0 ? undefined : written;
}

function handling(json: JsonObject, writing: Writing): JsonObject {
  const [kind, inner] = onlyEntry(json) ?? [];
  if (kind === 'queue') {
    const queue = nameIn(objectAt(json, 'queue')['targetQueue']);
    return queue === undefined || queue === '' ? {} : { queue: writing.things.add('queue', queue) };
  }
  if (kind === 'task' || kind === 'menu') {
    const reference = textAt(inner, kind === 'task' ? 'targetTaskRef' : 'targetMenuRef');
    const name = reference === undefined ? undefined : writing.names.find(kind, reference);
    return name === undefined ? {} : { [kind]: name };
  }
  return {};
}

type Read = (json: Json | undefined, writing: Writing) => Json | undefined;
const seconds: Read = (json, { things }) => nativeSeconds(json, things);
const value: Read = (json, { things }) => nativeValue(json, things);
const way: Read = (json) => leaving(json);

/** Archy's settings of the whole flow → ours: group, name, and where Archy keeps it. */
const SETTINGS: readonly (readonly [
  group: string,
  name: string,
  at: readonly [string, ...string[]],
  read: Read,
])[] = [
  [
    'collectInput',
    'noEntryTimeoutSeconds',
    ['settingsActionDefaults', 'collectInput', 'noEntryTimeout'],
    seconds,
  ],
  [
    'collectInput',
    'interDigitTimeoutSeconds',
    ['settingsActionDefaults', 'collectInput', 'interDigitTimeout'],
    seconds,
  ],
  ['menu', 'repeatCount', ['settingsMenu', 'repeatCount'], value],
  ['menu', 'timeoutSeconds', ['settingsMenu', 'menuSelectionTimeout'], seconds],
  ['menu', 'listenForExtensionDialing', ['settingsMenu', 'listenForExtensionDialing'], value],
  ['menu', 'extensionDialingMaxDelaySeconds', ['settingsMenu', 'extensionDialingMaxDelay'], seconds],
  ['bot', 'noInputsTimeoutSeconds', ['settingsUserInput', 'noInputsTimeout'], seconds],
  ['bot', 'noInputsMax', ['settingsUserInput', 'noInputsMax'], value],
  ['bot', 'noMatchesMax', ['settingsUserInput', 'noMatchesMax'], value],
  ['bot', 'confirmationRejectionsMax', ['settingsUserInput', 'confirmationRejectionsMax'], value],
  [
    'bot',
    'collectionLowConfidenceThreshold',
    ['settingsUserInput', 'collectionLowConfidenceThreshold'],
    value,
  ],
  [
    'bot',
    'collectionHighConfidenceThreshold',
    ['settingsUserInput', 'collectionHighConfidenceThreshold'],
    value,
  ],
  ['bot', 'interDigitTimeoutSeconds', ['settingsUserInput', 'interDigitTimeout'], seconds],
  ['bot', 'dtmfTerminator', ['settingsUserInput', 'dtmfTerminatingCharacter'], value],
  ['bot', 'enableBargeIn', ['settingsUserInput', 'enableBargeIn'], value],
  ['bot', 'enableAutomaticQuickReplies', ['settingsUserInput', 'enableAutomaticQuickReplies'], value],
  ['bot', 'noMatchApology', ['settingsUserInput', 'noMatchApology'], value],
  ['bot', 'noInputApology', ['settingsUserInput', 'noInputApology'], value],
  ['bot', 'noToConfirmationApology', ['settingsUserInput', 'noToConfirmationApology'], value],
  ['bot', 'confirmationNoMatchApology', ['settingsUserInput', 'confirmationNoMatchApology'], value],
  ['bot', 'confirmationNoInputApology', ['settingsUserInput', 'confirmationNoInputApology'], value],
  ['bot', 'endOfSessionMessage', ['settingsUserInput', 'endOfSessionMessage'], value],
  ['bot', 'enableAgentEscalation', ['settingsErrorHandling', 'enableAgentEscalation'], value],
  ['bot', 'agentEscalationConfirmation', ['settingsErrorHandling', 'agentEscalationConfirmation'], value],
  ['bot', 'agentEscalationHandover', ['settingsErrorHandling', 'agentEscalationHandover'], value],
  ['bot', 'agentEscalationHandling', ['settingsErrorHandling', 'agentEscalationHandling'], way],
  [
    'bot',
    'recognitionFailureEventHandover',
    ['settingsErrorHandling', 'recognitionFailureEventHandover'],
    value,
  ],
  [
    'bot',
    'recognitionFailureEventHandling',
    ['settingsErrorHandling', 'recognitionFailureEventHandling'],
    way,
  ],
  ['bot', 'errorEventHandover', ['settingsErrorHandling', 'errorEventHandover'], value],
];

/** Values that are so anyway: writing them would only hide what the author chose. */
const DEFAULTS: { readonly [name: string]: Json } = {
  'collectInput.noEntryTimeoutSeconds': 5,
  'collectInput.interDigitTimeoutSeconds': 3,
  'menu.repeatCount': 3,
  'menu.timeoutSeconds': 10,
  'bot.noInputsMax': 3,
  'bot.noMatchesMax': 3,
  'bot.confirmationRejectionsMax': 3,
  'bot.collectionLowConfidenceThreshold': 20,
  'bot.collectionHighConfidenceThreshold': 70,
  'bot.interDigitTimeoutSeconds': 3,
  'bot.dtmfTerminator': '#',
  'bot.enableBargeIn': true,
  'bot.enableAutomaticQuickReplies': true,
  'bot.enableAgentEscalation': false,
  'bot.agentEscalationHandling': 'exit',
  'bot.recognitionFailureEventHandling': 'exit',
};

/** Settings of the whole flow that flow files have and that differ from what is so anyway. */
export function writeSettings(flow: JsonObject, writing: Writing): JsonObject | undefined {
  const groups = new Map<string, Record<string, Json>>();
  for (const [group, name, at, read] of SETTINGS) {
    const found = read(
      at.reduce<Json | undefined>((json, key) => (isJsonObject(json) ? json[key] : undefined), flow),
      writing,
    );
    if (found === undefined || own(DEFAULTS, `${group}.${name}`) === found) continue;
    if (fits({ [group]: { [name]: found } })) groups.set(group, { ...groups.get(group), [name]: found });
  }
  return groups.size === 0 ? undefined : Object.fromEntries(groups);
}

const checkSettings = schemaCheck(FlowSchema.properties.settings);

/** Whether flow files have this setting, and it may have this value. */
function fits(settings: JsonObject): boolean {
  return checkSettings(settings, { file: '', pointer: '' }).length === 0;
}
