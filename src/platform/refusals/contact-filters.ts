import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of contact list filters (C6). */
export const CONTACT_FILTER_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
