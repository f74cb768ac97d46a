import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Callback } from './callback.ts';
import { createdEntity } from './callback-entity.ts';
import type { CallbackMoves } from './callback-moves.ts';
import { readNumbers } from './callback-numbers.ts';
import type { CallbackStore } from './callback-store.ts';
import { readCallbackTime } from './callback-time.ts';
import type { PatchCallback, RescheduleCallback } from './change-requests.ts';
import { given } from './create-request.ts';
import { refuseOwnership } from './refuse-ownership.ts';

/** What moving a callback works with. */
export interface PatchParts {
  readonly clock: Clock;
  readonly queues: Pick<Queues, 'find'>;
  readonly store: CallbackStore;
  readonly moves: CallbackMoves;
}

/** Moves callbacks to another time, queue, number or agent. The returned functions must run inside a commit. */
export function callbackPatches({ clock, queues, store, moves }: PatchParts) {
  function patched(asked: PatchCallback): Outcome<JsonObject> {
    const found = store.ofInteraction(asked.conversationId);
    if (found.length === 0) return refuseConversation('conversationId');
    const callback = found.find(({ state }) => state === 'scheduled' || state === 'waiting');
    if (callback === undefined) return NOT_WAITING;
    const changed = changedBy(asked, callback);
    return changed.ok ? done(createdEntity(moves.reschedule(changed.value))) : changed;
  }

  /** Moves one to another time, for the operator: whoever is to call stays. */
  function rescheduled(id: string, asked: RescheduleCallback): Outcome<Callback> {
    const callback = store.one(id);
    if (callback === undefined) return NO_CALLBACK;
    if (callback.state !== 'scheduled' && callback.state !== 'waiting') return NOT_WAITING;
    const changed = changedBy(asked, callback);
    return changed.ok ? done(moves.reschedule(changed.value)) : changed;
  }

  function changedBy(asked: AskedChange, callback: Callback): Outcome<Callback> {
    const queue = queues.find(asked.queueId ?? callback.queueId);
    if (queue === undefined) return NO_QUEUE;
    const { countryCode = callback.details.countryCode, validateCallbackNumbers: isValidated } = asked;
    const numbers = readNumbers(asked.callbackNumbers ?? [], given({ countryCode, isValidated }));
    if (!numbers.ok) return numbers;
    const time = timeOf(asked, callback);
    if (!time.ok) return time;
    const isOwned = callback.ownerId !== null;
    const refused = isOwned ? refuseOwnership(queue, time.value.at, clock.now()) : undefined;
    if (refused !== undefined) return refused;
    const { timeDecision, ...details } = callback.details;
    return done({
      ...callback,
      queueId: queue.id,
      ownerId: isOwned ? (asked.agentId ?? callback.ownerId) : null,
      scheduledAt: time.value.at,
      details: {
        ...details,
        ...given({ countryCode, timeDecision: time.value.decision }),
        ...(isOwned || asked.agentId === undefined ? {} : { preferredAgentIds: [asked.agentId] }),
        ...(numbers.value.length === 0 ? {} : { numbers: numbers.value }),
      },
    });
  }

  /** The time asked for; without one it stays. */
  function timeOf(
    asked: AskedChange,
    { scheduledAt, details }: Callback,
  ): ReturnType<typeof readCallbackTime> {
    const { callbackScheduledTime, attendantLocalTime } = asked;
    if (callbackScheduledTime === undefined && attendantLocalTime === undefined)
      return done({ at: scheduledAt, ...given({ decision: details.timeDecision }) });
    return readCallbackTime(given({ callbackScheduledTime, attendantLocalTime }), clock.now(), 'atOnce');
  }

  return { patched, rescheduled };
}

/** Without an agent, whoever is to call stays. */
type AskedChange = Partial<Omit<PatchCallback, 'conversationId'>>;

/** What a request gets that names a conversation without callbacks. */
export function refuseConversation(field?: string) {
  const more = field === undefined ? {} : { field };
  return refuse(
    'conversation.error.conversation.not.found',
    'No conversation with a callback has this id.',
    more,
  );
}

const NO_CALLBACK = refuse('not.found', 'No callback has this id.');
const NO_QUEUE = refuse('conversations.error.queue.not.found', 'queueId is no queue of this organization.', {
  field: 'queueId',
});
const NOT_WAITING = refuse(
  'attendant.callback.not.scheduled',
  'The callback is with an agent, or over; only one that is scheduled or waits can be moved.',
  { field: 'conversationId' },
);
