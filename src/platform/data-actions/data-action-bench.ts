import type { DataAction } from '../../actions/data-action.ts';
import type { DataActionOutcome } from '../../actions/data-action-outcome.ts';
import type { Operation } from '../../actions/operation.ts';
import type { JsonObject } from '../../authoring/json.ts';

/** What one run asks for. */
export interface BenchRequest {
  readonly input: JsonObject;
  /** The fault to play instead of a plain answer, such as `timeout` or `429Storm:3`; one of those that are known. */
  readonly fault?: string;
  /** Whether the operations are wanted. */
  readonly traced: boolean;
}

/** What a run gives. */
export interface BenchResult {
  readonly outcome: DataActionOutcome;
  /** Empty when they were not wanted. */
  readonly operations: readonly Operation[];
}

/** Performs data actions for the API. Never throws for trouble with values, the network or the answer. */
export interface DataActionBench {
  run(dataAction: DataAction, request: BenchRequest): Promise<BenchResult>;
}
