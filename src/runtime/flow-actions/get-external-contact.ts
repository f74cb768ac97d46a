import { findAction } from '../find-action.ts';

/** Looks for an external contact by its id. Architect: Get External Contact. */
export const getExternalContact = findAction({
  type: 'getExternalContact',
  title: 'Get External Contact',
  category: 'Data',
  kind: 'externalContact',
  by: 'id',
  gives: 'externalContact',
  what: 'an external contact',
});
