import { changeableIn } from '../hand-changes.ts';
import type { OpenSimulation } from '../open-simulation.ts';
import type { Command } from './commands.ts';

/**
 * Changes a variable where the call stands, or else an attribute of the participant.
 *
 * @throws AttendantError for a variable that there is not; ExpressionError for a value that it cannot hold.
 */
export function setByHand(
  { simulation, parts }: OpenSimulation,
  { name, value }: Extract<Command, { do: 'set' }>,
): Promise<void> {
  const isVariable = changeableIn(parts.flow.program, simulation.conversation).has(name.toLowerCase());
  if (isVariable || /^(flow|task|state|slot|common)\./i.test(name))
    return simulation.change({ variables: { [name]: value } });
  const attribute = value === null || typeof value === 'string' ? value : JSON.stringify(value);
  return simulation.change({ participantData: { [name]: attribute } });
}
