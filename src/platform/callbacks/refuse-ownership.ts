import type { Queue } from '../queues/queue.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { refuseTooFar } from './callback-time.ts';
import { ownedAheadHours, ownedAheadMs } from './queue-limits.ts';

/** Whether a queue lets an agent own a callback at a time (K7); undefined when it does. */
export function refuseOwnership(queue: Queue, at: number, now: number): Outcome<never> | undefined {
  if (queue.settings.agentOwnedRouting?.enableAgentOwnedCallbacks !== true)
    return refuse(
      'attendant.callback.ownership.off',
      `The queue ${queue.name} has no owned callbacks; set agentOwnedRouting.enableAgentOwnedCallbacks.`,
      { field: 'routingData.routingFlags' },
    );
  if (at <= now + ownedAheadMs(queue)) return undefined;
  return refuseTooFar(
    `callbackScheduledTime must be at most ${ownedAheadHours(queue)} hours ahead for an owned callback of the queue ${queue.name}.`,
    'callbackScheduledTime',
  );
}
