import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { emailFieldsOf } from '../email/email-fields.ts';
import type { FlowPort } from '../interactions/flow-port.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { InboundEmailStore, PendingStart } from './inbound-email-store.ts';

/** When a flow that could not be reached is tried again. */
const RETRY_MS = 60_000;

/** What flows are started with. */
export interface InboundFlowStartParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly flows: FlowPort;
  readonly store: InboundEmailStore;
  readonly messages: MessageStore;
  readonly interactions: Interactions;
}

/**
 * Brings stored e-mails to the flows of their routes, in the order they came in.
 *
 * S1: what is to be brought is stored with the e-mail, and removed when the flow's step is stored: no crash loses it.
 * S2: a flow that already has it is not given it again: it starts once for an interaction, and hears a message once.
 */
export function openInboundFlowStarts(parts: InboundFlowStartParts) {
  const { database, clock, log, flows, store, messages, interactions } = parts;
  const waitingForStart = new Set<string>();
  let round: Promise<void> | undefined;
  let isWanted = false;
  let cancelRetry: (() => void) | undefined;
  let isClosed = false;

  /** Tells that something may be waiting for a flow. Returns at once. */
  function wake(): void {
    if (isClosed) return;
    isWanted = true;
    round ??= rounds().finally(() => {
      round = undefined;
    });
  }

  async function rounds(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false;
      for (const start of store.starts()) if (!isClosed) await bring(start);
    }
  }

  async function bring(start: PendingStart): Promise<void> {
    if (flows.typeOf(start.flowId) !== 'inboundEmail') return tellOnce(start);
    try {
      const message = messages.one(start.messageId);
      if (message !== undefined) await give(message, start.flowId);
      await database.commits.add(() => store.removeStart(start.messageId));
    } catch (error) {
      log.warn('the flow of an e-mail could not be reached; it is tried again', {
        interaction: start.interactionId,
        error: error instanceof Error ? error.name : 'unknown',
      });
      retryLater();
    }
  }

  /** The e-mail waits for the next start of this process: then the flow may be loaded again. */
  function tellOnce({ messageId, interactionId }: PendingStart): void {
    if (waitingForStart.has(messageId)) return;
    waitingForStart.add(messageId);
    log.warn('the flow of an e-mail is not loaded', { interaction: interactionId });
  }

  function retryLater(): void {
    cancelRetry ??= clock.at(clock.now() + RETRY_MS, () => {
      cancelRetry = undefined;
      wake();
    });
  }

  async function give(message: Message, flow: string): Promise<void> {
    const { id, interactionId, text } = message;
    const isFirst = store.firstInbound(interactionId) === id;
    if (!isFirst && (await flows.write(interactionId, text, id))) return;
    if (!isFirst && hasHadFlow(interactionId)) return queueAgain(interactionId);
    const { html, fromName: name } = emailFieldsOf(message);
    await flows.start({
      ...{ interactionId, flow, text, messageId: id, to: message.toAddress },
      from: { address: message.fromAddress, ...(name !== undefined && { name }) },
      subject: message.subject ?? '',
      ...(html !== undefined && { html }),
    });
  }

  function hasHadFlow(interactionId: string): boolean {
    const { participants = [] } = interactions.store.one(interactionId) ?? {};
    return participants.some(({ purpose }) => purpose === 'workflow');
  }

  /** A flow runs once for an interaction: after it a reply waits where the flow left the e-mail, if it was in a queue. */
  async function queueAgain(interactionId: string): Promise<void> {
    await database.commits.add(() => {
      const interaction = interactions.store.one(interactionId);
      const last = interaction?.participants.findLast(({ queueId }) => queueId !== undefined);
      if (interaction?.state !== 'waiting' || last?.queueId === undefined) return;
      const isQueued = interaction.participants.some(
        (one) => one.purpose === 'acd' && one.endedAt === undefined,
      );
      if (!isQueued)
        interactions.add(interaction, { purpose: 'acd', state: 'connected', queueId: last.queueId });
    });
  }

  return {
    wake,
    /** Resolves when every flow that can be reached has what came in. */
    async settled(): Promise<void> {
      while (round !== undefined) await round;
    },
    async close(): Promise<void> {
      isClosed = true;
      cancelRetry?.();
      await round;
    },
  };
}
