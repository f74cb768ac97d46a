import type { Wait } from '../runtime/conversation.ts';
import { isPrompt } from '../simulator/caller-of.ts';
import { simulatedClock } from '../simulator/simulated-clock.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { SimulatedStep } from '../simulator/simulation-parts.ts';
import type { TestAct } from './caller-acts.ts';
import type { FlowTest } from './flow-test.ts';
import type { OpenAnswer, TestMessage, TestRequest } from './sent.ts';
import { testReceivers } from './test-receivers.ts';

/** A call of a test, played to its end. */
export interface PlayedTest {
  readonly steps: readonly SimulatedStep[];
  readonly requests: readonly TestRequest[];
  readonly messages: readonly TestMessage[];
  /** What nothing answered, what nobody asked for, and acts that came too late. */
  readonly open: readonly OpenAnswer[];
}

/** The id of every conversation of a test, so that requests that hold it are the same each time. */
export const TEST_CONVERSATION_ID = '7e570000-0000-4000-8000-000000000000';
/** A call that takes more steps goes round in circles. */
const MAX_STEPS = 10_000;
/** Waits at which somebody may hang up, or an agent may come, besides. */
const IDLE: readonly Wait['for'][] = ['agent', 'transfer'];
/** How long a caller speaks before ending a voicemail. */
const MESSAGE_MS = 5_000;

/** Plays the call of a test on a clock of its own. Always the same: nothing real is in it. */
export async function playTest(test: FlowTest, id = TEST_CONVERSATION_ID): Promise<PlayedTest> {
  const clock = simulatedClock(test.at);
  const receivers = testReceivers(test, clock);
  const simulation = new Simulation({
    flow: test.flow,
    environment: test.environment,
    clock,
    receivers,
  });
  const open: OpenAnswer[] = [];
  try {
    await simulation.begin(id, test.start);
    for (const [index, act] of test.acts.entries()) {
      if (await perform(simulation, act, { startedAt: test.at, now: () => clock.now() })) continue;
      open.push(...tooLate(test.acts, index));
      break;
    }
    open.push(...(await playOut(simulation)));
  } finally {
    simulation.close();
  }
  const { requests, messages } = receivers;
  const { steps } = simulation;
  return { steps, requests, messages, open: [...receivers.unanswered(), ...open, ...receivers.unused()] };
}

interface Times {
  readonly startedAt: number;
  readonly now: () => number;
}

/** Does one act at its time. @returns whether the call was there for it. */
async function perform(simulation: Simulation, act: TestAct, times: Times): Promise<boolean> {
  if (act.atSeconds !== undefined) {
    await simulation.passTo(times.startedAt + Math.round(act.atSeconds * 1000));
    return bring(simulation, act);
  }
  const isIdle = act.act.do === 'hangUp' || act.act.do === 'agentAnswers';
  for (let steps = 0; !isReady(simulation, isIdle); steps++) {
    const { wait } = simulation.conversation;
    if (wait === undefined || steps > MAX_STEPS || !(await simulation.passToNext())) return false;
  }
  if (act.act.do === 'keepSilent') return simulation.passToNext();
  await simulation.passTo(momentOf(simulation, act, times));
  return bring(simulation, act);
}

function isReady({ conversation: { wait, queue } }: Simulation, isIdle: boolean): boolean {
  if (wait === undefined) return false;
  return isPrompt(wait) || (isIdle && (IDLE.includes(wait.for) || queue !== undefined));
}

function momentOf(
  { conversation: { wait } }: Simulation,
  { act, afterSeconds = 0 }: TestAct,
  { now }: Times,
): number {
  const isAtOnce = act.do === 'hangUp' || act.do === 'agentAnswers' || ('bargeIn' in act && act.bargeIn);
  const heardAt = isAtOnce ? now() : Math.max(now(), wait?.playing?.at(-1)?.endsAt ?? 0);
  const spoken = wait?.for === 'recording' && !isAtOnce ? MESSAGE_MS : 0;
  return heardAt + spoken + Math.round(afterSeconds * 1000);
}

async function bring(simulation: Simulation, { act }: TestAct): Promise<boolean> {
  if (simulation.conversation.status === 'ended') return false;
  if (act.do === 'agentAnswers') await simulation.bring({ type: 'agentAnswered' });
  else if (act.do === 'hangUp') await simulation.bring({ type: 'callerDisconnected' });
  else if (act.do === 'keepSilent') return true;
  // The time for it has come: nothing is left to be heard first.
  else await simulation.perform(act.do === 'write' ? act : { ...act, bargeIn: true });
  return true;
}

/** Time passes until the call has ended; one that nothing will ever move is hung up. */
async function playOut(simulation: Simulation): Promise<readonly OpenAnswer[]> {
  while (simulation.conversation.status === 'waiting') {
    if (simulation.steps.length > MAX_STEPS) {
      simulation.close();
      return [{ message: `the call has not ended after ${MAX_STEPS} steps`, hint: 'let the caller hang up' }];
    }
    if (!(await simulation.passToNext())) await simulation.bring({ type: 'callerDisconnected' });
  }
  return [];
}

function tooLate(acts: readonly TestAct[], index: number): readonly OpenAnswer[] {
  const left = acts.slice(index).filter(({ act }) => act.do !== 'keepSilent' && act.do !== 'hangUp');
  const [first] = left;
  if (first === undefined) return [];
  const number = acts.indexOf(first) + 1;
  return [
    {
      message: `the call had ended before the caller's act ${number} (${first.text})`,
      hint: 'remove it, or see below where the call went another way',
    },
  ];
}
