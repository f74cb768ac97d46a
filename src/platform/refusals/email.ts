import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of agentless and inbound e-mail (E). */
export const EMAIL_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
