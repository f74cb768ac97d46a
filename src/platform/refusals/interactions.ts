import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of conversations and triggers. */
export const INTERACTION_REFUSALS = {
  'attendant.conversation.not.found': { status: 404, about: 'No WhatsApp conversation has this id.' },
} as const satisfies Record<string, RefusalKind>;
