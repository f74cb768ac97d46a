import { AttendantError } from '../../errors.ts';
import { changeableVariables } from '../../runtime/change-by-hand.ts';
import type { Program } from '../../runtime/program.ts';
import type { Simulation } from '../simulation.ts';
import type { Command, HandAnswer } from './commands.ts';

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

/** Answers the data action that a call waits for. @throws AttendantError `STIMULUS_UNFIT` when it waits for none. */
export async function answerByHand(simulation: Simulation, answer: HandAnswer): Promise<void> {
  if ('performs' in answer) return simulation.askReceiver(answer.fault);
  if ('timesOut' in answer) return passToTimeOut(simulation);
  const outcome =
    'outputs' in answer
      ? { result: 'success' as const, outputs: answer.outputs, output: answer.outputs }
      : {
          result: 'failure' as const,
          failure: { errorCode: answer.failure, userMessage: 'answered by hand' },
        };
  return simulation.answer({ outcome, operations: [] });
}

async function passToTimeOut(simulation: Simulation): Promise<void> {
  const { wait } = simulation.conversation;
  if (wait?.for !== 'dataAction')
    throw new AttendantError('STIMULUS_UNFIT', 'the call waits for no data action');
  if (wait.dueAt !== undefined) await simulation.passTo(wait.dueAt);
}
