import { Type } from 'typebox';
import { type Environment, named } from '../environment.ts';
import { defineFlowAction } from '../flow-action.ts';
import { type FlowError, missing, momentOf, nameOf, notSet } from '../schedule/asked.ts';
import { evaluateGroup, type GroupEvaluation } from '../schedule/schedule-group.ts';
import { ObjectValue, TargetVariable, Value } from '../settings.ts';

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
    'Guess: a schedule group that is NOT_SET is closed, unless the emergency is on; without an emergency group it is an error of the flow.',
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
    const moment = momentOf(at, context);
    if (moment === undefined) return notSet('the moment to evaluate is NOT_SET');
    const emergency = nameOf(emergencyGroup && context.read(emergencyGroup));
    const name = nameOf(scheduleGroup && context.read(scheduleGroup));
    if (emergency === undefined && name === undefined) return notSet('the schedule group is NOT_SET');
    const found = evaluate(name, emergency, moment, context.environment);
    if ('error' in found) return found;
    const { result, schedules } = found;
    if (inServiceSchedules !== undefined) context.write(inServiceSchedules, schedules);
    context.emit('evaluatedScheduleGroup', { name: name ?? null, result, schedules });
    return { output: result };
  },
});

const EMERGENCY: GroupEvaluation = { result: 'emergency', schedules: [] };
const CLOSED: GroupEvaluation = { result: 'closed', schedules: [] };

function evaluate(
  name: string | undefined,
  emergency: string | undefined,
  at: number,
  { schedules = {}, scheduleGroups, emergencyGroups }: Environment,
): GroupEvaluation | FlowError {
  const emergencyGroup = emergency === undefined ? undefined : named(emergencyGroups, emergency);
  if (emergency !== undefined && emergencyGroup === undefined) return missing('emergency group', emergency);
  if (emergencyGroup?.active === true) return EMERGENCY;
  if (name === undefined) return CLOSED;
  const group = named(scheduleGroups, name);
  return group === undefined ? missing('schedule group', name) : evaluateGroup(group, at, schedules);
}
