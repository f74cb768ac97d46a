import { MAX_OWNED_DELAY_HOURS, type Queue } from '../queues/queue.ts';

const HOUR_MS = 3_600_000;
/** How long a queue lets ring that does not say; Genesys' default for callbacks. */
const ALERTING_SECONDS = 30;
/** How long a callback is held for its owner where the queue does not say: what new queues of the cloud have. */
const OWNED_HOURS = 1;

/** How long an agent's phone rings, ms. */
export function alertingMs(queue: Queue | undefined): number {
  return (queue?.settings.mediaSettings?.callback?.alertingTimeoutSeconds ?? ALERTING_SECONDS) * 1000;
}

/** How long a due callback is held for its owner (K7), ms. */
export function heldMs(queue: Queue | undefined): number {
  return (queue?.settings.agentOwnedRouting?.maxOwnedCallbackHours ?? OWNED_HOURS) * HOUR_MS;
}

/** How far ahead an owned callback may be scheduled (K7), hours. */
export function ownedAheadHours(queue: Queue): number {
  return queue.settings.agentOwnedRouting?.maxOwnedCallbackDelayHours ?? MAX_OWNED_DELAY_HOURS;
}

/** How far ahead an owned callback may be scheduled (K7), ms. */
export function ownedAheadMs(queue: Queue): number {
  return ownedAheadHours(queue) * HOUR_MS;
}
