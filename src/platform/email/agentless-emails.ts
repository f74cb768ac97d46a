import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Consents } from '../consents/consents.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { type KeyedOutcome, type KeyedRequest, oncePerKey } from '../idempotency.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { MessageSender, PlannedStep } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { Outcomes } from '../outcomes/outcomes.ts';
import { done, type Outcome } from '../refusal.ts';
import { type AllowedEmail, allowEmail } from './allow-email.ts';
import type { EmailRate } from './email-rate.ts';
import { threadAfter } from './email-thread.ts';
import { outgoingEmail } from './outgoing-email.ts';
import { type EmailSend, readEmailRequest } from './send-email-request.ts';
import { refuseDelivery, type SendingDomains } from './sending-domain.ts';
import { type AcceptedIds, acceptedEmail } from './sent-email-entity.ts';

/** What sending needs to know and where it writes. */
export interface AgentlessEmailParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly domains: SendingDomains;
  readonly consents: Pick<Consents, 'isWithdrawn'>;
  readonly interactions: Interactions;
  readonly messages: MessageStore;
  readonly deliveries: Deliveries;
  readonly outcomes: Pick<Outcomes, 'planFor'>;
  readonly rate: EmailRate;
}

/**
 * Agentless e-mail: `POST /api/v2/conversations/emails/agentless` (E).
 *
 * Whether an e-mail may go is read, decided and stored in one transaction, and what it counts for the rate with it:
 * of two at once the second sees the first, and what is refused leaves nothing behind.
 */
export function openAgentlessEmails(parts: AgentlessEmailParts) {
  const { database, clock, ids, domains, interactions, messages, deliveries, outcomes, rate } = parts;
  const once = oncePerKey(database.sqlite);
  const facts = {
    domains,
    conversation: interactions.store.one,
    isWithdrawn: (address: string) => parts.consents.isWithdrawn('email', address),
  };

  /** Accepts an e-mail or refuses it. Resolves when the decision is on disk; the delivery follows. */
  async function send(body: unknown, from: Omit<KeyedRequest, 'request'>): Promise<KeyedOutcome<JsonObject>> {
    const read = readEmailRequest(body);
    if (!read.ok) return { outcome: read, isReplayed: false };
    let result: KeyedOutcome<JsonObject> | undefined;
    await database.commits.add(() => {
      result = once({ ...from, request: read.value }, clock.now(), () => decide(read.value, from.clientId));
    });
    if (result === undefined) throw new Error('the commit resolved without running its write');
    if (result.outcome.ok && !result.isReplayed) deliveries.wake();
    return result;
  }

  function decide(email: EmailSend, clientId: string): Outcome<JsonObject> {
    const now = clock.now();
    const allowed = allowEmail(email, facts);
    if (!allowed.ok) return allowed;
    const refused = rate.take(now);
    return refused ?? done(acceptedEmail(email, store(email, allowed.value, { clientId }, now)));
  }

  /**
   * Stores an e-mail if it may be sent, whatever the rate of agentless e-mails. Must run inside a commit; wake the
   * deliveries after it.
   */
  function offer(email: EmailSend, sender: MessageSender): Outcome<AcceptedIds> {
    const allowed = allowEmail(email, facts);
    return allowed.ok ? done(store(email, allowed.value, sender, clock.now())) : allowed;
  }

  function store(email: EmailSend, allowed: AllowedEmail, sender: MessageSender, now: number): AcceptedIds {
    const id = ids.next();
    const { id: interactionId } = continued(allowed, now) ?? begun(email);
    const { from, to, replyTo, subject, textBody: text = '', htmlBody: html, unsubscribeTo } = email;
    const plan = planOf(allowed, to.address, now);
    deliveries.accept(
      outgoingEmail({
        id,
        interactionId,
        ...sender,
        acceptedAt: now,
        from,
        to,
        subject,
        text,
        thread: threadAfter(messages.newestNamed(interactionId)),
        ...(html !== undefined && { html }),
        ...(replyTo !== undefined && { replyTo }),
        ...(unsubscribeTo !== undefined && { unsubscribeTo }),
        ...(plan !== undefined && { plan }),
      }),
    );
    return { id, conversationId: interactionId, acceptedAt: now };
  }

  /** What the local outbox does with it. */
  function planOf({ domain }: AllowedEmail, to: string, now: number): readonly PlannedStep[] | undefined {
    const failure = refuseDelivery(domain, now);
    if (failure !== undefined) return [{ status: 'failed', afterMs: 0, ...failure }];
    return outcomes.planFor('email', to);
  }

  function continued({ continues }: AllowedEmail, now: number) {
    if (continues !== undefined) interactions.store.touch(continues.id, now);
    return continues;
  }

  /** A new conversation without an agent, so disconnected. */
  function begun({ from, to, subject }: EmailSend) {
    return interactions.begin({
      channel: 'email',
      direction: 'outbound',
      ownAddress: from.address,
      customerAddress: to.address,
      subject,
      ...(to.name !== undefined && { customer: { name: to.name } }),
    });
  }

  return { send, offer };
}

/** What openAgentlessEmails returns. */
export type AgentlessEmails = ReturnType<typeof openAgentlessEmails>;
