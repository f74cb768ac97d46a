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
  'attendant.upload.not.found': {
    status: 404,
    about: 'The address of an upload was used, or its time is over.',
  },
  'no.available.list.export.uri': { status: 404, about: 'No export of the list can be downloaded.' },
  'attendant.export.not.found': { status: 404, about: 'The time of an address of an export is over.' },
} as const satisfies Record<string, RefusalKind>;
