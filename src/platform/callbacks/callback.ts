import type { TimeDecision } from './local-time.ts';

/**
 * How far a callback is.
 *
 * `scheduled`: its time is to come. `waiting`: in its queue, or for its owner. `alerting`: offered to an agent.
 */
export type CallbackState = 'scheduled' | 'waiting' | 'alerting' | 'connected' | 'disconnected';

/** What a callback was asked for with, besides its queue and time. */
export interface CallbackDetails {
  /** In E.164. */
  readonly numbers: readonly string[];
  readonly userName?: string;
  readonly scriptId?: string;
  readonly countryCode?: string;
  readonly callerId?: string;
  readonly callerIdName?: string;
  readonly deliveryMode?: string;
  readonly languageId?: string;
  readonly label?: string;
  readonly skillIds?: readonly string[];
  readonly skillExpression?: string;
  /** Who should call if that is possible (K6). */
  readonly preferredAgentIds?: readonly string[];
  /** How a time of the person called was read (K3). */
  readonly timeDecision?: TimeDecision;
}

/** A row of `callback`. Times are epoch ms. */
export interface Callback {
  /** What `callbackIdentifiers` name: the communication of the customer's participant. */
  readonly id: string;
  readonly interactionId: string;
  /** The customer's. */
  readonly participantId: string;
  readonly queueId: string;
  /** The agent it is held for (K7); null: anybody of the queue. */
  readonly ownerId: string | null;
  readonly state: CallbackState;
  /** Higher goes first in the queue. */
  readonly priority: number;
  readonly details: CallbackDetails;
  readonly scheduledAt: number;
  /** Since when it waits in its queue; kept when an offer is let pass. */
  readonly waitsSince: number | null;
  /** When nobody holds it for its owner any more. */
  readonly heldUntil: number | null;
  /** When the timer looks at it next; null: it waits for somebody. */
  readonly dueAt: number | null;
  /** Who it is offered to, or who talks. */
  readonly agentId: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
}
