/** The kinds of lists that files are imported into. */
export type ListKind = 'contacts' | 'dnc';

/** What becomes of the good rows when there are bad ones: they are imported, or none is. */
export const ON_ERROR = ['skip', 'none'] as const;
export type OnError = (typeof ON_ERROR)[number];

/** A row of `list_import`. Times are epoch ms. */
export interface ListImport {
  /** Its number within the database; `id` is what the API knows. */
  readonly key: number;
  readonly id: string;
  readonly listKind: ListKind;
  readonly listKey: number;
  /** `failed`: nothing, or only a part, is in the list: `keptCount` rows. */
  readonly state: 'running' | 'undoing' | 'complete' | 'failed';
  readonly onError: OnError;
  /** The names of the file's columns; null: they are not read. */
  readonly header: readonly string[] | null;
  /** Of the file; null: not known. */
  readonly totalBytes: number | null;
  readonly doneBytes: number;
  /** Rows read so far, bad ones too. */
  readonly rowCount: number;
  /** Rows whose data is in the list now. */
  readonly keptCount: number;
  readonly rejectedCount: number;
  /** Why it failed. */
  readonly reason: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** How far an import is. */
export type ImportProgress = Pick<ListImport, 'doneBytes' | 'rowCount' | 'keptCount' | 'rejectedCount'>;

/** A row of a file that was not imported. */
export interface RejectedRow {
  /** Where it begins in the file. */
  readonly line: number;
  readonly reason: string;
  /** Where they cannot be told apart, or are very long, one with the row's text. */
  readonly cells: readonly string[];
}

/** Whether an import goes on: its rows are read, or taken back. */
export function isUnderWay({ state }: Pick<ListImport, 'state'>): boolean {
  return state === 'running' || state === 'undoing';
}
