import { findAction } from '../find-action.ts';

/** Looks for an ACD skill by its name. Architect: Find Skill. */
export const findSkill = findAction({
  type: 'findSkill',
  title: 'Find Skill',
  kind: 'skill',
  by: 'name',
  gives: 'skill',
  what: 'an ACD skill',
});
