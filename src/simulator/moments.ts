import type { RunnableFlow } from '../engine/engine-options.ts';
import type { Environment } from '../runtime/environment.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import type { SimulationStep } from '../store/simulation-store.ts';
import { firstDifference, type PlayableStep, replayStep, storedStep } from './played-steps.ts';

/** A call of which somebody wants to see every moment. */
export interface StoredCall {
  readonly id: string;
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  /** The environment of a step; absent: always the same. */
  environmentOf?(key: number | undefined): Environment;
}

/** One action of a call, or what came in, with the conversation after it. */
export interface Moment extends StepRecord {
  /** Place of the stored step that it belongs to, from 0. */
  readonly stored: number;
}

/** The moments of a call. They are worked out once, and go on where the call does. */
export class Moments {
  readonly call: StoredCall;
  readonly #moments: Moment[] = [];
  readonly #steps: SimulationStep[] = [];
  readonly #played: StepRecord[] = [];
  #differsAt: number | undefined;
  #events = 0;

  constructor(call: StoredCall) {
    this.call = call;
  }

  /** Takes up what the call did since. @param steps all steps that are stored, oldest first */
  follow(steps: readonly SimulationStep[]): this {
    const { id, flow, environment } = this.call;
    const environmentOf = this.call.environmentOf?.bind(this.call);
    const replaying = {
      id,
      program: flow.program,
      environment,
      isFine: true,
      ...(environmentOf !== undefined && { environmentOf }),
    };
    for (const step of steps.slice(this.#steps.length)) {
      const before = this.#played.length;
      replayStep(this.#played, replaying, step);
      const played = this.#played.slice(before);
      this.#moments.push(...played.map((record) => ({ ...record, stored: this.#steps.length })));
      this.#compare(step, played);
      this.#steps.push(step);
    }
    return this;
  }

  get all(): readonly Moment[] {
    return this.#moments;
  }

  /** What was stored. */
  get steps(): readonly SimulationStep[] {
    return this.#steps;
  }

  /** The first event, from 0, that is not as it was stored; undefined when the call plays as it did. */
  get differsAt(): number | undefined {
    return this.#differsAt;
  }

  #compare(step: SimulationStep, played: readonly StepRecord[]): void {
    const difference = firstDifference([step], played);
    if (difference !== undefined) this.#differsAt ??= this.#events + difference;
    this.#events += step.events.length;
  }
}

/** A step that is to be played again, and the stored one that it comes from. */
export interface WholeStep extends PlayableStep {
  readonly stored: number;
}

/**
 * Moments as steps that can be stored: actions that ran without a pause are one step again.
 *
 * @returns steps after whose playing the call stands where it stood after the last of the moments.
 */
export function wholeSteps(moments: readonly Moment[]): readonly WholeStep[] {
  const whole: WholeStep[] = [];
  for (const moment of moments) {
    const { events: _events, step: _step, ...playable } = storedStep(moment);
    const { stimulus, ...end } = playable;
    const last = whole.at(-1);
    if (stimulus.type !== 'continued' || last === undefined)
      whole.push({ ...playable, stored: moment.stored });
    else whole[whole.length - 1] = withEnd(last, end);
  }
  return whole;
}

/** The same step with another end. */
function withEnd(
  { pausedAfter: _, ...step }: WholeStep,
  { pausedAfter }: Omit<PlayableStep, 'stimulus'>,
): WholeStep {
  return { ...step, ...(pausedAfter !== undefined && { pausedAfter }) };
}
