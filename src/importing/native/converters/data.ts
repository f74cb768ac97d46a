import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import type { Thing } from '../../../runtime/thing-kinds.ts';
import { listAt, objectAt, onlyEntry } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  type Field,
  literal,
  object,
  seconds,
  settingsOf,
  take,
  value,
  values,
  valuesOf,
  variable,
  variableName,
  variableNames,
  variables,
} from '../action-reading.ts';
import { nativeValue } from '../native-value.ts';
import { nameIn } from '../thing-book.ts';
import { boundTypes } from '../types-of-use.ts';
import { action, type Converted, type Converter } from './converter.ts';

/** `category: { integration: { dataAction: { name: { inputs, successOutputs, failureOutputs } } } }`. */
function callData(reading: ActionReading): Converted {
  const [category = '', inner] = onlyEntry(take(reading, 'category')) ?? [];
  const [name = '', bindings] = onlyEntry(objectAt(inner, 'dataAction')) ?? [];
  const { writing } = reading;
  const called = writing.dataActions.call(category, name, writing.facts.contracts.get(name));
  const inputs = objectAt(bindings, 'inputs');
  const outputs = objectAt(bindings, 'successOutputs');
  boundTypes(inputs, called.inputs, writing.types);
  boundTypes(outputs, called.outputs, writing.types);
  const bound = Object.entries({
    inputs: valuesOf(inputs, writing),
    successOutputs: variableNames(outputs),
    failureOutputs: variableNames(objectAt(bindings, 'failureOutputs')),
  }).filter((one): one is [string, JsonObject] => one[1] !== undefined);
  return {
    type: reading.key,
    settings: {
      dataAction: called.file,
      ...Object.fromEntries(bound),
      ...settingsOf(reading, {
        timeoutSeconds: stepTimeout,
        processingPrompt: object('processingPrompt', 'prompt'),
      }),
    },
  };
}

/** One minute is what a step waits anyway. */
function stepTimeout(reading: ActionReading): Json | undefined {
  const found = seconds('timeout')(reading);
  return found === 60 ? undefined : found;
}

/** `attributes: [ { attribute: { name, value } } ]` as an object; a name that comes twice begins a new action. */
function attributes(
  type: string,
  kind: 'set' | 'get',
  wrap: (names: JsonObject, reading: ActionReading) => JsonObject,
): Converter {
  return (reading) => {
    const { things, notes } = reading.writing;
    const groups: Map<string, Json>[] = [new Map()];
    for (const one of listAt({ list: take(reading, 'attributes') ?? [] }, 'list')) {
      const attribute = objectAt(one, 'attribute');
      const name = plainName(attribute['name']);
      const given =
        kind === 'set'
          ? (nativeValue(attribute['value'], things) ?? null)
          : variableName(attribute['variable']);
      if (name === undefined)
        notes.add(
          'error',
          reading.spot.pointer,
          'IMPORT_IGNORED',
          `${reading.spot.where}: the name of an attribute is an expression`,
          'only fixed names can be imported',
        );
      if (name === undefined || given === undefined) continue;
      if (groups.at(-1)?.has(name)) groups.push(new Map());
      groups.at(-1)?.set(name, given);
    }
    return groups
      .filter((group) => group.size > 0)
      .map((group) => ({ type, settings: wrap(Object.fromEntries(group), reading) }));
  };
}

/** A literal name, or an expression that is nothing but a text. */
function plainName(json: Json | undefined): string | undefined {
  if (typeof json === 'string') return json;
  if (!isJsonObject(json)) return undefined;
  const { lit, exp } = json;
  if (typeof lit === 'string') return lit;
  return typeof exp === 'string' ? /^\s*"([^"\\]*)"\s*$/.exec(exp)?.[1] : undefined;
}

const CONVERSATION = { conversationId: value('conversationId'), participantId: value('participantId') };
const conversationAttributes = (names: JsonObject, reading: ActionReading): JsonObject => ({
  ...settingsOf(reading, CONVERSATION),
  attributes: names,
});

function dataTableLookup(reading: ActionReading): Converted {
  const [table = '', bindings] = onlyEntry(take(reading, 'dataTable')) ?? [];
  const { writing } = reading;
  const found = objectAt(bindings, 'foundOutputs');
  const columns = new Map<string, string>();
  boundTypes(found, columns, writing.types);
  const facts = writing.facts.things.get('dataTable')?.get(table) ?? {};
  const known = objectAt(facts, 'columns');
  writing.things.add('dataTable', table, {
    ...facts,
    columns: {
      ...Object.fromEntries([...columns].map(([name, type]) => [name, columnType(type)])),
      ...known,
    },
  });
  const bound = Object.entries({
    foundOutputs: variableNames(found),
    failureOutputs: variableNames(objectAt(bindings, 'failureOutputs')),
  });
  return {
    type: 'dataTableLookup',
    settings: {
      dataTable: table,
      ...settingsOf(reading, { key: value('lookupValue') }),
      ...Object.fromEntries(bound.filter((one): one is [string, JsonObject] => one[1] !== undefined)),
    },
  };
}

/** `decisionTable: { name: { inputs, successOutputs, failureOutputs } }`, as with data actions. */
function callDecisionTable(reading: ActionReading): Converted {
  const [decisionTable = '', bindings] = onlyEntry(take(reading, 'decisionTable')) ?? [];
  reading.writing.things.add('decisionTable', decisionTable);
  const inner = { ...reading, settings: isJsonObject(bindings) ? bindings : {}, used: new Set<string>() };
  const bound = {
    inputs: values('inputs'),
    successOutputs: variables('successOutputs'),
    failureOutputs: variables('failureOutputs'),
  };
  return { type: 'callDecisionTable', settings: { decisionTable, ...settingsOf(inner, bound) } };
}

/** Data tables know fewer types than variables. */
function columnType(type: string): string {
  return ['boolean', 'integer', 'decimal', 'dateTime'].includes(type) ? type : 'string';
}

/** Substitutions that are switched off are not made. */
function getResponse(reading: ActionReading): Converted {
  const name = literalName(take(reading, 'response'));
  const library = literalName(take(reading, 'library'));
  reading.writing.things.add('response', name, library === '' ? {} : { library });
  const performs = literal('performSubstitutions')(reading) !== false;
  const substitutions = valuesOf(take(reading, 'substitutions'), reading.writing);
  return {
    type: 'getResponse',
    settings: {
      response: name,
      ...(performs ? present('substitutions', substitutions) : {}),
      ...settingsOf(reading, { saveAs: variable('responseBody') }),
    },
  };
}

function literalName(json: Json | undefined): string {
  return nameIn(json) ?? '';
}

function present(name: string, found: Json | undefined): JsonObject {
  return found === undefined ? {} : { [name]: found };
}

/** By name or id; what has a fixed name is noted for the environment. */
function find(type: string, thing?: Thing): Converter {
  return (reading) => {
    const { name, id, saveAs } = settingsOf(reading, FIND);
    if (thing !== undefined && typeof name === 'string') reading.writing.things.add(thing, name);
    const wanted = type.endsWith('ById') ? { id: id ?? name ?? null } : { name: name ?? id ?? null };
    return { type, settings: { ...wanted, ...(saveAs === undefined ? {} : { saveAs }) } };
  };
}

const FIND = { name: value('findName'), id: value('findId'), saveAs: variable('findResult') };

/** `SUCCESS` in exports. */
const outcomeValue: Field = (reading) => {
  const found = literal('outcomeValue')(reading) ?? literal('value')(reading);
  return typeof found === 'string' ? found.toLowerCase() : found;
};

const CONTACT = { id: value('externalId'), saveAs: variable('externalResult') };

/** Actions that read and write data. */
export const DATA: { readonly [key: string]: Converter } = {
  callData,
  callDecisionTable,
  callDataSecure: callData,
  dataTableLookup,
  findEmergencyGroup: find('findEmergencyGroup', 'emergencyGroup'),
  findGroup: find('findGroup', 'group'),
  findLanguageSkill: find('findLanguageSkill', 'languageSkill'),
  findQueue: find('findQueue', 'queue'),
  findQueueById: find('findQueueById'),
  findSchedule: find('findSchedule', 'schedule'),
  findScheduleGroup: find('findScheduleGroup', 'scheduleGroup'),
  findSkill: find('findSkill', 'skill'),
  findSystemPrompt: find('findSystemPrompt'),
  findUser: find('findUser', 'user'),
  findUserById: find('findUserById'),
  findUserPrompt: find('findUserPrompt', 'prompt'),
  getConversationData: attributes('getConversationData', 'get', conversationAttributes),
  getExternalContact: action('getExternalContact', CONTACT),
  getExternalOrganization: action('getExternalOrganization', CONTACT),
  getParticipantData: attributes('getParticipantData', 'get', (names) => names),
  getResponse,
  initializeFlowOutcome: action('initializeFlowOutcome', {
    flowOutcome: object('flowOutcome', 'flowOutcome'),
  }),
  addFlowMilestone: action('addFlowMilestone', { flowMilestone: object('flowMilestone', 'flowMilestone') }),
  searchExternalContacts: action('searchExternalContacts', {
    term: value('externalId'),
    saveAs: variable('externalResult'),
  }),
  setConversationData: attributes('setConversationData', 'set', conversationAttributes),
  setExternalTag: action('setExternalTag', { externalTag: value('externalTag') }),
  setFlowOutcome: action('setFlowOutcome', {
    flowOutcome: object('flowOutcome', 'flowOutcome'),
    value: outcomeValue,
  }),
  setParticipantData: attributes('setParticipantData', 'set', (names) => names),
};
