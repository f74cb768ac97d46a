import type { DataAction } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import { failureOf } from '../actions/failure-outputs.ts';
import type { DataActionRequest, DataActionRunner } from './engine-options.ts';

/** A repeatable request with an unknown outcome is sent at most this often while the step waits. */
const MAX_ATTEMPTS = 3;

/**
 * Runs the data action that a call waits for, again where its outcome is not known and repeating is safe.
 *
 * @param dataAction undefined when the flow version does not have it.
 */
export async function askDataAction(
  runner: DataActionRunner,
  dataAction: DataAction | undefined,
  request: DataActionRequest,
): Promise<DataActionOutcome> {
  if (dataAction === undefined)
    return {
      result: 'failure',
      failure: failureOf('dataAction.missing', 'the data action is not part of this flow version'),
    };
  const attempts = runner.mayRepeat(dataAction) ? MAX_ATTEMPTS : 1;
  for (let attempt = 1; ; attempt++) {
    const outcome = await runner.run(dataAction, request);
    if (outcome.result !== 'unknown' || attempt >= attempts || request.signal.aborted) return outcome;
  }
}
