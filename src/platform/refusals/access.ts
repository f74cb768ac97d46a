import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of access: tokens, permissions, clients, divisions (O). */
export const ACCESS_REFUSALS = {
  'authentication.required': { status: 401, about: 'The request carries no access token.' },
  'bad.credentials': { status: 401, about: 'The access token is unknown or has expired.' },
  'missing.permissions': {
    status: 403,
    about: 'The client lacks a permission; all of those named are needed.',
  },
  'missing.any.permissions': {
    status: 403,
    about: 'The client lacks permission; any one of those named is enough.',
  },
  'not.authorized': { status: 403, about: 'The request does not come from where it may come from.' },
} as const satisfies Record<string, RefusalKind>;
