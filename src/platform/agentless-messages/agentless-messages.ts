import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { ConsentStore } from '../consents/consent-store.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { type KeyedOutcome, type KeyedRequest, oncePerKey } from '../idempotency.ts';
import type { InteractionStanding } from '../interactions/interaction-store.ts';
import type { Interactions } from '../interactions/interactions.ts';
import { type Message, type MessageSender, queuedMessage } from '../messages/message.ts';
import type { Outcomes } from '../outcomes/outcomes.ts';
import { done, type Outcome } from '../refusal.ts';
import type { ResponseStore } from '../responses/response-store.ts';
import type { SmsNumberStore } from '../sms-numbers/sms-number-store.ts';
import type { WhatsAppIntegrationStore } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import { allowSms } from './allow-sms.ts';
import { allowWhatsApp } from './allow-whatsapp.ts';
import type { AllowedSend, SendFacts } from './allowed-send.ts';
import { messageData } from './message-data.ts';
import { type AgentlessSend, readSendRequest } from './send-request.ts';

/** What sending needs to know and where it writes. */
export interface AgentlessMessageParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly integrations: WhatsAppIntegrationStore;
  readonly smsNumbers: SmsNumberStore;
  readonly responses: ResponseStore;
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
  const facts: SendFacts = {
    now: () => clock.now(),
    integration: parts.integrations.one,
    smsNumber: parts.smsNumbers.byNumber,
    template: parts.responses.template,
    consent: parts.consents.one,
    conversation: interactions.store.currentStanding,
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

  function decide(request: AgentlessSend, clientId: string): Outcome<JsonObject> {
    const offered = offer(request, { clientId });
    return offered.ok ? done(agentlessEntity(offered.value, request.useExistingActiveConversation)) : offered;
  }

  /** Stores a message if it may be sent. Must run inside a commit; wake the deliveries after it. */
  function offer(request: AgentlessSend, sender: MessageSender): Outcome<Message> {
    const allowed = request.channel === 'sms' ? allowSms(request, facts) : allowWhatsApp(request, facts);
    return allowed.ok ? done(store(request, allowed.value, sender)) : allowed;
  }

  function store(request: AgentlessSend, allowed: AllowedSend, sender: MessageSender): Message {
    const { channel, fromAddress, toAddress } = request;
    const { continues, ...content } = allowed;
    const acceptedAt = clock.now();
    const id = ids.next();
    const interactionId = conversationFor(request, continues, acceptedAt);
    const plan = outcomes.planFor(channel, toAddress);
    const addressed = { channel, direction: 'outbound', ...sender, fromAddress, toAddress } as const;
    const message = { id, interactionId, ...addressed, ...content, acceptedAt, ...(plan && { plan }) };
    deliveries.accept(message);
    const { text, fields = {} } = content;
    return { ...queuedMessage(message), text, fields };
  }

  /** The conversation continued, or a new one: without an agent, so disconnected; on WhatsApp it is billed (W7, W9). */
  function conversationFor(
    { channel, fromAddress: ownAddress, toAddress: customerAddress }: AgentlessSend,
    continues: InteractionStanding | undefined,
    now: number,
  ): string {
    if (continues !== undefined) {
      interactions.store.touch(continues.id, now);
      return continues.id;
    }
    const start = { channel, direction: 'outbound', ownAddress, customerAddress } as const;
    return interactions.begin({ ...start, isBilled: channel === 'whatsapp' }).id;
  }

  return { send, offer };
}

/** What openAgentlessMessages returns. */
export type AgentlessMessages = ReturnType<typeof openAgentlessMessages>;

/** The answer to an accepted message, in the shape of Genesys' `SendAgentlessOutboundMessageResponse`. */
function agentlessEntity(message: Message, useExistingActiveConversation: boolean): JsonObject {
  const data = messageData(message);
  const { id, conversationId, fromAddress, toAddress, messengerType, timestamp, selfUri } = data;
  const addresses = { fromAddress, toAddress, messengerType } as JsonObject;
  return {
    ...({ id, conversationId } as JsonObject),
    ...addresses,
    useExistingActiveConversation,
    message: data,
    ...({ timestamp, selfUri } as JsonObject),
  };
}
