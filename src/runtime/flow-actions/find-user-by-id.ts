import { findAction } from '../find-action.ts';

/** Looks for a user by its id. Architect: Find User by ID. */
export const findUserById = findAction({
  type: 'findUserById',
  title: 'Find User by ID',
  kind: 'user',
  by: 'id',
  gives: 'user',
  what: 'a user',
});
