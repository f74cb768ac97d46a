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
  'not.authorized': {
    status: 403,
    about:
      'The request does not come from where it may come from, or gives away more than the caller may do itself.',
  },
  'grant.type.required': { status: 400, about: 'An OAuth client without authorizedGrantType.' },
  'bad.grant.type': {
    status: 400,
    about: 'The authorizedGrantType of an OAuth client is not CLIENT-CREDENTIALS.',
  },
  'missing.client.roles': { status: 400, about: 'A new OAuth client without roles.' },
  'auth.too.many.clients': {
    status: 400,
    about: 'The organization has as many OAuth clients as it may have.',
  },
  'cannot.delete.client': {
    status: 400,
    about: 'Only an OAuth client whose state is inactive can be deleted.',
  },
  'attendant.role.not.found': { status: 400, about: 'The request names a role that there is not.' },
  'attendant.division.not.found': { status: 400, about: 'The request names a division that there is not.' },
  'attendant.division.name.taken': { status: 409, about: 'Another division has the name.' },
  'attendant.division.limit': {
    status: 400,
    about: 'The organization has as many divisions as it may have.',
  },
  'attendant.division.home': { status: 400, about: 'The Home division cannot be deleted.' },
  'attendant.division.in.use': { status: 409, about: 'The division cannot be deleted: something is in it.' },
} as const satisfies Record<string, RefusalKind>;
