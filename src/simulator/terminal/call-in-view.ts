import type { StepRecord } from '../../store/conversation-store.ts';
import { type Moment, Moments, type StoredCall } from '../moments.ts';
import { storedStep } from '../played-steps.ts';
import type { Simulation } from '../simulation.ts';
import { askedAt } from './looking.ts';
import { clockLines, eventLines, momentLine, variableLines, waitLine } from './session-text.ts';

/** A call and the moment of it that is looked at. */
export class CallInView {
  readonly simulation: Simulation;
  readonly #moments: Moments;
  readonly #isStored: boolean;
  /** The moment that is looked at, from 1; undefined: the newest. */
  #cursor: number | undefined;

  /** @param isStored whether the call is one that was, so that its newest moment is past, too. */
  constructor(simulation: Simulation, call: Omit<StoredCall, 'id'>, { isStored = false } = {}) {
    this.simulation = simulation;
    this.#moments = new Moments({ ...call, id: simulation.conversation.id });
    this.#isStored = isStored;
  }

  /** Whether what is looked at was: what is done now begins a fork. */
  get isPast(): boolean {
    return this.#isStored || this.#cursor !== undefined;
  }

  get isStored(): boolean {
    return this.#isStored;
  }

  /** The number of the moment, from 1. */
  get at(): number {
    return this.#cursor ?? this.moments.length;
  }

  get moments(): readonly Moment[] {
    return this.#moments.follow(this.simulation.steps.map(storedStep)).all;
  }

  get shown(): StepRecord {
    const shown = this.moments[this.at - 1] ?? this.simulation.steps.at(-1);
    if (shown === undefined) throw new Error('the call has not begun');
    return shown;
  }

  /** Comes back to the newest moment. */
  comeBack(): void {
    this.#cursor = undefined;
  }

  /** Goes to another moment. @param by how many; absent: to where the caller was asked. @returns whether there is such a moment. */
  move(way: 'back' | 'forward', by: number | undefined): boolean {
    const { length } = this.moments;
    const signed = (by ?? 0) * (way === 'back' ? -1 : 1);
    const to = by === undefined ? askedAt(this.moments, this.at, way) : this.at + signed;
    if (to === undefined) return false;
    const clamped = Math.max(1, Math.min(length, to));
    this.#cursor = clamped === length ? undefined : clamped;
    return true;
  }

  /** Where the call stands at the moment, and what it waits for. */
  whereLines(): readonly string[] {
    return [momentLine(this.shown, this.at, this.moments.length), waitLine(this.shown.conversation)];
  }

  clockLines(): readonly string[] {
    const { conversation, at } = this.shown;
    return this.isPast
      ? clockLines(conversation, at)
      : clockLines(conversation, this.simulation.now(), this.simulation.nextAt());
  }

  variableLines(like: string): readonly string[] {
    return variableLines(this.moments[this.at - 2]?.conversation, this.shown.conversation, like);
  }

  eventLines(last: number): readonly string[] {
    return eventLines(this.moments.slice(0, this.at), last);
  }
}
