import type { JsonObject } from '../authoring/json.ts';
import { parseFaultPreset } from '../calling/faults.ts';
import { AttendantError } from '../errors.ts';
import type { Simulation } from './simulation.ts';
import type { AnsweredDataAction } from './simulation-parts.ts';

/** What a data action that is made to fail fails with. */
export interface HandFailure {
  readonly errorCode?: string;
  /** HTTP status. */
  readonly status?: number;
  readonly userMessage?: string;
}

/** How whoever plays a call has its data action answered. */
export type HandAnswer =
  /** In the receiver's place. */
  | { readonly outputs: JsonObject }
  | { readonly failure: HandFailure }
  /** Nobody answers until the flow waits no longer. */
  | { readonly timeout: true }
  /** The receiver answers, as it does or with a fault such as `timeout` or `429Storm:3`. */
  | { readonly perform: true }
  | { readonly fault: string };

/**
 * Has the data action answered that a call waits for.
 *
 * @throws AttendantError `STIMULUS_UNFIT` when it waits for none, `USAGE` for a fault that there is not.
 */
export async function answerByHand(simulation: Simulation, answer: HandAnswer): Promise<void> {
  const { wait } = simulation.conversation;
  if (wait?.for !== 'dataAction')
    throw new AttendantError('STIMULUS_UNFIT', 'the call waits for no data action');
  if ('perform' in answer) return simulation.askReceiver();
  if ('fault' in answer) return simulation.askReceiver(knownFault(answer.fault));
  if (!('timeout' in answer)) return simulation.answer(answeredWith(answer));
  if (wait.dueAt === undefined) throw new AttendantError('STIMULUS_UNFIT', 'this wait never runs out');
  return simulation.passTo(wait.dueAt);
}

function knownFault(text: string): string {
  const read = parseFaultPreset(text);
  if (read.ok) return text;
  throw new AttendantError('USAGE', read.message);
}

type InPlace = Extract<HandAnswer, { readonly outputs: unknown } | { readonly failure: unknown }>;

function answeredWith(answer: InPlace): AnsweredDataAction {
  if ('outputs' in answer) {
    const { outputs } = answer;
    return { outcome: { result: 'success', outputs, output: outputs }, operations: [] };
  }
  const { status, userMessage = 'Answered by hand' } = answer.failure;
  const { errorCode = status === undefined ? 'failed' : `http.${status}` } = answer.failure;
  const failure = { errorCode, userMessage, ...(status !== undefined && { status }) };
  return { outcome: { result: 'failure', failure }, operations: [] };
}
