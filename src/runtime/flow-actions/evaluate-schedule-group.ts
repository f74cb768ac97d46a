import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import type { EmergencyGroup, Schedule, ScheduleGroup } from '../schedule/schedule-definition.ts';
import { evaluateGroup, type GroupEvaluation, type GroupResult } from '../schedule/schedule-group.ts';
import { ObjectValue, TargetVariable, Value } from '../settings.ts';
import { missing, momentOf, nameOf, notSet } from './evaluate-schedule.ts';

/** Asks a schedule group whether it is open, closed, holiday or emergency. Architect: Evaluate Schedule Group. */
export const evaluateScheduleGroup = defineFlowAction({
  type: 'evaluateScheduleGroup',
  title: 'Evaluate Schedule Group',
  description:
    'Asks at a moment: emergency first, then holiday, then closed, then open; when no schedule matches, closed.',
  category: 'Logic',
  settings: Type.Object(
    {
      scheduleGroup: Type.Optional(ObjectValue('scheduleGroup', { description: 'The schedule group.' })),
      emergencyGroup: Type.Optional(
        ObjectValue('emergencyGroup', {
          description: 'When its emergency is on, it comes before all schedules.',
        }),
      ),
      at: Type.Optional(Value({ type: 'dateTime', description: 'The moment; now when absent.' })),
      inServiceSchedules: Type.Optional(
        TargetVariable({
          type: 'stringCollection',
          description: 'Gets the names of the schedules that decided.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['open', 'closed', 'holiday', 'emergency'],
  paths: {
    open: 'an open schedule is active',
    closed: 'a closed schedule is active, or none at all',
    holiday: 'a holiday schedule is active',
    emergency: 'the emergency is on',
  },
  events: ['evaluatedScheduleGroup'],
  differences: [
    'Guess: a schedule group that is NOT_SET is closed, unless the emergency is on.',
    'Guess: inServiceSchedules gets the schedules that decided the result, of whatever kind.',
  ],
  check({ scheduleGroup, emergencyGroup }, tools) {
    if (scheduleGroup !== undefined || emergencyGroup !== undefined) return;
    tools.report(
      'error',
      '',
      'WRONG_VALUE',
      'there is nothing to evaluate',
      'give "scheduleGroup", "emergencyGroup" or both',
    );
  },
  enter({ scheduleGroup, emergencyGroup, at, inServiceSchedules }, context) {
    const moment = momentOf(at === undefined ? undefined : context.read(at), at === undefined, context);
    if (moment === undefined) return notSet('the moment to evaluate is NOT_SET');
    const emergency = nameOf(emergencyGroup === undefined ? undefined : context.read(emergencyGroup));
    const name = nameOf(scheduleGroup === undefined ? undefined : context.read(scheduleGroup));
    const group = emergency === undefined ? undefined : context.thing('emergencyGroup', emergency);
    if (emergency !== undefined && group === undefined) return missing('emergencyGroup', emergency);
    const found = isOn(group) ? EMERGENCY : evaluate(name, moment, context);
    if ('error' in found) return found;
    if (inServiceSchedules !== undefined) context.write(inServiceSchedules, found.schedules);
    const details = { name: name ?? null, result: found.result, schedules: found.schedules };
    context.emit('evaluatedScheduleGroup', details);
    return { output: found.result };
  },
});

const EMERGENCY: GroupEvaluation = { result: 'emergency', schedules: [] };
const CLOSED: GroupEvaluation = { result: 'closed', schedules: [] };

function isOn(group: JsonObject | undefined): boolean {
  return (group as EmergencyGroup | undefined)?.active === true;
}

function evaluate(
  name: string | undefined,
  at: number,
  context: ActionContext,
): GroupEvaluation | Extract<Next<GroupResult>, { error: unknown }> {
  if (name === undefined) return CLOSED;
  const group = context.thing('scheduleGroup', name);
  if (group === undefined)
    return missing('scheduleGroup', name) as Extract<Next<GroupResult>, { error: unknown }>;
  const { schedules = {} } = context.environment;
  return evaluateGroup(group as ScheduleGroup, at, schedules as { readonly [name: string]: Schedule });
}
