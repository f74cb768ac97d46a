import { findAction } from '../find-action.ts';

/** Looks for a queue by its name. Architect: Find Queue. */
export const findQueue = findAction({
  type: 'findQueue',
  title: 'Find Queue',
  kind: 'queue',
  by: 'name',
  gives: 'queue',
  what: 'a queue',
});
