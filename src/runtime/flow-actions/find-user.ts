import { findAction } from '../find-action.ts';

/** Looks for a user by its name. Architect: Find User. */
export const findUser = findAction({
  type: 'findUser',
  title: 'Find User',
  kind: 'user',
  by: 'name',
  gives: 'user',
  what: 'a user',
  nameIs: 'The e-mail address, or the name where only one user has it; NOT_SET finds nobody.',
});
