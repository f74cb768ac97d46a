import { findAction } from '../find-action.ts';

/** Looks for a system prompt by its name. Architect: Find System Prompt. */
export const findSystemPrompt = findAction({
  type: 'findSystemPrompt',
  title: 'Find System Prompt',
  kind: 'systemPrompt',
  by: 'name',
  gives: 'prompt',
  what: 'a system prompt',
  nameIs: 'The name without `PromptSystem.`; NOT_SET finds nothing.',
});
