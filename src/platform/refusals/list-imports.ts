import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of imports, uploads and exports of lists. */
export const LIST_IMPORT_REFUSALS = {
  'contact.list.import.in.progress': {
    status: 400,
    about: 'A file is being imported into the list.',
  },
  'attendant.import.failed': {
    status: 400,
    about: 'A file was not imported, or not to its end; the message says why.',
  },
  'attendant.import.encoding.unknown': {
    status: 400,
    about: 'The encoding that is named for a file is not known.',
  },
} as const satisfies Record<string, RefusalKind>;
