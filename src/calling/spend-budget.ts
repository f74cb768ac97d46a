import type { Clock } from '../ports.ts';
import type { Call, CallResult, Policy } from './call.ts';
import type { RequestBudget, Turn } from './request-budget.ts';
import { retryAfterMs } from './retry-after.ts';

/** Lets each request wait for its turn in the budget of its credentials. */
export function spendingBudget(clock: Clock): Policy {
  return (call, next) => (call.budget === undefined ? next() : spend(clock, call.budget, call, next));
}

async function spend(clock: Clock, budget: RequestBudget, call: Call, next: () => Promise<CallResult>) {
  const askedAt = clock.now();
  const turn = await budget.take(call.deadline, call.signal);
  if (!turn.ok) return exhausted(call, turn, clock.now());
  const waitedMs = clock.now() - askedAt;
  if (waitedMs > 0)
    call.report?.({ name: 'Wait for the request budget', success: true, result: { waitedMs } });
  try {
    const result = await next();
    const pauseMs =
      result.ok && result.response.status === 429 ? retryAfterMs(result.response, clock.now()) : 0;
    if (pauseMs !== undefined && pauseMs > 0) budget.pauseUntil(clock.now() + pauseMs);
    return result;
  } finally {
    turn.release();
  }
}

function exhausted(call: Call, { freeAt }: Extract<Turn, { ok: false }>, now: number): CallResult {
  if (call.signal?.aborted === true)
    return { ok: false, failure: 'unreachable', message: 'The request was given up before it was sent' };
  const message =
    freeAt === undefined
      ? 'All places for requests at the same time stayed taken until the time-out of the data action'
      : `The request budget is used up; the next turn would come in ${Math.ceil((freeAt - now) / 1000)} seconds, after the time-out of the data action`;
  call.report?.({ name: 'Wait for the request budget', success: false, error: message });
  return { ok: false, failure: 'budgetExhausted', message };
}
