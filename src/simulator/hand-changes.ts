import { didYouMean } from '../authoring/suggest.ts';
import { AttendantError } from '../errors.ts';
import { changeableVariables } from '../runtime/change-by-hand.ts';
import type { ChangesByHand, Conversation } from '../runtime/conversation.ts';
import type { Program } from '../runtime/program.ts';
import type { Target } from '../runtime/variables.ts';

/** The variables that can be changed where a call stands, by lower-case name. */
export function changeableIn(program: Program, { at }: Conversation): ReadonlyMap<string, Target> {
  const step = program.steps[program.byId.get(at) ?? program.endOfFlow];
  return step === undefined ? new Map() : changeableVariables(program, step);
}

/** Refuses changes of variables that a call does not have where it stands. @throws AttendantError `USAGE` */
export function checkChanges(
  program: Program,
  conversation: Conversation,
  { variables = {} }: ChangesByHand,
): void {
  const changeable = changeableIn(program, conversation);
  const unknown = Object.keys(variables).find((name) => !changeable.has(name.toLowerCase()));
  if (unknown === undefined) return;
  const names = [...changeable.values()].map(({ name }) => name);
  const hint = didYouMean(unknown, names, names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`);
  throw new AttendantError('USAGE', `there is no variable ${unknown} where the call stands; ${hint}`);
}
