import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of do-not-contact lists (C4, C11). */
export const DNC_LIST_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
