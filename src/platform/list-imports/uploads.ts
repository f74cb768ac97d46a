import type { Clock } from '../../ports.ts';
import type { DncLists } from '../dnc-lists/dnc-lists.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { refuseOtherKinds } from './dnc-columns.ts';
import { NO_LIST_OF } from './import-targets.ts';
import { keyedOffers } from './keyed-offers.ts';
import type { ListImport } from './list-import.ts';
import type { ImportOptions, ListImports } from './list-imports.ts';
import { type AskedUpload, readContactUpload, readDncUpload } from './upload-request.ts';

/** What uploads work with. */
export interface UploadsOptions {
  readonly clock: Clock;
  readonly lists: { one(id: string): object | undefined };
  readonly dncLists: Pick<DncLists, 'one'>;
  readonly listImports: Pick<ListImports, 'importContacts' | 'importDnc'>;
}

/** Where a file may be put. */
export interface UploadOffer {
  /** For the address of the upload; whoever knows it may put the file there, once. */
  readonly key: string;
  readonly contentType: string;
}

type Bytes = AsyncIterable<Uint8Array>;

/**
 * Uploads as Genesys Cloud has them: a request gets an address for a while, and a file that is put there is imported. Bad
 * rows are kept apart.
 */
export function openUploads({ clock, lists, dncLists, listImports }: UploadsOptions) {
  const offers = keyedOffers<{
    readonly encoding?: string | undefined;
    import(bytes: Bytes, options: ImportOptions): Promise<Outcome<ListImport>>;
  }>(clock);

  function offer(
    { contentType, encoding, timeoutSeconds }: AskedUpload,
    importFile: (bytes: Bytes, options: ImportOptions) => Promise<Outcome<ListImport>>,
  ): Outcome<UploadOffer> {
    return done({ key: offers.add({ encoding, import: importFile }, timeoutSeconds), contentType });
  }

  return {
    /** An address for the file of a contact list. */
    offerForContacts(body: unknown): Outcome<UploadOffer> {
      const asked = readContactUpload(body);
      if (!asked.ok) return asked;
      const { listId } = asked.value;
      if (lists.one(listId) === undefined) return NO_LIST_OF.contacts;
      return offer(asked.value, (bytes, options) =>
        listImports.importContacts(listId, bytes, { ...asked.value, ...options }),
      );
    },
    /** An address for the file of a do-not-contact list. */
    offerForDnc(body: unknown): Outcome<UploadOffer> {
      const asked = readDncUpload(body);
      if (!asked.ok) return asked;
      const { listId, columns } = asked.value;
      const list = dncLists.one(listId);
      if (list === undefined) return NO_LIST_OF.dnc;
      return (
        refuseOtherKinds(columns, list) ??
        offer(asked.value, (bytes, options) => listImports.importDnc(listId, bytes, { columns, ...options }))
      );
    },
    /** Imports a file that is put where it may. An address that led to an import leads to no other. */
    async put(
      key: string,
      bytes: Bytes,
      { encoding, totalBytes }: Pick<ImportOptions, 'encoding' | 'totalBytes'>,
    ): Promise<Outcome<ListImport>> {
      const offered = offers.get(key);
      if (offered === undefined) return NO_OFFER;
      const options = { onError: 'skip', encoding: encoding ?? offered.encoding, totalBytes } as const;
      const imported = await offered.import(bytes, options);
      if (imported.ok) offers.remove(key);
      return imported;
    },
  };
}

/** What openUploads returns. */
export type Uploads = ReturnType<typeof openUploads>;

const NO_OFFER = refuse(
  'attendant.upload.not.found',
  'This address of an upload was used, or its time is over; ask for another.',
);
