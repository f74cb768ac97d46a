import { type Moments, wholeSteps } from '../simulator/moments.ts';
import { replayCall } from '../simulator/played-steps.ts';
import type { StepRecord } from '../store/conversation-store.ts';

/** A call that somebody may have stepped through, as if it had never paused. */
export function unpaused({
  all,
  call: { id, flow, environment, environmentOf },
}: Moments): readonly StepRecord[] {
  return replayCall(
    { id, program: flow.program, environment, ...(environmentOf !== undefined && { environmentOf }) },
    wholeSteps(all),
  );
}
