import type { Conversation, Stimulus, Wait } from '../runtime/conversation.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import {
  type DrivenAct,
  type DrivenAnswer,
  type DrivenCaller,
  isPrompt,
  WaitsSinceAct,
} from './caller-of.ts';
import { beginCall, bringStimulus, type Playing } from './played-steps.ts';

/*
 * Plays a caller on a flow at once, without a clock: pure, so thousands of calls a second.
 *
 * It does what `Simulation` and `playCall` do with the same acts; a test compares them.
 */

/** How long a caller speaks before ending a voicemail. */
const MESSAGE_MS = 5_000;
/** A call that has not ended after so many steps never ends by itself: the caller hangs up. */
const MAX_STEPS = 5_000;

type DataActionWait = Extract<Wait, { for: 'dataAction' }>;

/** What calls are driven with. */
export interface Watched extends Playing {
  /** Told each step as soon as it was played. */
  played?(step: StepRecord): void;
}

/** How a caller is played. */
export interface Driving extends Watched {
  readonly id: string;
  /** Answers a data action for which the caller has no answer; absent: it fails. */
  answer?(wait: DataActionWait): DrivenAnswer;
  /** A call that has not ended after so many steps is hung up. */
  readonly maxSteps?: number;
}

const NO_ANSWER: DrivenAnswer = {
  failure: { errorCode: 'no.answer', userMessage: 'Nobody says what this data action answers.' },
};

/** Plays a caller from the start of the call to its end. */
export function driveCall(driving: Driving, caller: DrivenCaller): readonly StepRecord[] {
  const { acts, answers, hangsUpWhile, ...beginning } = caller;
  const steps: StepRecord[] = [];
  const waits = new WaitsSinceAct();
  const asked = new Map<string, number>();
  let nextAct = 0;
  const first = beginCall(driving, { id: driving.id, ...beginning });
  driving.played?.(first);
  steps.push(first);
  const { maxSteps = MAX_STEPS } = driving;
  for (let last = steps.at(-1); last?.conversation.wait !== undefined; last = steps.at(-1)) {
    const { wait } = last.conversation;
    const before = steps.length;
    const all = before > maxSteps ? hangUp(driving, last) : play(last, wait);
    steps.push(...all);
    if (steps.length === before) throw new Error(`the call stands still at ${last.conversation.at}`);
  }
  return steps;

  function play(last: StepRecord, wait: Wait): readonly StepRecord[] {
    const act = acts[nextAct];
    waits.count(wait);
    const isTime = hangsUpWhile?.for === wait.for && waits.times(wait.for) >= hangsUpWhile.times;
    if (act === undefined && isTime) return hangUp(driving, last);
    if (wait.for === 'dataAction') return answerDataAction(driving, last, nextAnswer(wait));
    if (!isActable(last.conversation, wait, act)) return passTime(driving, last);
    nextAct++;
    waits.clear();
    return performAct(driving, last, act ?? { do: 'keepSilent' });
  }

  function nextAnswer(wait: DataActionWait): DrivenAnswer {
    const count = asked.get(wait.dataAction) ?? 0;
    asked.set(wait.dataAction, count + 1);
    return answers[wait.dataAction]?.[count] ?? driving.answer?.(wait) ?? NO_ANSWER;
  }
}

/** Whether an act can be performed at a wait. */
function isActable({ queue }: Conversation, wait: Wait, act: DrivenAct | undefined): boolean {
  if (act?.do === 'agentAnswers') return wait.for === 'agent' || queue !== undefined;
  return isPrompt(wait);
}

/** Does what a caller does: hears what is said, unless they cut it short, and then acts. */
export function performAct(playing: Watched, last: StepRecord, act: DrivenAct): readonly StepRecord[] {
  if (act.do === 'hangUp') return hangUp(playing, last);
  if (act.do === 'keepSilent') return passTime(playing, last);
  if (act.do === 'agentAnswers') return bring(playing, last, { type: 'agentAnswered' }, last.at);
  const steps: StepRecord[] = [];
  const { wait } = last.conversation;
  const cuts = 'bargeIn' in act && act.bargeIn;
  const heard = cuts || wait === undefined ? last.at : Math.max(heardAt(wait, last.at), last.at);
  for (
    let now: StepRecord | undefined = last;
    (now.conversation.wait?.dueAt ?? Number.POSITIVE_INFINITY) <= heard;
    now = steps.at(-1) ?? last
  )
    if (!push(steps, passTime(playing, now))) break;
  for (const stimulus of stimuliOf(act)) {
    const now: StepRecord = steps.at(-1) ?? last;
    if (now.conversation.status === 'ended') break;
    push(steps, bring(playing, now, stimulus, Math.max(heard, now.at)));
  }
  return steps;
}

function push(steps: StepRecord[], more: readonly StepRecord[]): boolean {
  steps.push(...more);
  return more.length > 0;
}

function stimuliOf(act: Extract<DrivenAct, { do: 'press' | 'say' | 'write' }>): readonly Stimulus[] {
  const meant = 'understood' in act && act.understood ? { understood: act.understood } : {};
  if (act.do === 'say') return [{ type: 'spoke', words: act.words, ...meant }];
  if (act.do === 'write') return [{ type: 'wrote', text: act.text, ...meant }];
  return [...act.keys].map((keys) => ({ type: 'pressed', keys }));
}

/** Lets the wait run out by itself; a call that nothing will ever move is hung up. */
export function passTime(playing: Watched, last: StepRecord): readonly StepRecord[] {
  const { wait } = last.conversation;
  if (wait?.dueAt === undefined) return hangUp(playing, last);
  const stimulus: Stimulus = { type: 'timeElapsed', step: wait.begunAtStep ?? 0 };
  return bring(playing, last, stimulus, Math.max(wait.dueAt, last.at));
}

/** The caller hangs up. */
export function hangUp(playing: Watched, last: StepRecord): readonly StepRecord[] {
  return bring(playing, last, { type: 'callerDisconnected' }, last.at);
}

/** A data action answers; one that takes longer than the flow waits comes too late. */
export function answerDataAction(
  playing: Watched,
  last: StepRecord,
  answer: DrivenAnswer,
): readonly StepRecord[] {
  const { wait } = last.conversation;
  const at = last.at + (answer.afterMs ?? 0);
  if ('timeout' in answer || (wait?.dueAt !== undefined && at >= wait.dueAt && at > last.at))
    return passTime(playing, last);
  const step = wait?.begunAtStep ?? 0;
  const stimulus: Stimulus =
    'outputs' in answer
      ? { type: 'completedDataAction', step, outputs: answer.outputs }
      : { type: 'failedDataAction', step, failure: answer.failure };
  return bring(playing, last, stimulus, at);
}

function bring(playing: Watched, last: StepRecord, stimulus: Stimulus, at: number): readonly StepRecord[] {
  const step = bringStimulus(playing, last.conversation, stimulus, at);
  if (step === undefined) return [];
  playing.played?.(step);
  return [step];
}

/** When the caller has heard what is said, and has spoken the voicemail. */
function heardAt(wait: Wait, now: number): number {
  const endsAt = wait.playing?.at(-1)?.endsAt;
  return wait.for === 'recording' ? (endsAt ?? now) + MESSAGE_MS : (endsAt ?? 0);
}
