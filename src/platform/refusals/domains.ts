import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of outbound e-mail domains (M). */
export const DOMAIN_REFUSALS = {
  'attendant.domain.name.invalid': { status: 400, about: 'What should be a domain name is none.' },
  'attendant.domain.root': {
    status: 400,
    about: 'An outbound domain must be a subdomain, not a root domain (M2).',
  },
  'attendant.domain.inbound': {
    status: 400,
    about: 'The domain is an inbound domain of the organization; the two must differ (M3).',
  },
  'attendant.domain.exists': { status: 409, about: 'The organization has this outbound domain already.' },
  'attendant.domain.no.smtp.server': {
    status: 400,
    about: 'The outbound domain has no SMTP server of its own whose connection could be tested.',
  },
} as const satisfies Record<string, RefusalKind>;
