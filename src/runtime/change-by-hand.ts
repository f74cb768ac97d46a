import type { Json, JsonObject } from '../authoring/json.ts';
import type { ChangesByHand } from './conversation.ts';
import type { Program, Step } from './program.ts';
import { scopeAt } from './scope-at.ts';
import type { StepRun } from './step-run.ts';
import type { Target } from './variables.ts';

/**
 * Changes what a call holds, as whoever steps through it says. Names that the call does not have where it stands are left out.
 *
 * @throws ExpressionError for a value that its variable cannot hold.
 */
export function changeByHand(run: StepRun, program: Program, changes: ChangesByHand): void {
  const { variables = {}, participantData = {} } = changes;
  const values = Object.fromEntries(changeVariables(run, program, variables));
  if (Object.keys(values).length > 0) run.emit('updatedData', { values, byHand: true });
  for (const [name, value] of Object.entries(participantData)) {
    if (value === null) run.removeParticipantData(name);
    else run.setParticipantData(name, value);
    run.emit('setParticipantData', { name, value, byHand: true });
  }
}

function* changeVariables(run: StepRun, program: Program, given: JsonObject): Iterable<[string, Json]> {
  const changeable = changeableVariables(program, run.at);
  for (const [name, value] of Object.entries(given)) {
    const target = changeable.get(name.toLowerCase());
    if (target === undefined) continue;
    run.write(target, value ?? undefined);
    yield [target.name, run.shown(target.name, run.valueOf(target))];
  }
}

/** The variables that can be changed where a call stands, by lower-case name. */
export function changeableVariables(program: Program, at: Step): ReadonlyMap<string, Target> {
  const { flow, task } = scopeAt(program, at);
  return new Map<string, Target>([
    ...[...flow].map(([key, { name, type }]) => [key, { scope: 'flow', name, type }] as const),
    ...[...task].map(([key, { name, type }]) => [key, { scope: 'task', name, type }] as const),
  ]);
}
