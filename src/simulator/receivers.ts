import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { Operation } from '../actions/operation.ts';
import { askDataAction } from '../engine/ask-data-action.ts';
import type { DataActionRunner, RunnableFlow } from '../engine/engine-options.ts';
import { OUTCOME_UNKNOWN } from '../engine/requests.ts';
import type { Receivers } from './simulation-parts.ts';

/** Data actions of a flow are performed, and every operation is noted. @param waits what they wait for on the call's clock */
export function performingReceivers(
  runner: DataActionRunner,
  { dataActions }: RunnableFlow,
  waits?: NonNullable<Receivers['waits']>,
): Receivers {
  return {
    async ask({ name, ...request }) {
      const operations: Operation[] = [];
      const trace = (done: readonly Operation[]) => void operations.push(...done);
      const asking = askDataAction(runner, dataActions.get(name), { ...request, trace });
      const outcome = await asking.catch(
        (): DataActionOutcome => ({ result: 'unknown', failure: OUTCOME_UNKNOWN }),
      );
      return { outcome, operations };
    },
    ...(waits !== undefined && { waits }),
  };
}

/** Nobody answers by itself: whoever plays the call answers each data action, or has it performed after all. */
export function byHand(performing: Receivers): Receivers {
  return {
    ...performing,
    ask: async (asked) => (asked.isWanted === true ? performing.ask(asked) : undefined),
  };
}
