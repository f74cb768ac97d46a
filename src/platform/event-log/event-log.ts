import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type EventQuery, eventLogStore } from './event-log-store.ts';
import type { EventEntity, LoggedEvent, OutboundEvent } from './outbound-event.ts';

/** Opens the event log of campaigns: `/api/v2/outbound/events`. */
export function openEventLog({
  database,
  clock,
  ids,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
}) {
  const store = eventLogStore(database.sqlite);
  return {
    /** Keeps an event. Must run inside a commit. */
    record: (event: OutboundEvent): void => store.add({ ...event, id: ids.next(), at: clock.now() }),
    /** An event in Genesys' shape. */
    read(id: string): Outcome<JsonObject> {
      const event = store.one(id);
      return event === undefined ? NO_EVENT : done(eventEntity(event));
    },
    /** One page of the events in Genesys' shape, and how many there are. */
    list(query: EventQuery) {
      const { events, total } = store.page(query);
      return { entities: events.map(eventEntity), total };
    },
  };
}

/** What openEventLog returns. */
export type EventLog = ReturnType<typeof openEventLog>;

const NO_EVENT = refuse('resource.not.found', 'No event has this id; only the newest are kept.');

/** An event in the shape of Genesys' `EventLog`. */
function eventEntity(event: LoggedEvent): JsonObject {
  const { id, at, level, category, code, message, errorEntity, relatedEntity } = event;
  return {
    id,
    timestamp: new Date(at).toISOString(),
    level,
    category,
    eventMessage: { code, message, messageWithParams: message, resourceURIs: urisOf(event) },
    ...(errorEntity !== undefined && { errorEntity: { ...errorEntity } }),
    ...(relatedEntity !== undefined && { relatedEntity: { ...relatedEntity } }),
    selfUri: `/api/v2/outbound/events/${id}`,
  };
}

function urisOf({ errorEntity, relatedEntity }: OutboundEvent): string[] {
  const entities: readonly (EventEntity | undefined)[] = [errorEntity, relatedEntity];
  return entities.map((entity) => entity?.selfUri).filter((uri) => uri !== undefined);
}
