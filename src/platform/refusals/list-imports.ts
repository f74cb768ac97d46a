import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of imports, uploads and exports of lists. */
export const LIST_IMPORT_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
