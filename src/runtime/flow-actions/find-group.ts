import { findAction } from '../find-action.ts';

/** Looks for a group by its name. Architect: Find Group. */
export const findGroup = findAction({
  type: 'findGroup',
  title: 'Find Group',
  kind: 'group',
  by: 'name',
  gives: 'group',
  what: 'a group',
});
