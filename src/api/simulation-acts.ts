import type { JsonObject } from '../authoring/json.ts';
import { AttendantError } from '../errors.ts';
import type { ChangesByHand, Stimulus, Understood } from '../runtime/conversation.ts';
import { ExpressionError } from '../runtime/expression/expression.ts';
import { answerByHand, type HandAnswer } from '../simulator/hand-answer.ts';
import type { OpenSimulation } from '../simulator/open-simulation.ts';
import { checkFits } from './call-stimulus.ts';
import { readInstant, type SimulationAct } from './simulation-body.ts';

type Act<Name extends SimulationAct['act']> = Extract<SimulationAct, { readonly act: Name }>;

/** Furthest that one act may let time pass. */
const MAX_PASS_MS = 366 * 24 * 3600 * 1000;

/**
 * Does one thing to a simulated call.
 *
 * @returns resolves when nothing goes on by itself any more.
 * @throws AttendantError
 */
export async function doAct(open: OpenSimulation, act: SimulationAct): Promise<void> {
  try {
    await perform(open, act);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new AttendantError('USAGE', `the value cannot be set: ${error.message}`);
  }
}

async function perform(open: OpenSimulation, act: SimulationAct): Promise<void> {
  const { simulation } = open;
  switch (act.act) {
    case 'press':
    case 'say':
    case 'write':
      return take(open, act);
    case 'passToNext':
      refuseEnded(open);
      if (await simulation.passToNext()) return;
      throw new AttendantError('STIMULUS_UNFIT', 'nothing happens by itself: act, or let the call go on');
    case 'passTo':
      return passTo(open, act);
    case 'hangUp':
      return simulation.bring({ type: 'callerDisconnected' });
    case 'agentAnswers':
      checkFits(simulation.conversation, { type: 'agentAnswered' });
      return simulation.bring({ type: 'agentAnswered' });
    case 'goOn':
      refuseEnded(open);
      return simulation.goOn(act.goOn);
    case 'breakpoints':
      return open.breakAt(act.breakpoints);
    case 'change':
      return simulation.change(changesOf(act.change));
    case 'answer':
      // Values of an answer are JSON: they come out of a JSON body.
      return answerByHand(simulation, act.answer as HandAnswer);
  }
}

function refuseEnded({ simulation }: OpenSimulation): void {
  if (simulation.conversation.status === 'ended')
    throw new AttendantError(
      'CONVERSATION_ENDED',
      'the call has ended: fork it to go on from an earlier moment',
    );
}

/** What the customer does. A call that pauses is let go on first: keys do not end a pause. */
async function take(open: OpenSimulation, act: Act<'press' | 'say' | 'write'>): Promise<void> {
  const { simulation } = open;
  refuseEnded(open);
  const { conversation } = simulation;
  if (conversation.wait?.for === 'pause')
    throw new AttendantError('STIMULUS_UNFIT', 'the call pauses: let it run or step first');
  checkFits(conversation, stimulusOf(act));
  const meant = 'understood' in act && act.understood ? { understood: act.understood as Understood } : {};
  if (act.act === 'write') return simulation.perform({ do: 'write', text: act.write, ...meant });
  const bargeIn = act.bargeIn ?? false;
  if (act.act === 'say') return simulation.perform({ do: 'say', words: act.say, bargeIn, ...meant });
  return simulation.perform({ do: 'press', keys: act.press, bargeIn });
}

function stimulusOf(act: Act<'press' | 'say' | 'write'>): Stimulus {
  if (act.act === 'press') return { type: 'pressed', keys: act.press };
  return act.act === 'say' ? { type: 'spoke', words: act.say } : { type: 'wrote', text: act.write };
}

async function passTo(open: OpenSimulation, act: Act<'passTo'>): Promise<void> {
  const at = readInstant(act.passTo, 'passTo');
  if (!at.ok) throw new AttendantError('USAGE', at.refusal.message);
  const now = open.clock.now();
  if (at.value < now)
    throw new AttendantError('USAGE', 'time does not go back: fork the call at an earlier moment');
  if (at.value - now > MAX_PASS_MS) throw new AttendantError('USAGE', 'at most a year may pass at once');
  await open.simulation.passTo(at.value);
}

function changesOf({ variables, participantData }: Act<'change'>['change']): ChangesByHand {
  return {
    ...(variables !== undefined && { variables: variables as JsonObject }),
    ...(participantData !== undefined && { participantData }),
  };
}
