import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of outbound e-mail domains (M). */
export const DOMAIN_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
