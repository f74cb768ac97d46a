import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, objectAt, textAt } from '../../archy/archy-flow.ts';
import { referenceTo } from '../export-reading.ts';
import { archyType, exportValue } from '../export-value.ts';
import {
  drop,
  type ExportActionType,
  type Exported,
  NO_VALUE,
  objectOf,
  pairs,
  renamed,
  withFailure,
} from './export-type.ts';

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

function schedule(plain: JsonObject): JsonObject {
  const { evaluateEmergencyGroup, timeZone, evaluateNow, evaluationDateTime, ...rest } = plain;
  const emergency = objectOf(plain, 'emergencyGroup');
  if (evaluateEmergencyGroup === true)
    return { evaluationType: { emergencyGroup: { selectedEmergencyGroup: emergency } } };
  const moment = evaluationMoment(evaluateNow, evaluationDateTime);
  const scheduleTimeZone = timeZone ?? NO_VALUE;
  return {
    ...drop(rest, 'schedule', 'emergencyGroup'),
    evaluationType: {
      schedule: { selectedSchedule: objectOf(plain, 'schedule'), scheduleTimeZone, evaluate: moment },
    },
  };
}

function scheduleGroup(plain: JsonObject): JsonObject {
  const { evaluateNow, evaluationDateTime, ...rest } = plain;
  const groups = {
    scheduleGroup: objectOf(plain, 'scheduleGroup'),
    emergencyGroup: objectOf(plain, 'emergencyGroup'),
  };
  return {
    ...drop(rest, 'scheduleGroup', 'emergencyGroup'),
    ...groups,
    evaluate: evaluationMoment(evaluateNow, evaluationDateTime),
  };
}

/** Now, unless the export gives a moment. */
function evaluationMoment(isNow: Json | undefined, json: Json | undefined): JsonObject {
  return isNow !== true && isJsonObject(json) && json['noValue'] === undefined
    ? { dateTime: json }
    : { now: true };
}

/** Which version of a flow is called: the one that is here. */
const VERSIONS = {
  flowLatestVersion: undefined,
  flowVersion: undefined,
  flowPublishedVersion: undefined,
  flowDebugPublished: undefined,
  useLatestVersion: undefined,
  commonModuleVersion: undefined,
  commonModuleLatestVersion: undefined,
} as const;

/** A flow that is called, with its bindings: `{ name: { version: { inputs, outputs } } }`. Its name may stand elsewhere in the export. */
export function calledFlow(key: string, ...fields: readonly string[]) {
  return (plain: JsonObject, { json, reading }: Exported): JsonObject => {
    const field =
      fields.find((one) => plain[`${one}Name`] !== undefined || plain[`${one}Id`] !== undefined) ?? '';
    const { [`${field}Name`]: written, [`${field}Id`]: id, inputs, outputs, ...rest } = plain;
    const name = [
      written,
      reading.byId.get(String(id ?? '')),
      reading.byId.get(textAt(json, 'id') ?? ''),
    ].find((one): one is string => typeof one === 'string' && one !== '');
    const kept = withFailure(VERSIONS)(rest);
    if (name === undefined) return { ...kept, [key]: { none: true } };
    const bindings = { inputs: pairs(inputs), outputs: pairs(outputs) };
    return { ...kept, [key]: { [name]: { ver_latestPublished: bindings } } };
  };
}

/** Actions that decide, repeat, or go elsewhere in the flow. */
export const LOGIC_TYPES: { readonly [type: string]: ExportActionType } = {
  CallCommonModuleAction: {
    key: 'callCommonModule',
    settings: calledFlow('commonModule', 'commonModule', 'flow'),
  },
  CallTaskAction: { key: 'callTask', settings: target('task') },
  ChangeStateAction: { key: 'changeState', settings: target('state') },
  DecisionAction: { key: 'decision', settings: renamed({ expression: 'condition' }) },
  EndTaskAction: { key: 'endTask', settings: endTask },
  EvaluateScheduleAction: { key: 'evaluateSchedule', settings: schedule },
  EvaluateScheduleGroupAction: { key: 'evaluateScheduleGroup', settings: scheduleGroup },
  ExitLoopAction: { key: 'loopExit' },
  MenuAction: { key: 'subMenu', settings: target('menu') },
  NextLoopAction: { key: 'loopNext' },
  SwitchAction: { key: 'switch', settings: switchCases, outputs: () => ({}) },
  TransferMenuAction: { key: 'jumpToMenu', settings: target('menu') },
  TransferTaskAction: { key: 'jumpToTask', settings: target('task') },
  UpdateVariableAction: { key: 'updateData', settings: statements },
};
