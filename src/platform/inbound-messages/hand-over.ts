import type { Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { FlowPort } from '../interactions/flow-port.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { Handover, HandoverStore } from './handover-store.ts';

/** What is needed to hand messages over. */
export interface HandOverParts {
  readonly database: AttendantDatabase;
  readonly log: Log;
  readonly store: HandoverStore;
  readonly messages: MessageStore;
  readonly interactions: Interactions;
  readonly flows: FlowPort;
}

/**
 * Hands what customers wrote to flows: the messages of one interaction one after the other, those of others meanwhile.
 *
 * A message is taken off the list when its flow has it on disk. Starting a flow and bringing it a message do no harm
 * when they are repeated, so a crash in between is made good by asking again.
 */
export function openHandOver({ database, log, store, messages, interactions, flows }: HandOverParts) {
  const underWay = new Map<string, Promise<void>>();
  let isClosed = false;

  /** Tells that something of an interaction may wait. Returns at once. */
  function wake(interactionId: string): void {
    if (isClosed) return;
    const before = underWay.get(interactionId) ?? Promise.resolve();
    const mine: Promise<void> = before
      .then(() => all(interactionId))
      .catch((error: unknown) => {
        // It stays on the list for the next message, or the next start.
        log.warn('a message could not be handed to its flow', {
          interaction: interactionId,
          error: error instanceof Error ? error.name : 'unknown',
        });
      })
      .finally(() => {
        if (underWay.get(interactionId) === mine) underWay.delete(interactionId);
      });
    underWay.set(interactionId, mine);
  }

  async function all(interactionId: string): Promise<void> {
    for (;;) {
      const next = isClosed ? undefined : store.next(interactionId);
      if (next === undefined) return;
      const message = messages.one(next.messageId);
      if (message !== undefined) await one(next, message);
      await database.commits.add(() => void store.remove(next.messageId));
    }
  }

  async function one({ flow, interactionId }: Handover, message: Message): Promise<void> {
    if (flow === null) return void (await flows.write(interactionId, message.text, message.id));
    if (flows.typeOf(flow) === undefined) return giveUp(interactionId, flow);
    const name = message.fields['fromName'];
    await flows.start({
      ...{ interactionId, flow, to: message.toAddress, text: message.text, messageId: message.id },
      from: { address: message.fromAddress, ...(typeof name === 'string' && { name }) },
    });
  }

  /** Nobody hears the customer: the interaction must not seem to be with a flow. */
  async function giveUp(interactionId: string, flow: string): Promise<void> {
    log.warn('the flow of a messaging route is not loaded', { flow });
    await database.commits.add(() => {
      const interaction = interactions.store.one(interactionId);
      if (interaction?.state === 'waiting') interactions.disconnect(interaction, 'error');
    });
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay.values());
  }

  return {
    wake,
    /** Hands over what the last process left. Call once the engine runs. */
    recover: () => store.interactions().forEach(wake),
    /** Resolves when every message so far is with its flow. */
    settled,
    async close() {
      isClosed = true;
      await settled();
    },
  };
}

/** What openHandOver returns. */
export type HandOver = ReturnType<typeof openHandOver>;
