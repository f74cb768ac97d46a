import type { Conversation } from '../../runtime/conversation.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import type { Moment, Moments } from '../moments.ts';
import type { OpenSimulation } from '../open-simulation.ts';
import type { Simulation } from '../simulation.ts';
import { askedAt } from './looking.ts';
import { clockLines, eventLines, momentLine, variableLines, waitLine } from './session-text.ts';

/** A call and the moment of it that is looked at. */
export class CallInView {
  readonly #call: OpenSimulation | Moments;
  /** The moment that is looked at, from 1; undefined: the newest. */
  #cursor: number | undefined;

  /** @param call moments alone are those of a call that was, so that the newest is past, too. */
  constructor(call: OpenSimulation | Moments) {
    this.#call = call;
  }

  /** The call that is played; undefined where one that was is looked at. */
  get open(): OpenSimulation | undefined {
    return 'simulation' in this.#call ? this.#call : undefined;
  }

  get simulation(): Simulation | undefined {
    return this.open?.simulation;
  }

  /** How the call stands now, wherever is looked. */
  get conversation(): Conversation {
    return this.simulation?.conversation ?? last(this.moments).conversation;
  }

  /** Whether what is looked at was: what is done now begins a fork. */
  get isPast(): boolean {
    return this.isStored || this.#cursor !== undefined;
  }

  get isStored(): boolean {
    return this.open === undefined;
  }

  /** The number of the moment, from 1. */
  get at(): number {
    return this.#cursor ?? this.moments.length;
  }

  /** What is played, or was. */
  get played(): Moments {
    return 'simulation' in this.#call ? this.#call.moments() : this.#call;
  }

  get moments(): readonly Moment[] {
    return this.played.all;
  }

  get shown(): StepRecord {
    return this.moments[this.at - 1] ?? last(this.moments);
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
    const { simulation } = this;
    const { conversation, at } = this.shown;
    return this.isPast || simulation === undefined
      ? clockLines(conversation, at)
      : clockLines(conversation, simulation.now(), simulation.nextAt());
  }

  variableLines(like: string): readonly string[] {
    return variableLines(this.moments[this.at - 2]?.conversation, this.shown.conversation, like);
  }

  eventLines(last: number): readonly string[] {
    return eventLines(this.moments.slice(0, this.at), last);
  }
}

function last(moments: readonly Moment[]): Moment {
  const moment = moments.at(-1);
  if (moment === undefined) throw new Error('the call has not begun');
  return moment;
}
