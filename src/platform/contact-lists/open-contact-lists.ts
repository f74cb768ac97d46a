import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Divisions } from '../authorization/divisions.ts';
import type { ContactFilters } from '../contact-filters/contact-filters.ts';
import { done, type Outcome } from '../refusal.ts';
import { updateContactLists } from './bulk-list-update.ts';
import { contactJobStore } from './contact-job-store.ts';
import { openContactJobs } from './contact-jobs.ts';
import type { ContactListStore } from './contact-list-store.ts';
import { NO_LIST, openContactLists } from './contact-lists.ts';
import { contactReading } from './contact-reading.ts';
import { type ContactSearchParts, openContactSearch } from './contact-search.ts';
import type { ContactStore } from './contact-store.ts';
import { openContactWork } from './contact-work.ts';
import { openContacts } from './contacts.ts';
import { timeZonePreview } from './time-zone-preview.ts';

/** What contact lists and their contacts work with. */
export interface ContactSystemParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'countObjects' | 'homeDivision'>;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  readonly contactFilters: Pick<ContactFilters, 'one' | 'usesList'>;
  readonly orderBy: ContactSearchParts['orderBy'];
  /** A list's `importStatus`; undefined when no file was imported into it. */
  readonly importStatusOf: (listKey: number) => JsonObject | undefined;
}

/** Opens contact lists, their contacts and bulk jobs, and goes on with what the last process left. */
export function openContactSystem(parts: ContactSystemParts) {
  const { database, lists, contactFilters } = parts;
  const jobs = contactJobStore(database.sqlite);
  const reading = contactReading(database.sqlite);
  const search = openContactSearch({ ...parts, reading });
  const work = openContactWork({ ...parts, jobs, reading });
  const contactLists = openContactLists({ ...parts, forgetContacts: jobs.listDeleted });
  contactLists.usedBy({ isUsing: contactFilters.usesList });
  const contacts = openContacts({ ...parts, search, work, contactsAdded: contactLists.contactsAdded });
  const contactJobs = openContactJobs({ ...parts, jobs, search, work });
  work.wake();

  async function removing<T>(removed: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await removed;
    work.wake();
    return outcome;
  }

  return {
    contactLists: {
      ...contactLists,
      /** Deletes a list. Its contacts go after it, in slices. */
      remove: (id: string) => removing(contactLists.remove(id)),
      /** Deletes several lists, or none when one of them is used. */
      removeMany: (ids: readonly string[]) => removing(contactLists.removeMany(ids)),
      /** Changes several lists alike. */
      updateMany: (body: unknown) => updateContactLists({ database, lists, contactLists }, body),
      /** How many contacts are in which time zone. */
      async previewTimeZones(id: string): Promise<Outcome<JsonObject>> {
        const list = lists.one(id);
        return list === undefined ? NO_LIST : done(await timeZonePreview(reading, list));
      },
    },
    contacts,
    contactJobs,
    search,
    /** Resolves when bulk jobs are done and deleted lists are empty. */
    settled: work.settled,
    close: work.close,
  };
}

/** What openContactSystem returns. */
export type ContactSystem = ReturnType<typeof openContactSystem>;
