import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of inbound e-mail: its domains, its routes, and what comes in (E11). */
export const INBOUND_EMAIL_REFUSALS = {
  'postino.invalid.domain.name': {
    status: 400,
    about: 'What should be the name of an inbound domain is none.',
  },
  'postino.domain.exists': { status: 400, about: 'The organization has this inbound domain already.' },
  'postino.error.not.found': { status: 404, about: 'No inbound domain, or no route of it, has this id.' },
  'postino.error.bad.address': { status: 400, about: 'A mailbox or an e-mail address cannot be one.' },
  'postino.error.queue.required': {
    status: 400,
    about: 'A route of an inbound domain has neither flow nor queue.',
  },
  'postino.invalid.route': {
    status: 400,
    about: 'A route of an inbound domain contradicts itself, or names a queue that is not there.',
  },
  'postino.route.pattern.exists': {
    status: 400,
    about: 'Another route of the inbound domain has this pattern.',
  },
  'reply.route.id.required': { status: 400, about: 'replyEmailAddress names no route to reply from.' },
  'bad.flow.id': { status: 400, about: 'No flow of the right type has this id.' },
  'attendant.domain.outbound': {
    status: 400,
    about: 'The domain is an outbound domain of the organization; the two must differ (M3).',
  },
  'attendant.mailbox.not.found': {
    status: 404,
    about: 'No route of an inbound domain takes mail for this address.',
  },
} as const satisfies Record<string, RefusalKind>;
