import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { FlowPort } from '../interactions/flow-port.ts';
import type { Interaction } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { done, type Outcome } from '../refusal.ts';
import { openHandOver } from './hand-over.ts';
import { handoverStore } from './handover-store.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { MessagingRoute, MessagingRouteStore } from './messaging-route-store.ts';
import { type OwnAddresses, readReceived } from './receive-request.ts';

/** What the intake works with. */
export interface InboundMessageParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly messages: MessageStore;
  readonly interactions: Interactions;
  readonly flows: FlowPort;
  readonly routes: MessagingRouteStore;
  readonly addresses: OwnAddresses;
  /** Hears STOP and its like; runs inside the commit that stores the message. */
  readonly hear: (message: InboundMessage & { readonly id: string }) => void;
}

/** A message that is stored. */
export interface ReceivedMessage {
  readonly id: string;
  readonly interactionId: string;
  /** Whether it had come before. */
  readonly isRepeated: boolean;
}

/**
 * The intake of messages that customers write.
 *
 * N1: a message is stored once, by its carrier's name for it, together with its interaction and with what is to follow.
 * N2: its flow is told after the commit; what a crash left untold is told at the next start.
 */
export function openInboundMessages(parts: InboundMessageParts) {
  const { database, clock, ids, messages, interactions, routes } = parts;
  const handovers = handoverStore(database.sqlite);
  const handOver = openHandOver({ ...parts, store: handovers });

  /** Stores what a customer wrote. Must run inside a commit; call `wake` after it. */
  function store(message: InboundMessage): ReceivedMessage {
    const known = messages.byExternalId(message.externalId);
    if (known !== undefined) return { id: known.id, interactionId: known.interactionId, isRepeated: true };
    const id = ids.next();
    const { interaction, handover } = interactionFor(message);
    messages.add(rowOf(message, { id, interactionId: interaction.id, now: clock.now() }));
    interactions.store.touch(interaction.id, clock.now());
    if (handover !== undefined)
      handovers.add({ messageId: id, interactionId: interaction.id, flow: handover.flow });
    parts.hear({ ...message, id });
    return { id, interactionId: interaction.id, isRepeated: false };
  }

  /** Stores what a customer wrote, and tells its flow. */
  async function receive(message: InboundMessage): Promise<ReceivedMessage> {
    let stored: ReceivedMessage | undefined;
    await database.commits.add(() => {
      stored = store(message);
    });
    if (stored === undefined) throw new Error('the commit resolved without running its write');
    handOver.wake(stored.interactionId);
    return stored;
  }

  /** The operator plays a customer: `POST /attendant/inbound-messages`. */
  async function play(body: unknown): Promise<Outcome<Message>> {
    const read = readReceived(body, parts.addresses, { at: clock.now(), externalId: `local-${ids.next()}` });
    if (!read.ok) return read;
    const { id } = await receive(read.value);
    const message = messages.one(id);
    if (message === undefined) throw new Error('what was stored is not there');
    return done(message);
  }

  /** The interaction that goes on, or a new one with whom its route names. */
  function interactionFor(message: InboundMessage): {
    readonly interaction: Interaction;
    /** Absent: no flow is told. */
    readonly handover?: { readonly flow: string | null };
  } {
    const { channel, to, from } = message;
    const current = interactions.store.current(channel, to, from);
    if (current?.state === 'waiting') return { interaction: current, handover: { flow: null } };
    if (current?.state === 'connected') return { interaction: current };
    const route = routes.one(channel, to);
    if (route === undefined) return { interaction: current ?? begin(message, 'disconnected') };
    const begun = begin(message, 'waiting');
    if (route.flow !== null) return { interaction: begun, handover: { flow: route.flow } };
    return { interaction: queue(begun, route) };
  }

  function begin({ channel, to, from, name }: InboundMessage, state: Interaction['state']): Interaction {
    return interactions.begin({
      ...{ channel, state, ownAddress: to, customerAddress: from, direction: 'inbound' },
      ...(name !== undefined && { customer: { name } }),
    });
  }

  function queue(interaction: Interaction, { queueId }: MessagingRoute): Interaction {
    const connectedAt = clock.now();
    return interactions.add(interaction, {
      ...{ purpose: 'acd', state: 'connected', connectedAt },
      ...(queueId !== null && { queueId }),
    });
  }

  return {
    store,
    receive,
    play,
    wake: handOver.wake,
    recover: handOver.recover,
    settled: handOver.settled,
    close: handOver.close,
  };
}

/** What openInboundMessages returns. */
export type InboundMessages = ReturnType<typeof openInboundMessages>;

function rowOf(
  { channel, to, from, name, externalId, text, fields = {}, at }: InboundMessage,
  { id, interactionId, now }: { readonly id: string; readonly interactionId: string; readonly now: number },
): Parameters<MessageStore['add']>[0] {
  return {
    ...{ id, interactionId, channel, externalId, text, direction: 'inbound' },
    fromAddress: from,
    toAddress: to,
    // A carrier's clock may go before ours, and a message may have waited for days.
    acceptedAt: Math.min(at, now),
    fields: name === undefined ? fields : { ...fields, fromName: name },
  };
}
