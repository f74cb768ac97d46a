import { findAction } from '../find-action.ts';

/** Looks for an emergency group by its name. Architect: Find Emergency Group. */
export const findEmergencyGroup = findAction({
  type: 'findEmergencyGroup',
  title: 'Find Emergency Group',
  kind: 'emergencyGroup',
  by: 'name',
  gives: 'emergencyGroup',
  what: 'an emergency group',
});
