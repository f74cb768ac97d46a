import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of agentless and inbound e-mail (E). */
export const EMAIL_REFUSALS = {
  'email.error.invalid.email': { status: 400, about: 'An address is no e-mail address.' },
  'email.error.domain.not.verified': {
    status: 400,
    about: 'fromAddress lies in no activated outbound domain of this organization (E2).',
  },
  'postino.error.reply.no.body': { status: 400, about: 'An e-mail has neither textBody nor htmlBody.' },
  'attendant.email.attachments': { status: 400, about: 'An agentless e-mail has attachments (E6).' },
  'attendant.conversation.not.email': {
    status: 400,
    about: 'conversationId is a conversation of another channel (E10).',
  },
} as const satisfies Record<string, RefusalKind>;
