import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callbacks and queues (K). */
export const CALLBACK_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
