import { findAction } from '../find-action.ts';

/** Looks for a schedule by its name. Architect: Find Schedule. */
export const findSchedule = findAction({
  type: 'findSchedule',
  title: 'Find Schedule',
  kind: 'schedule',
  by: 'name',
  gives: 'schedule',
  what: 'a schedule',
});
