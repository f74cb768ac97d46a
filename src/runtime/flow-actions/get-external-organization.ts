import { findAction } from '../find-action.ts';

/** Looks for an external organization by its id. Architect: Get External Organization. */
export const getExternalOrganization = findAction({
  type: 'getExternalOrganization',
  title: 'Get External Organization',
  category: 'Data',
  kind: 'externalOrganization',
  by: 'id',
  gives: 'externalOrganization',
  what: 'an external organization',
});
