import type { Operation } from '../actions/operation.ts';
import { cachingAnswers } from './answer-cache.ts';
import type { Call, CallResult, Policy, Report } from './call.ts';
import { breakingCircuits } from './circuit-breaker.ts';
import { type RetryParts, retrying } from './retry.ts';
import { spendingBudget } from './spend-budget.ts';

/** Sends calls as their policies say, and remembers what policies need from one call to the next. */
export interface Calling {
  /**
   * @param once sends the request and reads its answer; called not at all, once or several times. It keeps to what is
   *   left of the call's deadline by itself.
   */
  send(call: Call, once: () => Promise<CallResult>): Promise<CallResult>;
}

/**
 * Makes the policies, all of them, from the outside in: an answer from the cache needs no request; each try asks the
 * circuit breaker; only what is really sent takes a turn in the budget.
 */
export function createCalling(parts: RetryParts): Calling {
  const policies: readonly Policy[] = [
    cachingAnswers(parts.clock),
    retrying(parts),
    breakingCircuits(parts.clock),
    spendingBudget(parts.clock),
  ];
  return {
    send(call, once) {
      const from = (index: number): Promise<CallResult> => {
        const policy = policies[index];
        return policy === undefined ? once() : policy(call, () => from(index + 1));
      };
      return from(0);
    },
  };
}

/** Adds what policies do to the operations of a test run, numbered on. */
export function reportTo(operations: Operation[]): Report {
  return (report) => operations.push({ step: operations.length + 1, ...report });
}
