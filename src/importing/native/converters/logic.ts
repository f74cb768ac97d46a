import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, objectAt, onlyEntry, textAt } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  container,
  flowNameHere,
  hasItems,
  objectValue,
  seconds,
  settingsOf,
  take,
  value,
  values,
  variable,
  variables,
} from '../action-reading.ts';
import { nativeValue, typedValue } from '../native-value.ts';
import { action, type Converted, type Converter } from './converter.ts';

/** `evaluate: { firstTrue | firstMatch: … }`: the first that is true, or that equals a value. */
function switchAction(reading: ActionReading): Converted {
  const evaluate = take(reading, 'evaluate');
  const [style = 'firstTrue', inner] = onlyEntry(evaluate) ?? [];
  const [type = '', typed] = style === 'firstMatch' ? (onlyEntry(inner) ?? []) : [];
  const body = style === 'firstMatch' ? typed : inner;
  const path = style === 'firstMatch' ? ['evaluate', style, type] : ['evaluate', style];
  const { things } = reading.writing;
  const matched =
    style === 'firstMatch' ? nativeValue(isJsonObject(body) ? body['value'] : undefined, things) : undefined;
  const cases = listAt(body, 'cases').map((one, index) => ({
    case: nativeValue(objectAt(one, 'case')['value'], things) ?? null,
    actions: reading.actions(
      listAt(objectAt(one, 'case'), 'actions'),
      ...path,
      'cases',
      index,
      'case',
      'actions',
    ),
  }));
  const byDefault = reading.actions(
    listAt(objectAt(body, 'default'), 'actions'),
    ...path,
    'default',
    'actions',
  );
  const settings = {
    ...(matched === undefined ? {} : { value: matched }),
    cases,
    ...(byDefault.length === 0 ? {} : { default: byDefault }),
  };
  return { type: 'switch', settings };
}

/** Statements of one action set each variable once; a variable set twice needs a second action. */
function updateData(reading: ActionReading): readonly Converted[] {
  const groups: [Map<string, Json>, ...Map<string, Json>[]] = [new Map()];
  for (const statement of listAt({ statements: take(reading, 'statements') ?? [] }, 'statements')) {
    const [type = '', one] = onlyEntry(statement) ?? [];
    const name = textAt(one, 'variable');
    if (name === undefined || !isJsonObject(one)) continue;
    const last = groups.at(-1);
    const isTwice = [...(last?.keys() ?? [])].some((known) => known.toLowerCase() === name.toLowerCase());
    if (isTwice) groups.push(new Map());
    groups.at(-1)?.set(name, typedValue(one['value'], type, reading.writing.things) ?? null);
  }
  return groups
    .filter((group) => group.size > 0)
    .map((group) => ({ type: 'updateData', settings: Object.fromEntries(group) }));
}

/** `default` is the path of tasks that name none; the others are compared as written. */
function endTask(reading: ActionReading): Converted {
  const name = textAt(take(reading, 'outputPath'), 'name') ?? 'default';
  return { type: 'endTask', settings: name.toLowerCase() === 'default' ? {} : { output: name } };
}

function evaluateSchedule(reading: ActionReading): Converted {
  const [kind, inner] = onlyEntry(take(reading, 'evaluationType')) ?? ['schedule', {}];
  const body = isJsonObject(inner) ? inner : {};
  const { writing } = reading;
  if (kind === 'emergencyGroup') {
    const named = body['selectedEmergencyGroup'] ?? body['emergencyGroup'] ?? body['name'];
    return {
      type: 'evaluateSchedule',
      settings: present({ emergencyGroup: objectValue(named, 'emergencyGroup', writing) }),
    };
  }
  const zone = [body['scheduleTimeZone'], body['evaluationTimeZone']]
    .map((one) => nativeValue(one, writing.things))
    .find((one) => typeof one === 'string');
  return {
    type: 'evaluateSchedule',
    settings: present({
      schedule: objectValue(body['selectedSchedule'] ?? body['name'], 'schedule', writing),
      timeZone: zone,
      at: momentOf(body['evaluate'], reading),
    }),
  };
}

function evaluateScheduleGroup(reading: ActionReading): Converted {
  const { writing } = reading;
  return {
    type: 'evaluateScheduleGroup',
    settings: {
      ...present({
        scheduleGroup: objectValue(take(reading, 'scheduleGroup'), 'scheduleGroup', writing),
        emergencyGroup: objectValue(take(reading, 'emergencyGroup'), 'emergencyGroup', writing),
        at: momentOf(take(reading, 'evaluate'), reading),
      }),
      ...settingsOf(reading, { inServiceSchedules: variable('inServiceSchedules') }),
    },
  };
}

/** `{ now: true }` is what happens without it. */
function momentOf(json: Json | undefined, reading: ActionReading): Json | undefined {
  return isJsonObject(json) ? nativeValue(json['dateTime'], reading.writing.things) : undefined;
}

function present(entries: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).filter((one): one is [string, Json] => one[1] !== undefined),
  );
}

/** `commonModule: { name: { version: { inputs, outputs } } }`. */
export function calledFlow(
  type: string,
  key: string,
  setting: 'module' | 'bot',
  extra: Parameters<typeof settingsOf>[1] = {},
): Converter {
  return (reading) => {
    const [name, versions] = onlyEntry(take(reading, key)) ?? [];
    const [, bindings] = onlyEntry(versions) ?? [];
    const isNone = name === undefined || name === 'none' || name === 'noValue';
    const { writing } = reading;
    const flow = isNone ? undefined : flowNameHere(name, writing, setting === 'bot' ? 'bot' : 'flow');
    const inner = { ...reading, settings: isJsonObject(bindings) ? bindings : {}, used: new Set<string>() };
    const bound = settingsOf(inner, { inputs: values('inputs'), saveOutputs: variables('outputs') });
    return {
      type,
      settings: {
        ...(flow === undefined ? {} : { [setting]: flow }),
        ...settingsOf(reading, extra),
        ...bound,
      },
    };
  };
}

/** Actions that decide, repeat, wait, or go elsewhere in the flow. */
export const LOGIC: { readonly [key: string]: Converter } = {
  callCommonModule: calledFlow('callCommonModule', 'commonModule', 'module'),
  callTask: action('callTask', {
    task: container('targetTaskRef', 'task'),
    inputs: values('inputs'),
    saveOutputs: variables('outputBindings'),
  }),
  changeState: action('changeState', { state: container('targetStateRef', 'state') }),
  decision: action('decision', { condition: value('condition') }),
  endTask,
  endWorkflow: action('endWorkflow', { exitReason: value('exitReason') }),
  evaluateSchedule,
  evaluateScheduleGroup,
  jumpToMenu: action('jumpToMenu', { menu: container('targetMenuRef', 'menu') }),
  jumpToTask: action('jumpToTask', { task: container('targetTaskRef', 'task') }),
  loop: action('loop', { count: value('loopCount'), currentIndex: variable('currentIndex') }),
  loopExit: action('loopExit'),
  loopNext: action('loopNext'),
  subMenu: action('jumpToMenu', { menu: container('targetMenuRef', 'menu') }),
  switch: switchAction,
  updateData: (reading) =>
    hasItems({ s: take(reading, 'statements') ?? [] }, 's') ? updateData(reading) : [],
  eachLoop: action('eachLoop', {
    collection: value('collection'),
    item: variable('currentItem'),
    currentIndex: variable('currentIndex'),
  }),
  whileLoop: action('whileLoop', { condition: value('condition'), currentIndex: variable('currentIndex') }),
  wait: action('wait', {
    seconds: seconds('duration'),
    trimDurationNearMaxRunningTime: value('trimDurationNearMaxRunningTime'),
  }),
};
