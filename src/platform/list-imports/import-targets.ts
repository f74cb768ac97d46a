import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { ContactListStore } from '../contact-lists/contact-list-store.ts';
import { NO_LIST } from '../contact-lists/contact-lists.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { dncEntryStore } from '../dnc-lists/dnc-entry-store.ts';
import type { DncLists } from '../dnc-lists/dnc-lists.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { contactRows } from './contact-rows.ts';
import { contactUndo } from './contact-undo.ts';
import { type DncColumnNames, refuseOtherKinds } from './dnc-columns.ts';
import { dncRows } from './dnc-rows.ts';
import { dncUndo } from './dnc-undo.ts';
import { importUndo } from './import-undo.ts';
import type { ListKind, OnError } from './list-import.ts';
import type { RowCollector } from './row-collector.ts';

/** What lists are filled with. */
export interface ImportTargetsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  readonly dncLists: Pick<DncLists, 'one' | 'byKey' | 'country'>;
}

/** How a file for a contact list is read. */
export interface ContactFileOptions {
  /** The column with the contacts' ids; absent: `inin-outbound-id`, if the file has it. */
  readonly idColumn?: string | undefined;
  /** Whether contacts that are there begin anew. */
  readonly clearsSystemData?: boolean | undefined;
}

/** A list that is to be filled. */
export interface ImportTarget {
  readonly kind: ListKind;
  readonly key: number;
  /** How the rows of a file are understood. */
  readonly collectorOf: (header: readonly string[]) => Outcome<RowCollector>;
}

/** The refusals of ids that no list has. */
export const NO_LIST_OF = {
  contacts: NO_LIST,
  dnc: refuse('dnc.list.not.found', 'No do-not-contact list has this id.'),
} as const;

/** Finds the lists that files are imported into, of both kinds. */
export function importTargets({ database, clock, lists, contacts, dncLists }: ImportTargetsOptions) {
  const entries = dncEntryStore(database.sqlite);
  const ofContacts = contactUndo(database.sqlite);
  const ofDnc = dncUndo(database.sqlite, entries);

  return {
    undo: importUndo(ofContacts, ofDnc),
    contactList(id: string, onError: OnError, file: ContactFileOptions): Outcome<ImportTarget> {
      const list = lists.one(id);
      if (list === undefined) return NO_LIST_OF.contacts;
      const options = { ...file, list, lists, contacts, undo: ofContacts, isUndoable: onError === 'none' };
      return done({
        kind: 'contacts',
        key: list.key,
        collectorOf: (header) => contactRows(header, options),
      });
    },
    dncList(id: string, onError: OnError, names: DncColumnNames): Outcome<ImportTarget> {
      const list = dncLists.one(id);
      if (list === undefined) return NO_LIST_OF.dnc;
      const refused = refuseOtherKinds(names, list);
      if (refused !== undefined) return refused;
      const { country } = dncLists;
      const current = () => dncLists.byKey(list.key);
      const now = clock.now();
      const options = {
        list,
        current,
        entries,
        undo: ofDnc,
        names,
        country,
        now,
        isUndoable: onError === 'none',
      };
      return done({ kind: 'dnc', key: list.key, collectorOf: (header) => dncRows(header, options) });
    },
  };
}
