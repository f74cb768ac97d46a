import type { RetryPolicy } from '../actions/policies.ts';
import type { Clock } from '../ports.ts';
import { type Call, type CallResult, mayHaveArrived, outcomeText, type Policy } from './call.ts';
import { retryAfterMs } from './retry-after.ts';
import { sleepUntil } from './sleep.ts';

/** What a retry is made of. */
export interface RetryParts {
  readonly clock: Clock;
  /** From 0, below 1. */
  readonly random: () => number;
}

/**
 * Sends again where that can help and does no harm, within the time of the data action. A try that could not be sent
 * never hides that an earlier one may have arrived.
 */
export function retrying(parts: RetryParts): Policy {
  return (call, next) => {
    const { retry } = call.policies;
    return retry === undefined ? next() : sendRepeatedly(parts, retry, call, next);
  };
}

async function sendRepeatedly(
  parts: RetryParts,
  policy: RetryPolicy,
  call: Call,
  next: () => Promise<CallResult>,
): Promise<CallResult> {
  let arrived: CallResult | undefined;
  for (let attempt = 1; ; attempt++) {
    const result = await next();
    if (mayHaveArrived(result)) arrived = result;
    reportAttempt(call, policy, attempt, result);
    const isLast = attempt >= policy.attempts || !mayRepeat(policy, call, result);
    if (isLast || !(await waitForNext(parts, policy, call, attempt, result))) return arrived ?? result;
  }
}

/** 429 says that nothing was done. Anything else that may have arrived is only repeated when that does no harm. */
function mayRepeat({ statuses }: RetryPolicy, { isRepeatable }: Call, result: CallResult): boolean {
  if (result.ok) {
    const { status } = result.response;
    return statuses.includes(status) && (status === 429 || isRepeatable);
  }
  if (result.failure === 'unreachable') return true;
  return isRepeatable && (result.failure === 'broken' || result.failure === 'timeout');
}

/** @returns false when the next try would come too late, or nobody wants it any more. */
async function waitForNext(
  { clock, random }: RetryParts,
  policy: RetryPolicy,
  call: Call,
  attempt: number,
  result: CallResult,
): Promise<boolean> {
  const asked = result.ok ? retryAfterMs(result.response, clock.now()) : undefined;
  // Full jitter: those who failed together do not come back together.
  const backoffMs =
    random() * Math.min(policy.backoffSeconds * 2 ** (attempt - 1), policy.maxBackoffSeconds) * 1000;
  const waitMs = Math.round(Math.max(asked ?? 0, backoffMs));
  const at = clock.now() + waitMs;
  if (at >= call.deadline) {
    const error = 'The next try would come after the time-out of the data action';
    call.report?.({ name: 'Wait before the next try', success: false, error });
    return false;
  }
  await sleepUntil(clock, at, call.signal);
  const because = asked === undefined || asked < backoffMs ? 'backoff' : 'Retry-After';
  call.report?.({ name: 'Wait before the next try', success: true, result: { waitedMs: waitMs, because } });
  return call.signal?.aborted !== true;
}

function reportAttempt(call: Call, { attempts }: RetryPolicy, attempt: number, result: CallResult): void {
  const isDone = result.ok && result.response.status < 400;
  const name = `Try ${attempt} of ${attempts}`;
  if (isDone) call.report?.({ name, success: true, result: { status: result.response.status } });
  else call.report?.({ name, success: false, error: outcomeText(result) });
}
