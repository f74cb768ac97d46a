import { Type } from 'typebox';
import type { Json } from '../../authoring/json.ts';
import { named } from '../environment.ts';
import { type ActionContext, type CheckTools, defineFlowAction, type Next } from '../flow-action.ts';
import { type FlowError, missing, momentOf, nameOf, notSet } from '../schedule/asked.ts';
import { isActive } from '../schedule/occurrence.ts';
import { isTimeZone, zoneHint } from '../schedule/time-zone.ts';
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
        Value({
          type: 'string',
          default: 'UTC',
          description: "IANA name of the zone that the schedule's times are read in, such as Europe/Berlin.",
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
    'Guess: a first start that its own rule does not name does not happen, and UNTIL is local time, with a Z, too.',
    'A schedule begins 24 times a day at most, COUNT is 2,000 at most, and what repeats lasts a year at most.',
  ],
  goesOn: (wired) =>
    !(wired.has('active') && wired.has('inactive')) && !(wired.has('yes') && wired.has('no')),
  check(settings, tools) {
    const { schedule, emergencyGroup, timeZone } = settings;
    if ((schedule === undefined) === (emergencyGroup === undefined))
      tools.report(
        'error',
        '',
        'WRONG_VALUE',
        'this evaluates one thing: a schedule, or an emergency group',
        'give either "schedule" or "emergencyGroup"',
      );
    if (emergencyGroup !== undefined) checkAlone(settings, tools);
    const zone = timeZone?.literal;
    if (typeof zone === 'string' && !isTimeZone(zone))
      tools.report('error', '/timeZone', 'TIME_ZONE', `there is no time zone \`${zone}\``, zoneHint(zone));
  },
  enter({ schedule, emergencyGroup, timeZone, at }, context) {
    if (schedule === undefined) {
      const name = nameOf(emergencyGroup && context.read(emergencyGroup));
      return askEmergency(name, context);
    }
    const name = nameOf(context.read(schedule));
    const zone = timeZone === undefined ? 'UTC' : context.read(timeZone);
    return askSchedule(name, momentOf(at, context), zone, context);
  },
});

/** An emergency is on or off now, wherever. */
function checkAlone(
  settings: { readonly timeZone?: unknown; readonly at?: unknown },
  { report }: CheckTools,
) {
  for (const key of ['timeZone', 'at'] as const) {
    if (settings[key] === undefined) continue;
    const message = `\`${key}\` is for schedules, not for emergency groups`;
    report('error', `/${key}`, 'UNKNOWN_SETTING', message, 'remove it');
  }
}

function askSchedule(
  name: string | undefined,
  at: number | undefined,
  zone: Json | undefined,
  context: ActionContext,
): Next<'active' | 'inactive'> {
  if (name === undefined) return notSet('the schedule is NOT_SET');
  if (at === undefined) return notSet('the moment to evaluate is NOT_SET');
  if (typeof zone !== 'string') return notSet('the time zone is NOT_SET');
  if (!isTimeZone(zone)) return unknownZone(zone);
  const schedule = named(context.environment.schedules, name);
  if (schedule === undefined) return missing('schedule', name);
  const result = isActive(schedule, at, zone) ? 'active' : 'inactive';
  context.emit('evaluatedSchedule', { name, result });
  return { output: result };
}

function askEmergency(name: string | undefined, context: ActionContext): Next<'yes' | 'no'> {
  if (name === undefined) return notSet('the emergency group is NOT_SET');
  const group = named(context.environment.emergencyGroups, name);
  if (group === undefined) return missing('emergency group', name);
  const result = group.active === true ? 'yes' : 'no';
  context.emit('evaluatedSchedule', { name, result });
  return { output: result };
}

function unknownZone(zone: string): FlowError {
  const errorMessage = `there is no time zone "${zone.slice(0, 60)}": ${zoneHint(zone)}`;
  return { error: { errorType: 'UnknownTimeZone', errorMessage } };
}
