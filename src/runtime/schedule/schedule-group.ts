import { isActive } from './occurrence.ts';
import type { Schedule, ScheduleGroup } from './schedule-definition.ts';

/** What a schedule group says, by Architect's path names. */
export type GroupResult = 'open' | 'closed' | 'holiday' | 'emergency';

/** What a schedule group says at an instant, and which of its schedules say so. */
export interface GroupEvaluation {
  readonly result: GroupResult;
  readonly schedules: readonly string[];
}

/**
 * Evaluates a schedule group: holiday, then closed, then open; when nothing matches, closed. An emergency comes before
 * all of them and is not the group's. Source: Genesys' page on Evaluate Schedule Group.
 *
 * @param at        epoch ms.
 * @param schedules schedules by name; one that is not there is never active.
 */
export function evaluateGroup(
  group: ScheduleGroup,
  at: number,
  schedules: { readonly [name: string]: Schedule },
): GroupEvaluation {
  const { timeZone = 'UTC' } = group;
  const active = (names: readonly string[] = []) =>
    names.filter((name) => {
      const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
      return schedule !== undefined && isActive(schedule, at, timeZone);
    });
  const found = [
    { result: 'holiday', schedules: active(group.holidays) },
    { result: 'closed', schedules: active(group.closed) },
    { result: 'open', schedules: active(group.open) },
  ] as const;
  return found.find((one) => one.schedules.length > 0) ?? { result: 'closed', schedules: [] };
}
