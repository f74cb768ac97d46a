import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { scheduleFaults } from './occurrence.ts';
import type { Schedule, ScheduleGroup } from './schedule-definition.ts';
import { isTimeZone, zoneHint } from './time-zone.ts';

/** Takes one fault. @param pointer JSON Pointer within the environment file. */
export type ReportSchedule = (pointer: string, code: string, message: string, hint: string) => void;

/** The part of an environment that is about opening hours. */
interface Hours {
  readonly schedules?: { readonly [name: string]: Schedule };
  readonly scheduleGroups?: { readonly [name: string]: ScheduleGroup };
}

/** Finds what is wrong with schedules and groups beyond their schema. */
export function checkSchedules({ schedules = {}, scheduleGroups = {} }: Hours, report: ReportSchedule): void {
  for (const [name, schedule] of Object.entries(schedules)) {
    for (const { setting, message, hint } of scheduleFaults(schedule))
      report(pointerTo('/schedules', name, setting), 'SCHEDULE', message, hint);
  }
  for (const [name, group] of Object.entries(scheduleGroups)) {
    checkZone(group, pointerTo('/scheduleGroups', name), report);
    checkMembers(group, pointerTo('/scheduleGroups', name), Object.keys(schedules), report);
  }
}

function checkZone({ timeZone }: ScheduleGroup, pointer: string, report: ReportSchedule): void {
  if (timeZone === undefined || isTimeZone(timeZone)) return;
  report(`${pointer}/timeZone`, 'TIME_ZONE', `there is no time zone \`${timeZone}\``, zoneHint(timeZone));
}

function checkMembers(
  group: ScheduleGroup,
  pointer: string,
  known: readonly string[],
  report: ReportSchedule,
): void {
  for (const list of ['open', 'closed', 'holidays'] as const) {
    for (const [index, name] of (group[list] ?? []).entries()) {
      if (known.includes(name)) continue;
      report(
        `${pointer}/${list}/${index}`,
        'UNKNOWN_SCHEDULE',
        `there is no schedule \`${name}\``,
        didYouMean(name, known, 'add it under "schedules"'),
      );
    }
  }
}
