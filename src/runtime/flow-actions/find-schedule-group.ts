import { findAction } from '../find-action.ts';

/** Looks for a schedule group by its name. Architect: Find Schedule Group. */
export const findScheduleGroup = findAction({
  type: 'findScheduleGroup',
  title: 'Find Schedule Group',
  kind: 'scheduleGroup',
  by: 'name',
  gives: 'scheduleGroup',
  what: 'a schedule group',
});
