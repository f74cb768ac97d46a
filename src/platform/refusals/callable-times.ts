import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callable time sets and campaign schedules. */
export const CALLABLE_TIME_REFUSALS = {} as const satisfies Record<string, RefusalKind>;
