import type { SendingDomain } from '../domains/domain-sending.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { EmailSend } from './send-email-request.ts';
import type { SendingDomains } from './sending-domain.ts';

/** What is known at the moment of deciding; read inside the write that stores the e-mail. */
export interface EmailFacts {
  readonly domains: SendingDomains;
  conversation(id: string): Interaction | undefined;
  /** Whether the person at an address wants no e-mail. */
  isWithdrawn(address: string): boolean;
}

/** An e-mail that may be sent. */
export interface AllowedEmail {
  readonly domain: SendingDomain;
  /** The conversation it continues; absent when it begins one. */
  readonly continues: Interaction | undefined;
}

/** Whether an e-mail may be sent, asked in the order E2, consent, E10. */
export function allowEmail(send: EmailSend, facts: EmailFacts): Outcome<AllowedEmail> {
  const domain = facts.domains.forSending(send.from.domain);
  if (domain?.isProvisioned !== true) return refuseDomain(domain);
  if (facts.isWithdrawn(send.to.address)) return WITHDRAWN;
  const { conversationId } = send;
  if (conversationId === undefined) return done({ domain, continues: undefined });
  const continues = facts.conversation(conversationId);
  if (continues === undefined) return NO_CONVERSATION;
  return continues.channel === 'email' ? done({ domain, continues }) : NOT_EMAIL;
}

/** M8: any mailbox of the domain may send, so only the domain is looked at. */
function refuseDomain(domain: SendingDomain | undefined): Outcome<never> {
  const message =
    domain === undefined
      ? 'The domain of fromAddress is no outbound domain of this organization; add it, publish its records and activate it.'
      : 'The outbound domain of fromAddress is not activated; publish its records and activate it.';
  return refuse('email.error.domain.not.verified', message, { field: 'fromAddress.email' });
}

const WITHDRAWN = refuse(
  'attendant.consent.withdrawn',
  'The person at toAddresses has withdrawn their consent to e-mail; send nothing until they agree again.',
  { field: 'toAddresses.0.email' },
);

const NO_CONVERSATION = refuse(
  'conversation.error.conversation.not.found',
  'No conversation has the id in conversationId; leave it out to begin a new one.',
  { field: 'conversationId' },
);

const NOT_EMAIL = refuse(
  'attendant.conversation.not.email',
  'conversationId is a conversation of another channel; give that of an earlier e-mail, or leave it out.',
  { field: 'conversationId' },
);
