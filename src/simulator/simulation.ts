import type { CallStart } from '../engine/engine-options.ts';
import { answerOf, type DataActionWait } from '../engine/requests.ts';
import { AttendantError } from '../errors.ts';
import type { ChangesByHand, Conversation, Stimulus, Wait } from '../runtime/conversation.ts';
import type { StepOptions } from '../runtime/step-run.ts';
import type { CallerAct } from './caller-script.ts';
import { checkChanges } from './hand-changes.ts';
import { beginCall, bringStimulus, type Playing } from './played-steps.ts';
import type {
  AnsweredDataAction,
  AskedDataAction,
  GoingOn,
  SimulatedStep,
  SimulationParts,
} from './simulation-parts.ts';

/*
 * Plays one call on a clock of its own, step by step, in the hand of whoever plays it.
 *
 * Owns: the steps so far, the call's time, the request under way, whether the call runs or is stepped through.
 * Does not own: what a step does (runtime/), how a request is made (Receivers), where steps are kept (save).
 *
 * S1: saved before performed. Nothing is asked of a receiver for a step that is not kept.
 * S2: steps are worked out in the order in which stimuli come, and kept in that order.
 * S3: time passes only when somebody lets it, and never while the call pauses.
 */

interface Asked {
  readonly wait: DataActionWait;
  readonly abort: AbortController;
  readonly begunAt: number;
  done: Promise<void>;
  /** Nobody answers by itself. */
  isByHand: boolean;
}

/** How long a caller speaks before ending a voicemail. */
const MESSAGE_MS = 5_000;

/** One call that is played. */
export class Simulation {
  readonly #parts: SimulationParts;
  readonly #steps: SimulatedStep[];
  readonly #listeners = new Set<(step: SimulatedStep) => void>();
  #breaks: NonNullable<StepOptions['pauses']> = () => false;
  #mode: { readonly how: GoingOn; readonly depth: number } = { how: 'run', depth: 0 };
  #asked: Asked | undefined;
  #kept: Promise<void> = Promise.resolve();

  /** @param steps of a call that is taken up, which are kept already. */
  constructor(parts: SimulationParts, steps: readonly SimulatedStep[] = []) {
    this.#parts = parts;
    this.#steps = [...steps];
    const wait = steps.at(-1)?.conversation.wait;
    // What was asked for before is not asked for once more by itself.
    if (wait?.for === 'dataAction') this.#asked = this.#askedFor(wait, { isByHand: true });
  }

  /** All steps, oldest first. */
  get steps(): readonly SimulatedStep[] {
    return this.#steps;
  }

  get conversation(): Conversation {
    const last = this.#steps.at(-1);
    if (last === undefined) throw new Error('the call has not begun');
    return last.conversation;
  }

  /** Whether the call waits for a data action that whoever plays it answers. */
  get isAnsweredByHand(): boolean {
    return this.#asked?.isByHand === true;
  }

  /** Whether the call pauses before every action. */
  get isStepping(): boolean {
    return this.#mode.how !== 'run';
  }

  /** Tells of every step once it is kept. @returns what ends the telling. */
  onStep(listener: (step: SimulatedStep) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Where the call pauses from now on, besides where it is stepped to. */
  breakAt(pauses: NonNullable<StepOptions['pauses']>): void {
    this.#breaks = pauses;
  }

  /** Begins the call; resolves when nothing goes on by itself. @param isStepped whether it pauses before its first action. */
  async begin(
    id: string,
    { call = {}, inputs, language }: Omit<CallStart, 'flow' | 'id'>,
    { isStepped = false } = {},
  ): Promise<void> {
    if (isStepped) this.#mode = { how: 'step', depth: 0 };
    const begun = {
      call,
      ...(inputs !== undefined && { inputs }),
      ...(language !== undefined && { language }),
    };
    await this.#take(beginCall(this.#playing(), { id, at: this.#parts.clock.now(), ...begun }));
    await this.settled();
  }

  /**
   * Brings a stimulus; resolves when nothing goes on by itself.
   *
   * @throws AttendantError `CONVERSATION_ENDED`.
   */
  async bring(stimulus: Stimulus): Promise<void> {
    this.#refuseEnded();
    await this.#advance(stimulus);
    await this.settled();
  }

  /**
   * Changes what the call holds.
   *
   * @throws AttendantError `CONVERSATION_ENDED`, `USAGE` for a variable that there is not; ExpressionError for a value that
   * its variable cannot hold. Nothing is changed then.
   */
  async change(changes: ChangesByHand): Promise<void> {
    await this.bring(this.#changed(changes));
  }

  /** Refuses changes as `change` does, and changes nothing. */
  tryChanges(changes: ChangesByHand): void {
    bringStimulus(this.#playing(), this.conversation, this.#changed(changes), this.#parts.clock.now());
  }

  /** Lets a call that pauses go on; for one that does not, says how it goes on after what comes next. */
  async goOn(how: GoingOn): Promise<void> {
    const { wait, frames } = this.conversation;
    this.#mode = { how, depth: frames.length };
    if (wait?.for === 'pause') await this.bring({ type: 'continued' });
  }

  /** Answers the data action that the call waits for, in its receiver's place. */
  async answer(answered: AnsweredDataAction): Promise<void> {
    const asked = this.#asked;
    if (asked === undefined) throw new AttendantError('STIMULUS_UNFIT', 'the call waits for no data action');
    asked.abort.abort();
    await this.#answered(asked, answered);
    await this.settled();
  }

  /** Has the receiver answer after all, with a fault or as it does. */
  async askReceiver(fault?: string): Promise<void> {
    const { wait } = this.conversation;
    if (wait?.for !== 'dataAction')
      throw new AttendantError('STIMULUS_UNFIT', 'the call waits for no data action');
    this.#asked?.abort.abort();
    const asked = this.#askedFor(wait, { isByHand: false });
    this.#asked = asked;
    asked.done = settledAnyway(
      this.#ask(asked, wait, { isWanted: true, ...(fault !== undefined && { fault }) }),
    );
    await this.settled();
  }

  /** The call's own time, epoch ms. */
  now(): number {
    return this.#parts.clock.now();
  }

  /** When the next thing happens by itself, epoch ms; undefined for never. */
  nextAt(): number | undefined {
    const { wait } = this.conversation;
    if (wait === undefined || wait.for === 'pause') return undefined;
    const moments = [wait.dueAt, this.#parts.receivers.waits?.next()].filter(
      (moment) => moment !== undefined,
    );
    return moments.length > 0 ? Math.min(...moments) : undefined;
  }

  /** Lets time pass to a moment, epoch ms; stops where the call pauses or ends. What happens on the way happens at its own time. */
  async passTo(at: number): Promise<void> {
    const { clock } = this.#parts;
    for (;;) {
      await this.settled();
      const { wait } = this.conversation;
      if (wait === undefined || wait.for === 'pause') return;
      const next = Math.min(wait.dueAt ?? Number.POSITIVE_INFINITY, clock.next() ?? Number.POSITIVE_INFINITY);
      if (next > at) break;
      clock.advanceTo(next);
      if (wait.dueAt !== undefined && wait.dueAt <= clock.now()) await this.#timeElapsed(wait);
    }
    clock.advanceTo(at);
  }

  /** Lets time pass to the next thing that happens by itself. @returns whether there is such a thing. */
  async passToNext(): Promise<boolean> {
    const next = this.nextAt() ?? this.#parts.clock.next();
    if (next === undefined) return false;
    await this.passTo(next);
    return true;
  }

  /** Does what a caller does: hears what is said, unless they cut it short, and then acts. */
  async perform(act: CallerAct): Promise<void> {
    const { wait } = this.conversation;
    if (wait === undefined) return;
    if (act.do === 'hangUp') return this.bring({ type: 'callerDisconnected' });
    if (act.do === 'keepSilent') return void (await this.passToNext());
    if (!('bargeIn' in act) || !act.bargeIn) await this.passTo(heardAt(wait, this.#parts.clock.now()));
    const meant = 'understood' in act && act.understood ? { understood: act.understood } : {};
    if (act.do === 'say') await this.#bringIfOpen({ type: 'spoke', words: act.words, ...meant });
    if (act.do === 'write') await this.#bringIfOpen({ type: 'wrote', text: act.text, ...meant });
    if (act.do === 'press') for (const keys of act.keys) await this.#bringIfOpen({ type: 'pressed', keys });
  }

  /** Resolves when nothing goes on without somebody's doing, or the clock's. */
  async settled(): Promise<void> {
    const { waits } = this.#parts.receivers;
    for (let asked = this.#asked; asked !== undefined && !asked.isByHand; asked = this.#asked) {
      const { done } = asked;
      const isWaiting =
        waits === undefined ? await done : await Promise.race([done, waits.waited().then(() => true)]);
      if (isWaiting === true) return;
    }
    await this.#kept;
  }

  /** Gives up the request under way. */
  close(): void {
    this.#asked?.abort.abort();
  }

  #refuseEnded(): void {
    if (this.conversation.status === 'ended')
      throw new AttendantError('CONVERSATION_ENDED', 'the call has ended, it waits for nothing');
  }

  #changed(changes: ChangesByHand): Stimulus {
    this.#refuseEnded();
    checkChanges(this.#parts.flow.program, this.conversation, changes);
    return { type: 'changedByHand', ...changes };
  }

  /** One key after the other; the rest is dropped when the call ends in between. */
  async #bringIfOpen(stimulus: Stimulus): Promise<void> {
    if (this.conversation.status === 'waiting') await this.bring(stimulus);
  }

  #timeElapsed({ begunAtStep = 0 }: Wait): Promise<void> {
    return this.#advance({ type: 'timeElapsed', step: begunAtStep });
  }

  #playing(): Playing {
    const { flow, environment } = this.#parts;
    return { program: flow.program, environment, pauses: (visit) => this.#pausesAt(visit) };
  }

  #pausesAt(visit: Parameters<NonNullable<StepOptions['pauses']>>[0]): boolean {
    const { how, depth } = this.#mode;
    if (how === 'step' || (how === 'stepOver' && visit.depth <= depth)) return true;
    return this.#breaks(visit);
  }

  async #advance(stimulus: Stimulus, answered?: SimulatedStep['answered']): Promise<void> {
    const step = bringStimulus(this.#playing(), this.conversation, stimulus, this.#parts.clock.now());
    if (step !== undefined) await this.#take({ ...step, ...(answered !== undefined && { answered }) });
  }

  /** S1, S2: worked out at once, kept in order, and only then performed. */
  async #take(step: SimulatedStep): Promise<void> {
    this.#steps.push(step);
    const { wait } = step.conversation;
    if (wait?.for === 'pause' && this.#mode.how === 'stepOver') this.#mode = { how: 'step', depth: 0 };
    if (this.#asked !== undefined && this.#asked.wait.begunAtStep !== wait?.begunAtStep)
      this.#drop(this.#asked);
    const asked =
      wait?.for === 'dataAction' && this.#asked === undefined
        ? this.#askedFor(wait, { isByHand: false })
        : undefined;
    if (asked !== undefined) this.#asked = asked;
    this.#kept = this.#kept.then(() => this.#parts.save?.(step));
    const kept = this.#kept;
    if (asked !== undefined && wait?.for === 'dataAction')
      asked.done = settledAnyway(
        kept.then(() => (asked.abort.signal.aborted ? undefined : this.#ask(asked, wait))),
      );
    await kept;
    for (const listener of this.#listeners) listener(step);
  }

  #drop({ abort }: Asked): void {
    abort.abort();
    this.#asked = undefined;
  }

  #askedFor(wait: DataActionWait, { isByHand }: Pick<Asked, 'isByHand'>): Asked {
    return {
      wait,
      abort: new AbortController(),
      begunAt: this.#parts.realTime?.() ?? 0,
      done: Promise.resolve(),
      isByHand,
    };
  }

  async #ask(
    asked: Asked,
    wait: DataActionWait,
    more: Pick<AskedDataAction, 'fault' | 'isWanted'> = {},
  ): Promise<void> {
    const { dataAction: name, inputs, idempotencyKey } = wait;
    const { signal } = asked.abort;
    const answered = await this.#parts.receivers.ask({ name, inputs, idempotencyKey, signal, ...more });
    if (signal.aborted) return;
    if (answered === undefined) asked.isByHand = true;
    else await this.#answered(asked, answered);
  }

  async #answered(asked: Asked, { outcome, operations }: AnsweredDataAction): Promise<void> {
    if (this.#asked === asked) this.#asked = undefined;
    const tookMs = (this.#parts.realTime?.() ?? 0) - asked.begunAt;
    await this.#advance(answerOf(asked.wait, outcome), { outcome, operations, tookMs });
  }
}

/** What fails is told to those who wait for it; that nobody waits harms nobody. */
function settledAnyway(done: Promise<void>): Promise<void> {
  done.catch(() => undefined);
  return done;
}

/** When the caller has heard what is said, and has spoken the voicemail. */
function heardAt(wait: Wait, now: number): number {
  const endsAt = wait.playing?.at(-1)?.endsAt;
  return wait.for === 'recording' ? (endsAt ?? now) + MESSAGE_MS : (endsAt ?? 0);
}
