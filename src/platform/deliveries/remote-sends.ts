import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { DeliveryNews, Message, MessageChannel, MessageHead } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { Carrier, SendResult } from './carrier.ts';
import type { HandOver } from './hand-over.ts';

/** A message nobody could take is tried this often; the waits between grow from seconds to two hours. */
export const MAX_ATTEMPTS = 6;
const FIRST_WAIT_MS = 5_000;
const WAIT_FACTOR = 6;

/** What sending works with. */
export interface RemoteSendsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly messages: MessageStore;
  /** Stores news; runs inside a commit. */
  record(message: MessageHead, news: DeliveryNews): boolean;
  /** Asked for each commit that claims messages. */
  openHandOver(): HandOver;
  /** Asks for another round. */
  wake(): void;
}

/** Claims messages for carriers outside, asks them, and stores what they answered. */
export function openRemoteSends(options: RemoteSendsOptions) {
  const { database, clock, log, messages, record, openHandOver, wake } = options;
  const underWay = new Map<MessageChannel, number>();
  const fullOnes = new Set<MessageChannel>();
  const promises = new Set<Promise<void>>();

  /** Claims what is due as far as the carrier has room and the rate allows, and asks it. Resolves when they are claimed (C1). */
  async function begin(channel: MessageChannel, carrier: Carrier): Promise<void> {
    const room = carrier.concurrency - (underWay.get(channel) ?? 0);
    if (room <= 0) return void fullOnes.add(channel);
    fullOnes.delete(channel);
    if ((messages.nextDueAt(channel) ?? Number.POSITIVE_INFINITY) > clock.now()) return;
    let claimed: readonly Message[] = [];
    let handOver = openHandOver();
    await database.commits.add(() => {
      handOver = openHandOver();
      claimed = messages.due(channel, clock.now(), room).filter((one) => claim(one, carrier, handOver));
    });
    handOver.done();
    if (claimed.length === room) fullOnes.add(channel);
    for (const message of claimed) follow(channel, perform(message, carrier));
  }

  /** @returns whether it may go now; else it is due again when it may. */
  function claim({ id, campaignRun, channel }: Message, { name }: Carrier, handOver: HandOver): boolean {
    const now = clock.now();
    const at = handOver.at({ campaignRun, channel });
    if (at > now) messages.postpone(id, at);
    else messages.claim(id, name, now);
    return at <= now;
  }

  function follow(channel: MessageChannel, send: Promise<void>): void {
    underWay.set(channel, (underWay.get(channel) ?? 0) + 1);
    promises.add(send);
    void send.finally(() => {
      promises.delete(send);
      underWay.set(channel, (underWay.get(channel) ?? 1) - 1);
      wake();
    });
  }

  async function perform(message: Message, carrier: Carrier): Promise<void> {
    const result = await carrier.send(message).catch((error: unknown): SendResult => {
      log.warn('a carrier failed', {
        carrier: carrier.name,
        error: error instanceof Error ? error.name : 'unknown',
      });
      return { kind: 'unknown', reason: 'The carrier failed while it was asked.' };
    });
    await store(message.id, result).catch((error: unknown) => {
      // It stays `sending`, and becomes unknown at the next start: better than sending it again.
      log.warn('the outcome of a message could not be stored', {
        message: message.id,
        error: error instanceof Error ? error.name : 'unknown',
      });
    });
  }

  function store(id: string, result: SendResult): Promise<void> {
    return database.commits.add(() => {
      // A receipt may have come before the carrier's answer.
      const message = messages.one(id);
      if (message === undefined) return;
      const now = clock.now();
      if (result.kind !== 'later') record(message, newsOf(result, now));
      else if (message.attempts < MAX_ATTEMPTS) messages.again(id, now + waitOf(message, result));
      else record(message, { status: 'failed', at: now, code: result.code, reason: result.reason });
      if (result.kind === 'sent' && result.externalId !== undefined) messages.name(id, result.externalId);
    });
  }

  return {
    begin,
    isFull: (channel: MessageChannel) => fullOnes.has(channel),
    count: () => promises.size,
    settled: () => Promise.all(promises).then(() => undefined),
  };
}

function newsOf(result: Exclude<SendResult, { kind: 'later' }>, at: number): DeliveryNews {
  const { kind: status, ...more } = result;
  return { status, at, ...more };
}

function waitOf({ attempts }: Message, { afterMs }: { readonly afterMs?: number }): number {
  return Math.max(afterMs ?? 0, FIRST_WAIT_MS * WAIT_FACTOR ** (attempts - 1));
}
