import type { JsonObject } from '../authoring/json.ts';
import type { CallDetails, Conversation, Stimulus } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';
import { resume, start } from '../runtime/interpreter.ts';
import type { Program } from '../runtime/program.ts';
import type { StepOptions } from '../runtime/step-run.ts';
import type { StepRecord, StoredStep } from '../store/conversation-store.ts';

/*
 * A call as a list of steps: what came in, when, what the flow did, and the conversation after it.
 *
 * P1: pure. The interpreter is the only thing that says what a step does, so a call that is played again is the call.
 * P2: nothing is changed in place: going back is taking fewer steps, a fork is the same steps under another id.
 */

/** What calls are played with. */
export interface Playing {
  readonly program: Program;
  readonly environment: Environment;
  /** Before which actions the call pauses; absent: before none. */
  readonly pauses?: StepOptions['pauses'];
}

/** How a call begins. */
export interface Beginning {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly call: CallDetails;
  readonly inputs?: JsonObject;
  readonly language?: string;
}

/** Begins a call and runs it to its first wait, or its end. */
export function beginCall(playing: Playing, { id, at, ...begun }: Beginning): StepRecord {
  const result = start(playing.program, { ...options(playing, at), id, ...begun });
  return { ...result, at, stimulus: { type: 'start', ...begun } };
}

/**
 * Brings a stimulus to a waiting call.
 *
 * @param at epoch ms
 * @returns undefined when the call takes no notice of it: it has ended, or waits for something else by now.
 * @throws ExpressionError when a value that is changed by hand is none that its variable can hold.
 */
export function bringStimulus(
  playing: Playing,
  conversation: Conversation,
  stimulus: Stimulus,
  at: number,
): StepRecord | undefined {
  const result = resume(playing.program, conversation, stimulus, options(playing, at));
  return result.conversation === conversation ? undefined : { ...result, at, stimulus };
}

function options({ environment, pauses }: Playing, now: number): StepOptions {
  return { now, environment, ...(pauses !== undefined && { pauses }) };
}

/** A step as it is needed to play it again. */
export type PlayableStep = Pick<StoredStep, 'at' | 'stimulus' | 'environment' | 'pausedAfter'>;

/** How a call is played again. */
export interface Replaying extends Omit<Playing, 'pauses'> {
  /** Of the conversation that comes out: the stored one's, or a new one for a fork. */
  readonly id: string;
  /** Whether every action becomes a step of its own, with the conversation before and after it. */
  readonly isFine?: boolean;
  /** The environment of a step; absent: always the same. */
  environmentOf?(key: number | undefined): Environment;
}

/** Plays steps again, from the start on. What the flow does then is worked out anew, and may differ from what was stored. */
export function replayCall(replaying: Replaying, stored: readonly PlayableStep[]): readonly StepRecord[] {
  const played: StepRecord[] = [];
  for (const step of stored) replayStep(played, replaying, step);
  return played;
}

/** Plays one more step again, behind those that were played. */
export function replayStep(
  played: StepRecord[],
  { program, environment, id, isFine = false, environmentOf = () => environment }: Replaying,
  { at, stimulus, environment: key, pausedAfter }: PlayableStep,
): void {
  const pauses: StepOptions['pauses'] = ({ actionsRun }) => isFine || actionsRun === pausedAfter;
  const playing = { program, environment: environmentOf(key), pauses };
  const before = played.at(-1)?.conversation;
  if (stimulus.type === 'start') played.push(beginCall(playing, { id, at, ...begunWith(stimulus) }));
  else if (before === undefined || !add(played, bringStimulus(playing, before, toWait(stimulus, before), at)))
    return;
  for (let now = played.at(-1)?.conversation; now?.wait?.for === 'pause'; now = played.at(-1)?.conversation)
    if (
      now.actionsRun === pausedAfter ||
      !add(played, bringStimulus(playing, now, { type: 'continued' }, at))
    )
      return;
}

function add(played: StepRecord[], step: StepRecord | undefined): boolean {
  if (step === undefined) return false;
  played.push(step);
  return true;
}

function begunWith({ type: _type, ...begun }: Extract<Stimulus, { type: 'start' }>) {
  return begun;
}

/** A stimulus that answers a wait answers the one that there is: steps may be counted otherwise when a call is played again. */
function toWait(stimulus: Stimulus, { wait }: Conversation): Stimulus {
  return 'step' in stimulus ? { ...stimulus, step: wait?.begunAtStep ?? 0 } : stimulus;
}

/** A step as it is stored, from what was played. */
export function storedStep({ conversation, at, stimulus, events }: StepRecord): StoredStep {
  const { step, wait, actionsRun } = conversation;
  return { step, at, stimulus, events, ...(wait?.for === 'pause' && { pausedAfter: actionsRun }) };
}

/**
 * The first event that two plays of a call do not share, as its place in the list of all events from 0; undefined when they
 * tell the same.
 */
export function firstDifference(
  one: readonly Pick<StoredStep, 'events'>[],
  other: readonly Pick<StoredStep, 'events'>[],
): number | undefined {
  const [a, b] = [one, other].map((steps) => steps.flatMap(({ events }) => events));
  const length = Math.max(a?.length ?? 0, b?.length ?? 0);
  for (let index = 0; index < length; index++)
    if (JSON.stringify(a?.[index]) !== JSON.stringify(b?.[index])) return index;
  return undefined;
}
