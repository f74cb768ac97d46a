import type { Conversation, Wait } from '../../src/runtime/conversation.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';

/** What a test says of a step; everything else is the same in all of them. */
export interface StepFacts {
  readonly id?: string;
  readonly step?: number;
  readonly startedAt?: number;
  readonly at?: number;
  /** Absent: the conversation has ended. */
  readonly wait?: Wait;
}

/** A step of a conversation that nobody ran. */
export function stepRecord({ id = 'c1', step = 1, startedAt = 1_000, at, wait }: StepFacts = {}): StepRecord {
  const conversation: Conversation = {
    id,
    flow: { name: 'greet', type: 'inboundCall', hash: 'hash-1' },
    status: wait === undefined ? 'ended' : 'waiting',
    step,
    startedAt,
    language: 'en-US',
    call: { ani: 'tel:+13175550123' },
    variables: { 'Flow.x': [1, { 'näme "x"': null }] },
    participantData: { answer: 'yes' },
    frames: [{ task: 'greet', variables: {}, loops: {} }],
    at: 'greet[0]',
    actionsRun: step,
    actionsAllowed: 10_000,
    handlingError: false,
    audio: [],
    typedAhead: '',
    ...(wait === undefined ? { ending: { reason: 'flowDisconnected' } } : { wait }),
  };
  return {
    conversation,
    at: at ?? startedAt,
    stimulus: step === 1 ? { type: 'start', call: conversation.call } : { type: 'pressed', keys: `${step}` },
    events: [{ type: 'playedAudio', action: 'greet[0]', text: `step ${step}` }],
  };
}

/** A wait for digits that runs out at `dueAt`. */
export function digitsUntil(dueAt: number): Wait {
  return { for: 'digits', collected: '', dueAt, begunAtStep: 1 };
}

/** A wait for a data action's answer. */
export function askedUntil(dueAt: number): Wait {
  return { for: 'dataAction', dataAction: 'send', inputs: {}, idempotencyKey: 'c1:1', dueAt, begunAtStep: 1 };
}
