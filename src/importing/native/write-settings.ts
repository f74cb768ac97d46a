import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { FlowSchema } from '../../runtime/flow.ts';
import { objectAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import { nativeAudio } from './native-audio.ts';
import { nativeSeconds, nativeValue } from './native-value.ts';
import { nameIn } from './thing-book.ts';
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
];

/** Values that are so anyway: writing them would only hide what the author chose. */
const DEFAULTS: { readonly [name: string]: Json } = {
  'collectInput.noEntryTimeoutSeconds': 5,
  'collectInput.interDigitTimeoutSeconds': 3,
  'menu.repeatCount': 3,
  'menu.timeoutSeconds': 10,
};

/** Settings of the whole flow that flow files have and that differ from what is so anyway. */
export function writeSettings(flow: JsonObject, writing: Writing): JsonObject | undefined {
  const groups = new Map<string, Record<string, Json>>();
  for (const [group, name, at, read] of SETTINGS) {
    const found = read(
      at.reduce<Json | undefined>((json, key) => (isJsonObject(json) ? json[key] : undefined), flow),
      writing,
    );
    if (
      found === undefined ||
      isJsonObject(found) ||
      !isKnown(group, name) ||
      own(DEFAULTS, `${group}.${name}`) === found
    )
      continue;
    groups.set(group, { ...groups.get(group), [name]: found });
  }
  return groups.size === 0 ? undefined : Object.fromEntries(groups);
}

/** Whether flow files have this setting. */
function isKnown(group: string, name: string): boolean {
  type Schema = { readonly properties?: { readonly [name: string]: Schema } };
  const settings = (FlowSchema.properties.settings as unknown as Schema).properties ?? {};
  return Object.hasOwn(settings, group) && Object.hasOwn(settings[group]?.properties ?? {}, name);
}
