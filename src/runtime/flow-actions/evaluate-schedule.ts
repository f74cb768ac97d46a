import { Type } from 'typebox';
import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { zoneHint } from '../schedule/check-schedules.ts';
import { isActive, isTimeZone } from '../schedule/occurrence.ts';
import type { EmergencyGroup, Schedule } from '../schedule/schedule-definition.ts';
import { ObjectValue, Value } from '../settings.ts';

/** Asks whether a schedule is active, or an emergency on, at a moment. Architect: Evaluate Schedule. */
export const evaluateSchedule = defineFlowAction({
  type: 'evaluateSchedule',
  title: 'Evaluate Schedule',
  description:
    'Asks a schedule, or an emergency group, at a moment. The times of a schedule are read in the zone given.',
  category: 'Logic',
  settings: Type.Object(
    {
      schedule: Type.Optional(
        ObjectValue('schedule', { description: 'The schedule; or give emergencyGroup.' }),
      ),
      emergencyGroup: Type.Optional(
        ObjectValue('emergencyGroup', { description: 'The emergency group; or give schedule.' }),
      ),
      timeZone: Type.Optional(
        Type.String({
          minLength: 1,
          default: 'UTC',
          description: "IANA name of the zone of the schedule's times.",
        }),
      ),
      at: Type.Optional(Value({ type: 'dateTime', description: 'The moment; now when absent.' })),
    },
    { additionalProperties: false },
  ),
  outputs: ['active', 'inactive', 'yes', 'no'],
  paths: {
    active: 'the schedule is active',
    inactive: 'the schedule is not active',
    yes: 'the emergency is on',
    no: 'the emergency is off',
  },
  events: ['evaluatedSchedule'],
  differences: [
    'Guess: on the days when clocks change, a schedule follows the clock on the wall: an hour that comes twice counts twice.',
    'Guess: without a zone the times of a schedule are UTC.',
  ],
  goesOn: (wired) =>
    !(wired.has('active') && wired.has('inactive')) && !(wired.has('yes') && wired.has('no')),
  check({ schedule, emergencyGroup, timeZone }, tools) {
    if ((schedule === undefined) === (emergencyGroup === undefined))
      tools.report(
        'error',
        '',
        'WRONG_VALUE',
        'this evaluates one thing: a schedule, or an emergency group',
        'give either "schedule" or "emergencyGroup"',
      );
    if (timeZone !== undefined && !isTimeZone(timeZone))
      tools.report(
        'error',
        '/timeZone',
        'TIME_ZONE',
        `there is no time zone \`${timeZone}\``,
        zoneHint(timeZone),
      );
  },
  enter({ schedule, emergencyGroup, timeZone = 'UTC', at }, context) {
    const moment = momentOf(at === undefined ? undefined : context.read(at), at === undefined, context);
    if (moment === undefined) return notSet('the moment to evaluate is NOT_SET');
    const kind = schedule === undefined ? 'emergencyGroup' : 'schedule';
    const asked = schedule ?? emergencyGroup;
    const name = nameOf(asked === undefined ? undefined : context.read(asked));
    if (name === undefined)
      return notSet(`the ${kind === 'schedule' ? 'schedule' : 'emergency group'} is NOT_SET`);
    const found = context.thing(kind, name);
    if (found === undefined) return missing(kind, name);
    const result = kind === 'schedule' ? scheduleResult(found, moment, timeZone) : emergencyResult(found);
    context.emit('evaluatedSchedule', { name, result });
    return { output: result };
  },
});

function scheduleResult(schedule: JsonObject, at: number, timeZone: string): 'active' | 'inactive' {
  return isActive(schedule as unknown as Schedule, at, timeZone) ? 'active' : 'inactive';
}

function emergencyResult(group: JsonObject): 'yes' | 'no' {
  return (group as EmergencyGroup).active === true ? 'yes' : 'no';
}

/** Epoch ms of the moment asked about; undefined where it is NOT_SET. */
export function momentOf(at: Json | undefined, isNow: boolean, { now }: ActionContext): number | undefined {
  if (isNow) return now;
  return typeof at === 'string' ? Date.parse(at) : undefined;
}

/** The name of an object value. */
export function nameOf(object: Json | undefined): string | undefined {
  const name = isJsonObject(object) ? own(object, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Architect goes to the flow's error handling, not to a path (facts/ACTIONS 0.1). */
export function notSet(errorMessage: string): Next<never> {
  return { error: { errorType: 'NotSet', errorMessage } };
}

/** An object that the organization does not have is an error of the flow, too. */
export function missing(kind: string, name: string): Next<never> {
  return {
    error: {
      errorType: 'ObjectMissing',
      errorMessage: `the environment has no ${WORDS[kind] ?? kind} "${name}"`,
    },
  };
}

const WORDS: { readonly [kind: string]: string } = {
  scheduleGroup: 'schedule group',
  emergencyGroup: 'emergency group',
};
