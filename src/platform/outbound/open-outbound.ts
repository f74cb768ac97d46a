import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Divisions } from '../authorization/divisions.ts';
import { openCallableTimeSets } from '../callable-times/callable-time-sets.ts';
import { openContactFilters } from '../contact-filters/contact-filters.ts';
import { contactListStore } from '../contact-lists/contact-list-store.ts';
import { contactStore } from '../contact-lists/contact-store.ts';

/** What campaigns and their lists work with. */
export interface OutboundParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly divisions: Divisions;
}

/** Opens what stands behind `/api/v2/outbound`: lists, filters, times, campaigns. */
export function openOutbound(parts: OutboundParts) {
  const { database, clock, ids } = parts;
  const lists = contactListStore(database.sqlite, ids);
  const contacts = contactStore(database.sqlite, clock);
  const callableTimeSets = openCallableTimeSets(parts);
  const contactFilters = openContactFilters({ ...parts, lists, contacts });

  return {
    lists,
    contacts,
    callableTimeSets,
    contactFilters,
    /** Ends what is under way; resolves when nothing of it touches the database any more. */
    async close(): Promise<void> {},
  };
}

/** What openOutbound returns. */
export type Outbound = ReturnType<typeof openOutbound>;
