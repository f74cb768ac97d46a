import { findAction } from '../find-action.ts';

/** Looks for a prompt by its name. Architect: Find User Prompt. */
export const findUserPrompt = findAction({
  type: 'findUserPrompt',
  title: 'Find User Prompt',
  kind: 'userPrompt',
  by: 'name',
  gives: 'prompt',
  what: 'a prompt',
});
