import type { RunnableFlow } from '../engine/engine-options.ts';
import type { Environment } from '../runtime/environment.ts';
import { wholeSteps as joined, Moments } from '../simulator/moments.ts';
import { replayCall, storedStep } from '../simulator/played-steps.ts';
import type { StepRecord } from '../store/conversation-store.ts';

/** A call that somebody stepped through, as if it had never paused. */
export function wholeSteps(call: {
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  readonly steps: readonly StepRecord[];
}): readonly StepRecord[] {
  const id = call.steps[0]?.conversation.id ?? '';
  return unpaused(new Moments({ ...call, id }).follow(call.steps.map(storedStep)));
}

/** The same of moments that are worked out already. */
export function unpaused({
  all,
  call: { id, flow, environment, environmentOf },
}: Moments): readonly StepRecord[] {
  return replayCall(
    { id, program: flow.program, environment, ...(environmentOf !== undefined && { environmentOf }) },
    joined(all),
  );
}
