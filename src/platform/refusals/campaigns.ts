import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of campaigns (C). */
export const CAMPAIGN_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
