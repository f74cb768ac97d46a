import type { DataAction } from '../../actions/data-action.ts';
import type { FailureOutputs } from '../../actions/failure-outputs.ts';
import type { Operation } from '../../actions/operation.ts';
import type { Json, JsonObject } from '../../authoring/json.ts';

/** What one run asks for. */
export interface BenchRequest {
  readonly input: JsonObject;
  /** The fault to play instead of a plain answer, such as `timeout` or `429Storm:3`; one of those that are known. */
  readonly fault?: string;
  /** Whether the operations are wanted. */
  readonly traced: boolean;
}

/** How a data action ended. `unknown`: the request may have been received, and no answer tells what became of it. */
export type BenchOutcome =
  | {
      readonly result: 'success';
      /** As the success template made it. */
      readonly output: Json;
      /** The same flattened, as a flow sees it. */
      readonly outputs: JsonObject;
    }
  | { readonly result: 'failure' | 'unknown'; readonly failure: FailureOutputs };

/** What a run gives. */
export interface BenchResult {
  readonly outcome: BenchOutcome;
  /** Empty when they were not wanted. */
  readonly operations: readonly Operation[];
}

/** Performs data actions for the API. Never throws for trouble with values, the network or the answer. */
export interface DataActionBench {
  run(dataAction: DataAction, request: BenchRequest): Promise<BenchResult>;
}
