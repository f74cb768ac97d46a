import type { DataAction } from '../../actions/data-action.ts';
import type { DataActionOutcome } from '../../actions/data-action-outcome.ts';
import type { Operation } from '../../actions/operation.ts';
import type { JsonObject } from '../../authoring/json.ts';
import type { HttpRequest } from '../../ports.ts';

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

/** What a run would send, secrets masked, or why it would send nothing. Nothing was sent. */
export type BenchPlan = { readonly operations: readonly Operation[] } & (
  | {
      readonly request: HttpRequest;
      /** The host that it goes to, where that is not this process. */
      readonly outsideHost?: string;
      readonly outcome?: undefined;
    }
  | { readonly request?: undefined; readonly outcome: DataActionOutcome & { readonly result: 'failure' } }
);

/** Performs data actions for the API. Never throws for trouble with values, the network or the answer. */
export interface DataActionBench {
  run(dataAction: DataAction, request: BenchRequest): Promise<BenchResult>;
  plan(dataAction: DataAction, input: JsonObject): BenchPlan;
}
