import { findAction } from '../find-action.ts';

/** Looks for a language skill by its name. Architect: Find Language Skill. */
export const findLanguageSkill = findAction({
  type: 'findLanguageSkill',
  title: 'Find Language Skill',
  kind: 'languageSkill',
  by: 'name',
  gives: 'languageSkill',
  what: 'a language skill',
});
