import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { ConsentStore } from '../consents/consent-store.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { type KeyedOutcome, type KeyedRequest, oncePerKey } from '../idempotency.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { MessageTemplateStore } from '../message-templates/message-template-store.ts';
import type { Outcomes } from '../outcomes/outcomes.ts';
import { done, type Outcome } from '../refusal.ts';
import type { WhatsAppIntegrationStore } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import { type AllowedWhatsApp, allowWhatsApp, type WhatsAppFacts } from './allow-whatsapp.ts';
import { messageEntity } from './message-entity.ts';
import { readSendRequest, type WhatsAppSend } from './send-request.ts';

/** What sending needs to know and where it writes. */
export interface AgentlessMessageParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly integrations: WhatsAppIntegrationStore;
  readonly templates: MessageTemplateStore;
  readonly consents: ConsentStore;
  readonly interactions: Interactions;
  readonly deliveries: Deliveries;
  readonly outcomes: Outcomes;
}

/**
 * Agentless messages: `POST /api/v2/conversations/messages/agentless`.
 *
 * A1: whether a message may go is read, decided and stored in one transaction; of two requests at once the second sees the first.
 * A2: the message, its conversation, its delivery and the kept result of its Idempotency-Key are stored together or not at all.
 */
export function openAgentlessMessages(parts: AgentlessMessageParts) {
  const { database, clock, ids, interactions, deliveries, outcomes } = parts;
  const once = oncePerKey(database.sqlite);
  const facts: WhatsAppFacts = {
    integration: parts.integrations.one,
    template: parts.templates.one,
    consent: parts.consents.one,
    conversation: (integrationId, address) => interactions.store.current('whatsapp', integrationId, address),
  };

  /** Accepts a message or refuses it. Resolves when the decision is on disk; the delivery follows. */
  async function send(body: unknown, from: Omit<KeyedRequest, 'request'>): Promise<KeyedOutcome<JsonObject>> {
    const read = readSendRequest(body);
    if (!read.ok) return { outcome: read, isReplayed: false };
    const keyed = { ...from, request: read.value };
    let result: KeyedOutcome<JsonObject> | undefined;
    await database.commits.add(() => {
      result = once(keyed, clock.now(), () => decide(read.value, from.clientId));
    });
    if (result === undefined) throw new Error('the commit resolved without running its write');
    if (result.outcome.ok && !result.isReplayed) deliveries.wake();
    return result;
  }

  function decide(request: WhatsAppSend, clientId: string): Outcome<JsonObject> {
    const allowed = allowWhatsApp(request, facts);
    return allowed.ok ? done(store(request, allowed.value, clientId)) : allowed;
  }

  function store(request: WhatsAppSend, allowed: AllowedWhatsApp, clientId: string): JsonObject {
    const now = clock.now();
    const messageId = ids.next();
    const conversationId = conversationFor(request, allowed, now);
    const plan = outcomes.planFor('whatsapp', request.toAddress);
    deliveries.accept({
      id: messageId,
      interactionId: conversationId,
      channel: 'whatsapp',
      direction: 'outbound',
      clientId,
      fromAddress: request.integrationId,
      toAddress: request.toAddress,
      templateId: allowed.template.id,
      text: allowed.header === '' ? allowed.body : `${allowed.header}\n${allowed.body}`,
      acceptedAt: now,
      ...(plan && { plan }),
    });
    return messageEntity(request, allowed, { messageId, conversationId, acceptedAt: now });
  }

  /** The conversation continued, or a new one: without an agent, so disconnected, and billed (W7, W9). */
  function conversationFor(request: WhatsAppSend, { continues }: AllowedWhatsApp, now: number): string {
    if (continues !== undefined) {
      interactions.store.touch(continues.id, now);
      return continues.id;
    }
    const { integrationId: ownAddress, toAddress: customerAddress } = request;
    const start = { channel: 'whatsapp', direction: 'outbound', ownAddress, customerAddress } as const;
    return interactions.begin({ ...start, isBilled: true }).id;
  }

  return { send };
}
