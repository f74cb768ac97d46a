import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, onlyEntry } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  audio,
  communication,
  type Field,
  object,
  objectValue,
  seconds,
  settingsOf,
  take,
  value,
  values,
  valuesOf,
  variables,
} from '../action-reading.ts';
import { nativeAudio } from '../native-audio.ts';
import { nativeValue } from '../native-value.ts';
import { nameIn } from '../thing-book.ts';
import { action, type Converted, type Converter } from './converter.ts';

const AUDIO = {
  preTransferAudio: audio('preTransferAudio'),
  failureTransferAudio: audio('failureTransferAudio'),
};
const FAILURE = { failureOutputs: variables('failureOutputs') };
const PERSON = { connectTimeoutSeconds: seconds('connectTimeout'), ...AUDIO, ...FAILURE };

/** `targetFlow: { name }`. */
const targetFlow: Field = (reading) => objectValue(take(reading, 'targetFlow'), 'flow', reading.writing);

function voicemail(reading: ActionReading): Converted {
  const [kind = 'queue', inner] = onlyEntry(take(reading, 'destination')) ?? [];
  const to = isJsonObject(inner) ? inner : {};
  const { writing } = reading;
  const thing = kind === 'user' || kind === 'group' ? kind : 'queue';
  const target = to[`target${thing.slice(0, 1).toUpperCase()}${thing.slice(1)}`] ?? to['target'];
  const given: { readonly [name: string]: Json | undefined } = {
    [thing]: objectValue(target, thing, writing),
    callbackNumber: nativeValue(to['callbackNumber'], writing.things),
    calleeName: nativeValue(to['calleeName'], writing.things),
    voicemailGreeting: nativeAudio(to['voicemailGreeting'], writing.things),
  };
  const present = Object.entries(given).filter((one): one is [string, Json] => one[1] !== undefined);
  return {
    type: 'transferToVoicemail',
    settings: { ...Object.fromEntries(present), ...settingsOf(reading, PERSON) },
  };
}

/** Skills with how well they must be known, where that is said. */
const skills: Field = ({ settings, used, writing }) => {
  used.add('acdSkills');
  const found = listAt(settings, 'acdSkills').flatMap((one): JsonObject[] => {
    const skill = objectValue(isJsonObject(one) ? one['acdSkill'] : undefined, 'skill', writing);
    const proficiency = nativeValue(isJsonObject(one) ? one['proficiency'] : undefined, writing.things);
    return skill === undefined ? [] : [{ skill, ...(proficiency === undefined ? {} : { proficiency }) }];
  });
  return found.length === 0 ? undefined : found;
};

/** The in-queue flow that this transfer wants instead of the queue's own. */
const inQueueFlow: Field = (reading) => {
  const name = nameIn(take(reading, 'overrideInQueueFlow'));
  return name === undefined || name === ''
    ? undefined
    : (reading.writing.flows.get(name) ?? reading.writing.things.add('flow', name));
};

/** What is said in digital flows, as an expression that gives a message. */
const messages = {
  preTransferCommunication: communication('preTransferCommunication'),
  failureTransferCommunication: communication('failureTransferCommunication'),
};

/** Zero is the priority of every transfer that names none. */
const priority: Field = (reading) => {
  const found = value('priority')(reading);
  return found === 0 ? undefined : found;
};

/** Actions that hand the caller over. */
export const TRANSFER: { readonly [key: string]: Converter } = {
  createCallback: (reading) => {
    const [script, bound] = onlyEntry(take(reading, 'script')) ?? [];
    const inputs = valuesOf(isJsonObject(bound) ? bound['inputs'] : undefined, reading.writing);
    const isNamed = script !== undefined && script !== 'noValue';
    if (isNamed) reading.writing.things.add('script', script);
    return {
      type: 'createCallback',
      settings: {
        ...settingsOf(reading, {
          queue: object('targetQueue', 'queue'),
          callbackNumber: value('callbackNumber'),
          calleeName: value('calleeName'),
        }),
        ...(isNamed ? { script } : {}),
        ...(inputs === undefined ? {} : { inputs }),
      },
    };
  },
  disconnect: action('disconnect'),
  returnToAgent: action('returnToAgent', { reasonCode: value('reasonCode') }),
  transferToAcd: action('transferToAcd', {
    queue: object('targetQueue', 'queue'),
    priority,
    skills,
    languageSkill: object('languageSkill', 'languageSkill'),
    preferredAgents: value('preferredAgents'),
    directAgent: object('directAgent', 'user'),
    appendSkills: value('appendSkills'),
    inQueueFlow,
    ...AUDIO,
    ...messages,
    ...FAILURE,
  }),
  transferToFlow: action('transferToFlow', { flow: targetFlow, ...AUDIO, ...FAILURE }),
  transferToFlowSecure: action('transferToFlowSecure', {
    flow: targetFlow,
    invocationData: value('invocationData'),
    ...PERSON,
  }),
  transferToGroup: action('transferToGroup', {
    group: object('targetGroup', 'group'),
    rollover: value('rollover'),
    ...PERSON,
  }),
  transferToNumber: action('transferToNumber', {
    number: value('targetNumber'),
    releaseLinkTransfer: value('releaseLinkTransfer'),
    ...PERSON,
  }),
  transferToUser: action('transferToUser', {
    user: object('targetUser', 'user'),
    rollover: value('rollover'),
    ...PERSON,
  }),
  transferToVoicemail: voicemail,
  setPostFlow: action('setPostFlow', { flow: targetFlow }),
  setScreenPop: (reading) => {
    const [script = '', inner] = onlyEntry(take(reading, 'screenPopScript')) ?? [];
    reading.writing.things.add('script', script);
    const bindings = { ...reading, settings: isJsonObject(inner) ? inner : {}, used: new Set<string>() };
    return {
      type: 'setScreenPop',
      settings: { script, ...settingsOf(bindings, { inputs: values('inputs') }) },
    };
  },
};
