import { AttendantError } from '../../errors.ts';
import { changeableVariables } from '../../runtime/change-by-hand.ts';
import type { Program } from '../../runtime/program.ts';
import type { Simulation } from '../simulation.ts';
import type { Command } from './commands.ts';

/**
 * Changes a variable where the call stands, or else an attribute of the participant.
 *
 * @throws AttendantError `STIMULUS_UNFIT` for a variable that there is not; ExpressionError for a value that it cannot hold.
 */
export function setByHand(
  simulation: Simulation,
  program: Program,
  { name, value }: Extract<Command, { do: 'set' }>,
): Promise<void> {
  const step = program.steps[program.byId.get(simulation.conversation.at) ?? program.endOfFlow];
  const isVariable = step !== undefined && changeableVariables(program, step).has(name.toLowerCase());
  if (isVariable) return simulation.change({ variables: { [name]: value } });
  if (/^(flow|task|state|slot|common)\./i.test(name))
    throw new AttendantError(
      'STIMULUS_UNFIT',
      `there is no variable ${name} where the call stands; :vars lists those that there are`,
    );
  const attribute = value === null || typeof value === 'string' ? value : JSON.stringify(value);
  return simulation.change({ participantData: { [name]: attribute } });
}
