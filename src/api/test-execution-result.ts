import type { Json, JsonObject } from '../authoring/json.ts';
import type { TestRun } from '../platform/data-actions/action-runs.ts';
import { errorBody } from './error-body.ts';

/** A test run in the shape of Genesys' `TestExecutionResult`; operations have `notes` besides. */
export function testExecutionResult({ operations, outcome }: TestRun, contextId: string): JsonObject {
  return {
    operations: operations.map(({ step, name, success, result, refusal, notes }) => ({
      step,
      name,
      success,
      ...(result !== undefined && { result }),
      ...(refusal !== undefined && { error: errorBody(refusal, contextId).body }),
      ...(notes !== undefined && { notes: notes.map((note): Json => ({ ...note })) }),
    })),
    success: outcome.ok,
    ...(outcome.ok
      ? outcome.value !== undefined && { finalResult: outcome.value }
      : { error: errorBody(outcome.refusal, contextId).body }),
  };
}
