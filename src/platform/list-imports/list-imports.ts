import type { Ids } from '../../ports.ts';
import { IMPORTING } from '../contact-lists/contact-lists.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome } from '../refusal.ts';
import { knowsEncoding, UNKNOWN_ENCODING } from './csv-text.ts';
import type { DncColumnNames } from './dnc-columns.ts';
import { openImportEnding } from './import-ending.ts';
import { runImport } from './import-run.ts';
import {
  type ContactFileOptions,
  type ImportTarget,
  type ImportTargetsOptions,
  importTargets,
} from './import-targets.ts';
import { isUnderWay, type ListImport, type ListKind, type OnError } from './list-import.ts';
import { listImportStore } from './list-import-store.ts';
import { uploadSource } from './upload-source.ts';

/** What imports work with. */
export interface ListImportsOptions extends ImportTargetsOptions {
  readonly ids: Ids;
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

interface Begun {
  readonly target: ImportTarget;
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
  const { database, clock, ids, contactsAdded = () => {} } = options;
  const store = listImportStore(database.sqlite);
  const targets = importTargets(options);
  const stop = new AbortController();
  const ending = openImportEnding({ database, clock, store, undo: targets.undo, stop: stop.signal });
  const running = new Set<Promise<unknown>>();
  /** Imports up to this key are of processes before. */
  const newestBefore = store.newestKey();
  /** Imports of this process whose end could not be stored. */
  const unended = new Set<number>();

  async function start(
    bytes: AsyncIterable<Uint8Array>,
    asked: ImportOptions,
    find: () => Outcome<ImportTarget>,
  ): Promise<Outcome<ListImport>> {
    if (asked.encoding !== undefined && !knowsEncoding(asked.encoding)) return UNKNOWN_ENCODING;
    await recover();
    const begun = await decide(database, () => {
      const target = find();
      return target.ok ? begin(target.value, asked) : target;
    });
    if (!begun.ok) return begun;
    const { target, made } = begun.value;
    const run = database
      .inSmallSteps(() => reachEnd(made, target, bytes, asked))
      .finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  function begin(target: ImportTarget, { onError, totalBytes }: ImportOptions): Outcome<Begun> {
    const { kind: listKind, key: listKey } = target;
    if (isListBusy(listKind, listKey)) return IMPORTING;
    const named = { id: ids.next(), listKind, listKey, onError, startedAt: clock.now() };
    return done({ target, made: store.add({ ...named, totalBytes: totalBytes ?? null }) });
  }

  async function reachEnd(
    made: ListImport,
    { kind, key, collectorOf }: ImportTarget,
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
        await end(made, NOT_STORED);
        throw error;
      }
    }
    await end(made, reason);
    await source.drain();
    if (reason === undefined && kind === 'contacts') contactsAdded(key);
    return done(store.one(made.id) ?? made);
  }

  async function end(made: ListImport, reason: string | undefined): Promise<void> {
    try {
      await ending.end(made, reason);
    } catch (error) {
      unended.add(made.key);
      throw error;
    }
  }

  const recover = () => ending.recover((key) => key > newestBefore && !unended.has(key));

  function isListBusy(kind: ListKind, listKey: number): boolean {
    const newest = store.newest(kind, listKey);
    return newest !== undefined && isUnderWay(newest);
  }

  return {
    /** Reads a file into a contact list; resolves when the import has ended, well or not. */
    importContacts: (
      listId: string,
      bytes: AsyncIterable<Uint8Array>,
      asked: ImportOptions & ContactFileOptions,
    ) => start(bytes, asked, () => targets.contactList(listId, asked.onError, asked)),
    /** Reads a file into a do-not-contact list; resolves when the import has ended, well or not. */
    importDnc: (
      listId: string,
      bytes: AsyncIterable<Uint8Array>,
      asked: ImportOptions & { readonly columns: DncColumnNames },
    ) => start(bytes, asked, () => targets.dncList(listId, asked.onError, asked.columns)),
    /** The import with an id. */
    one: store.one,
    /** The import into a list that began last. */
    newest: store.newest,
    /** The imports into a list, the newest first. */
    ofList: store.ofList,
    /** Whether a file is being imported into a list. */
    isUnderWay: isListBusy,
    /** Rejected rows that were kept, after a line, in order. */
    rejected: store.rejected,
    /** Removes the imports of a list that is removed. Must run inside a commit. */
    forget: store.forget,
    /** Ends what the last process left under way. */
    recover,
    /** Gives up what is under way; resolves when nothing of it touches the database any more. */
    async close(): Promise<void> {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}

/** What openListImports returns. */
export type ListImports = ReturnType<typeof openListImports>;

const NOT_STORED = 'The rows could not be stored; the log of the server says more.';
