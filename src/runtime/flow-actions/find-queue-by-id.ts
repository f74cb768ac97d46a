import { findAction } from '../find-action.ts';

/** Looks for a queue by its id. Architect: Find Queue by ID. */
export const findQueueById = findAction({
  type: 'findQueueById',
  title: 'Find Queue by ID',
  kind: 'queue',
  by: 'id',
  gives: 'queue',
  what: 'a queue',
});
