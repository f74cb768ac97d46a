import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { Operation } from '../actions/operation.ts';
import type { JsonObject } from '../authoring/json.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import type { Environment } from '../runtime/environment.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** A data action that is asked for. */
export interface AskedDataAction {
  /** Its name in the flow. */
  readonly name: string;
  readonly inputs: JsonObject;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** The fault to play, such as `timeout` or `429Storm:3`. */
  readonly fault?: string;
  /** Whether whoever plays the call wants the receiver to answer, though he answers otherwise. */
  readonly isWanted?: true;
}

/** What came of a data action, with every operation where somebody notes them. */
export interface AnsweredDataAction {
  readonly outcome: DataActionOutcome;
  readonly operations: readonly Operation[];
}

/** Who answers data actions. */
export interface Receivers {
  /** @returns undefined when nobody answers by itself: whoever plays the call does. */
  ask(asked: AskedDataAction): Promise<AnsweredDataAction | undefined>;
  /** What answers under way wait for on the clock, such as a second try; absent: for nothing. */
  readonly waits?: { next(): number | undefined; waited(): Promise<void> };
}

/** A step with what a data action did before it. */
export interface SimulatedStep extends StepRecord {
  readonly answered?: AnsweredDataAction & {
    /** How long it took, real milliseconds. */
    readonly tookMs: number;
  };
}

/** What a simulation works with. */
export interface SimulationParts {
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  readonly clock: SimulatedClock;
  readonly receivers: Receivers;
  /** Keeps a step; resolves once it is kept. */
  save?(step: SimulatedStep): Promise<void>;
  /** Milliseconds of real time, to tell how long answers take. */
  readonly realTime?: () => number;
}

/** How far a call goes on that pauses. */
export type GoingOn =
  /** To the next breakpoint. */
  | 'run'
  /** To the next action. */
  | 'step'
  /** To the next action of this task or of one that is outside of it. */
  | 'stepOver';
