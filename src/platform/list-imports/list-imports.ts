import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { ContactListStore } from '../contact-lists/contact-list-store.ts';
import { IMPORTING, NO_LIST } from '../contact-lists/contact-lists.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome } from '../refusal.ts';
import { contactRows } from './contact-rows.ts';
import { knowsEncoding, UNKNOWN_ENCODING } from './csv-text.ts';
import { openImportEnding } from './import-ending.ts';
import { runImport } from './import-run.ts';
import { importUndo } from './import-undo.ts';
import { isUnderWay, type ListImport, type ListKind, type OnError } from './list-import.ts';
import { listImportStore } from './list-import-store.ts';
import type { RowCollector } from './row-collector.ts';
import { uploadSource } from './upload-source.ts';

/** What imports work with. */
export interface ListImportsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  /** Hears, after the commit, that campaigns may find more contacts in a list. */
  readonly contactsAdded?: (listKey: number) => void;
}

/** How a file is imported. */
export interface ImportOptions {
  readonly onError: OnError;
  /** Any name that TextDecoder knows; absent: UTF-8. */
  readonly encoding?: string | undefined;
  /** Of the file; absent: not known. */
  readonly totalBytes?: number | undefined;
}

/** How a file is imported into a contact list. */
export interface ContactImportOptions extends ImportOptions {
  /** The column with the contacts' ids; absent: `inin-outbound-id`, if the file has it. */
  readonly idColumn?: string | undefined;
  /** Whether contacts that are there begin anew. */
  readonly clearsSystemData?: boolean | undefined;
}

/** A list that is to be filled. */
interface Target {
  readonly kind: ListKind;
  readonly key: number;
  readonly collectorOf: (header: readonly string[]) => Outcome<RowCollector>;
}

interface Begun {
  readonly target: Target;
  readonly made: ListImport;
}

/**
 * Imports of files into lists.
 *
 * L1: one import at a time into a list. L2: an import that began has an end, also through a crash: what was under way when
 * the process died fails at the next start. L3: of an import with `onError: 'none'` either all rows are in the list in the
 * end, or none; contacts among them are not for campaigns before.
 */
export function openListImports(options: ListImportsOptions) {
  const { database, clock, ids, lists, contacts, contactsAdded = () => {} } = options;
  const store = listImportStore(database.sqlite);
  const undo = importUndo(database.sqlite);
  const stop = new AbortController();
  const ending = openImportEnding({ database, clock, store, undo, stop: stop.signal });
  const running = new Map<number, Promise<unknown>>();

  /** Reads a file into a contact list; resolves when the import has ended, well or not. */
  async function importContacts(
    listId: string,
    bytes: AsyncIterable<Uint8Array>,
    asked: ContactImportOptions,
  ): Promise<Outcome<ListImport>> {
    const { idColumn, clearsSystemData, onError } = asked;
    return start(bytes, asked, () => {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      const isUndoable = onError === 'none';
      const parts = { list, lists, contacts, undo, idColumn, clearsSystemData, isUndoable };
      return done({
        kind: 'contacts',
        key: list.key,
        collectorOf: (header: readonly string[]) => contactRows(header, parts),
      });
    });
  }

  async function start(
    bytes: AsyncIterable<Uint8Array>,
    asked: ImportOptions,
    find: () => Outcome<Target>,
  ): Promise<Outcome<ListImport>> {
    if (asked.encoding !== undefined && !knowsEncoding(asked.encoding)) return UNKNOWN_ENCODING;
    await recover();
    const begun = await decide(database, () => {
      const target = find();
      return target.ok ? begin(target.value, asked) : target;
    });
    if (!begun.ok) return begun;
    const { target, made } = begun.value;
    const run = reachEnd(made, target, bytes, asked).finally(() => running.delete(made.key));
    running.set(made.key, run);
    return run;
  }

  function begin(target: Target, { onError, totalBytes }: ImportOptions): Outcome<Begun> {
    const { kind: listKind, key: listKey } = target;
    const newest = store.newest(listKind, listKey);
    if (newest !== undefined && isUnderWay(newest)) return IMPORTING;
    const named = { id: ids.next(), listKind, listKey, onError, startedAt: clock.now() };
    return done({ target, made: store.add({ ...named, totalBytes: totalBytes ?? null }) });
  }

  async function reachEnd(
    made: ListImport,
    { kind, key, collectorOf }: Target,
    bytes: AsyncIterable<Uint8Array>,
    { encoding }: ImportOptions,
  ): Promise<Outcome<ListImport>> {
    const source = uploadSource(bytes, { clock, stop: stop.signal });
    const wrote = () => kind === 'contacts' && made.onError === 'skip' && contactsAdded(key);
    let reason: string | undefined;
    try {
      reason = await runImport(made, source, { database, store, collectorOf, encoding, wrote });
    } catch (error) {
      reason = source.failure();
      if (reason === undefined) {
        await ending.end(made, NOT_STORED);
        throw error;
      }
    }
    await ending.end(made, reason);
    await source.drain();
    if (reason === undefined && kind === 'contacts') contactsAdded(key);
    return done(store.one(made.id) ?? made);
  }

  const recover = () => ending.recover((key) => running.has(key));

  return {
    importContacts,
    /** The import with an id. */
    one: store.one,
    /** The import into a list that began last. */
    newest: store.newest,
    /** Whether a file is being imported into a list. */
    isUnderWay(kind: ListKind, listKey: number): boolean {
      const newest = store.newest(kind, listKey);
      return newest !== undefined && isUnderWay(newest);
    },
    /** Rejected rows that were kept, after a line, in order. */
    rejected: store.rejected,
    /** Removes the imports of a list that is removed. Must run inside a commit. */
    forget: store.forget,
    /** Ends what the last process left under way. */
    recover,
    /** Gives up what is under way; resolves when nothing of it touches the database any more. */
    async close(): Promise<void> {
      stop.abort();
      await Promise.allSettled(running.values());
    },
  };
}

/** What openListImports returns. */
export type ListImports = ReturnType<typeof openListImports>;

const NOT_STORED = 'The rows could not be stored; the log of the server says more.';
