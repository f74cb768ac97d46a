import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of imports, uploads and exports of lists. */
export const LIST_IMPORT_REFUSALS = {
  'attendant.import.file.invalid': {
    status: 400,
    about: 'The file is empty, no CSV, or its header cannot be used.',
  },
  'attendant.import.encoding.unknown': {
    status: 400,
    about: 'The encoding that is named for a file is not known.',
  },
} as const satisfies Record<string, RefusalKind>;
