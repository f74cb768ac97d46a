import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of contact lists and contacts (C3). */
export const CONTACT_LIST_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
