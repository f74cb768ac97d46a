import type { JsonObject } from '../authoring/json.ts';
import type { CallDetails, Conversation, Stimulus, Wait, WaitKind } from '../runtime/conversation.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import type { CallerAct } from './caller-script.ts';

/** What a caller does, and an agent who takes the call. */
export type DrivenAct = CallerAct | { readonly do: 'agentAnswers' };

/** What a data action answers a caller. */
export type DrivenAnswer = (
  | { readonly outputs: JsonObject }
  | { readonly failure: JsonObject }
  | { readonly timeout: true }
) & {
  /** How long it took. */
  readonly afterMs?: number;
};

/** A caller, told by acts and answers instead of stimuli and times: it can be played on another version of a flow. */
export interface DrivenCaller {
  /** When the call comes in, epoch ms. */
  readonly at: number;
  readonly call: CallDetails;
  readonly inputs?: JsonObject;
  readonly language?: string;
  /** One a prompt; then silence. */
  readonly acts: readonly DrivenAct[];
  /** Data action: its answers, one a request, in order. */
  readonly answers: { readonly [dataAction: string]: readonly DrivenAnswer[] };
  /** The caller hangs up, after all acts, where the call waits for this the n-th time since the last of them. */
  readonly hangsUpWhile?: { readonly for: WaitKind; readonly times: number };
}

/** Waits at which a caller may do something that the flow listens to. */
const LISTENING: ReadonlySet<WaitKind> = new Set<WaitKind>([
  'choice',
  'digits',
  'verification',
  'recording',
  'answer',
]);

/** Whether the call asks the caller for the next act: digits that were begun are ended by silence, not by an act. */
export function isPrompt(wait: Wait): boolean {
  if (!LISTENING.has(wait.for)) return false;
  if (wait.for === 'answer') return wait.keys === undefined;
  if (wait.for === 'choice') return wait.dialled === undefined;
  return wait.for !== 'digits' || wait.collected === '';
}

/**
 * The caller of a call that was played: what was done at each prompt, and what data actions answered.
 *
 * Values that somebody changed by hand while stepping through it are no act of a caller, and are left out.
 *
 * @param steps with their conversations, as they were played or `replayCall` gives them; the first began the call.
 */
export function callerOf(steps: readonly StepRecord[]): DrivenCaller {
  const [first] = steps;
  if (first?.stimulus.type !== 'start') throw new Error('the first step of a call begins it');
  const { type: _type, ...begun } = first.stimulus;
  const reading = new Reading();
  let before: Conversation = first.conversation;
  let beganAt = first.at;
  for (const step of steps.slice(1)) {
    reading.take(step, before, beganAt);
    if (before.wait?.begunAtStep !== step.conversation.wait?.begunAtStep) beganAt = step.at;
    before = step.conversation;
  }
  return { at: first.at, ...begun, ...reading.result() };
}

/** Counts what a call has waited for since the caller's last act. */
export class WaitsSinceAct {
  readonly #kinds: WaitKind[] = [];
  #last: number | undefined;

  count({ for: kind, begunAtStep }: Wait): void {
    if (begunAtStep !== this.#last) this.#kinds.push(kind);
    this.#last = begunAtStep;
  }

  times(kind: WaitKind): number {
    return this.#kinds.filter((one) => one === kind).length;
  }

  clear(): void {
    this.#kinds.length = 0;
  }
}

/** Gathers acts and answers, step by step. */
class Reading {
  readonly #acts: DrivenAct[] = [];
  readonly #answers = new Map<string, DrivenAnswer[]>();
  #hangsUpWhile: DrivenCaller['hangsUpWhile'];
  readonly #waits = new WaitsSinceAct();
  /** Whether further keys belong to the last act. */
  #isTyping = false;

  result(): Pick<DrivenCaller, 'acts' | 'answers' | 'hangsUpWhile'> {
    const hangsUpWhile = this.#hangsUpWhile;
    return {
      acts: this.#acts,
      answers: Object.fromEntries(this.#answers),
      ...(hangsUpWhile !== undefined && { hangsUpWhile }),
    };
  }

  take({ stimulus, at }: StepRecord, { wait, typedAhead }: Conversation, beganAt: number): void {
    if (wait === undefined || stimulus.type === 'continued' || stimulus.type === 'changedByHand') return;
    this.#waits.count(wait);
    if (wait.for === 'dataAction' && this.#answered(wait.dataAction, stimulus, at - beganAt)) return;
    if (stimulus.type === 'pressed') {
      this.#pressed(stimulus.keys, wait, at);
      return;
    }
    this.#isTyping = false;
    if (stimulus.type === 'callerDisconnected' && !isPrompt(wait))
      this.#hangsUpWhile = { for: wait.for, times: this.#waits.times(wait.for) };
    else if (stimulus.type !== 'timeElapsed' || (isPrompt(wait) && typedAhead === '')) {
      this.#acts.push(...actIn(stimulus, isPlaying(wait, at)));
      this.#waits.clear();
    }
  }

  #answered(dataAction: string, stimulus: Stimulus, tookMs: number): boolean {
    const answer = answerIn(stimulus);
    if (answer === undefined) return false;
    const time = tookMs > 0 && !('timeout' in answer) ? { afterMs: tookMs } : {};
    this.#answers.set(dataAction, [...(this.#answers.get(dataAction) ?? []), { ...answer, ...time }]);
    return true;
  }

  #pressed(keys: string, wait: Wait, at: number): void {
    const last = this.#acts.at(-1);
    const goesOn = this.#isTyping && !isPrompt(wait);
    this.#isTyping = true;
    this.#waits.clear();
    if (goesOn && last?.do === 'press')
      this.#acts[this.#acts.length - 1] = { ...last, keys: last.keys + keys };
    else this.#acts.push({ do: 'press', keys, bargeIn: isPlaying(wait, at) });
  }
}

/** What was done, but for keys. */
function actIn(stimulus: Stimulus, bargeIn: boolean): readonly DrivenAct[] {
  switch (stimulus.type) {
    case 'timeElapsed':
      return [{ do: 'keepSilent' }];
    case 'callerDisconnected':
      return [{ do: 'hangUp' }];
    case 'agentAnswered':
      return [{ do: 'agentAnswers' }];
    case 'spoke':
      return [{ do: 'say', words: stimulus.words, bargeIn, ...meant(stimulus) }];
    case 'wrote':
      return [{ do: 'write', text: stimulus.text, ...meant(stimulus) }];
    default:
      return [];
  }
}

function meant({ understood }: Extract<Stimulus, { type: 'spoke' | 'wrote' }>) {
  return understood === undefined ? {} : { understood };
}

function isPlaying({ playing }: Wait, at: number): boolean {
  return (playing?.at(-1)?.endsAt ?? at) > at;
}

function answerIn(stimulus: Stimulus): DrivenAnswer | undefined {
  if (stimulus.type === 'completedDataAction') return { outputs: stimulus.outputs };
  if (stimulus.type === 'failedDataAction') return { failure: stimulus.failure };
  return stimulus.type === 'timeElapsed' ? { timeout: true } : undefined;
}
