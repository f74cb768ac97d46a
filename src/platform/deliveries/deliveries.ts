import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import {
  type DeliveryNews,
  isNews,
  MESSAGE_CHANNELS,
  type MessageChannel,
  type MessageHead,
  type NewMessage,
  queuedMessage,
} from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { openRounds } from '../rounds.ts';
import type { Carrier } from './carrier.ts';
import { AT_ONCE as ALL_AT_ONCE, type HandOver } from './hand-over.ts';
import { deliverLocally } from './local-outbox.ts';
import { openRemoteSends } from './remote-sends.ts';

/*
 * Brings accepted messages to their carriers, and news of them back.
 *
 * Owns: what a round does, and what counts as news.
 * Does not own: when rounds come (rounds.ts), how a carrier sends (Carrier), what follows from its answer (remote-sends.ts), what the local outbox
 * does (local-outbox.ts), how rows are kept (MessageStore).
 *
 * C1: a message is stored as `sending` before its carrier is asked, so no crash lets it be sent twice.
 * C2: what stands as `sending` at the start was asked for by a process that died: its outcome is unknown until a receipt.
 * C3: a message of the local outbox moves in one transaction, and only while it is due, so it is delivered once.
 * C4: news that says no more than what is known changes nothing: receipts come twice and in any order.
 * C5: observers run inside the transaction that stores the news.
 */

/** How many messages one transaction moves in the local outbox. */
const AT_ONCE = 500;
/** How many messages may wait for a carrier before campaigns hold back: enough to keep it busy, and some tries again. */
const MIN_WAITING = 100;
const WAITING_PER_CONNECTION = 4;

/** Hears of news of a message, inside the transaction that stores it. The message is as it was before. */
export type DeliveryObserver = (message: MessageHead, news: DeliveryNews) => void;

/** What deliveries work with. */
export interface DeliveriesOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly messages: MessageStore;
  /** By channel; a channel without one is delivered by the local outbox. */
  readonly carriers?: Carriers;
}

/** The carriers there are. */
export type Carriers = { readonly [channel in MessageChannel]?: Carrier };

/** Opens the deliveries. Call `recover` once, `wake` after every commit that accepts a message, `close` at the end. */
export function openDeliveries({ database, clock, log, messages, carriers = {} }: DeliveriesOptions) {
  const observers: DeliveryObserver[] = [];
  let openHandOver: () => HandOver = () => ALL_AT_ONCE;
  const rounds = openRounds({ clock, log, round, nextDueAt, failure: 'delivery failed' });
  const { wake } = rounds;
  const sends = openRemoteSends({
    ...{ database, clock, log, messages, record, wake },
    openHandOver: () => openHandOver(),
  });

  /**
   * Stores an outbound message. Must run inside a commit; call `wake` after it. What the local outbox would deliver at
   * once it delivers here, in the same transaction: half the writes for each message.
   */
  function accept({ plan, ...message }: NewMessage): void {
    // A plan is for the local outbox alone; its delay must not hold up a carrier.
    if (carriers[message.channel] !== undefined) return void messages.add(message);
    if (plan !== undefined) return void messages.add({ ...message, plan });
    messages.addDelivered(message, 'outbox');
    const news = { status: 'delivered', at: message.acceptedAt } as const;
    for (const observe of observers) observe(queuedMessage(message), news);
  }

  async function round(): Promise<void> {
    await moveLocally();
    await Promise.all(
      MESSAGE_CHANNELS.map((channel) => {
        const carrier = carriers[channel];
        return carrier && sends.begin(channel, carrier);
      }),
    );
  }

  async function moveLocally(): Promise<void> {
    const local = MESSAGE_CHANNELS.filter((channel) => carriers[channel] === undefined && isDue(channel));
    if (local.length === 0) return;
    await database.commits.add(() => {
      for (const channel of local) moveChannel(channel);
    });
  }

  function isDue(channel: MessageChannel): boolean {
    return (messages.nextDueAt(channel) ?? Number.POSITIVE_INFINITY) <= clock.now();
  }

  function moveChannel(channel: MessageChannel): void {
    const now = clock.now();
    for (const message of messages.dueHeads(channel, now, AT_ONCE)) {
      const { news, next } = deliverLocally(message, now);
      messages.tell(message.id, news, next, 'outbox');
      for (const observe of observers) observe(message, news);
    }
  }

  /** Stores news of a message where it is news (C4). Must run inside a commit. @returns whether it was. */
  function record(message: MessageHead, news: DeliveryNews): boolean {
    if (!isNews(message.status, news.status)) return false;
    messages.tell(message.id, news);
    for (const observe of observers) observe(message, news);
    return true;
  }

  /** A channel whose carrier is full is looked at again when a send ends. */
  function nextDueAt(): number | undefined {
    const open = MESSAGE_CHANNELS.filter(
      (channel) => carriers[channel] === undefined || !sends.isFull(channel),
    );
    const times = open.map(messages.nextDueAt).filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** How many messages more may wait for the carrier of a channel; the local outbox takes any number. */
  function room(channel: MessageChannel): number {
    const carrier = carriers[channel];
    if (carrier === undefined) return Number.POSITIVE_INFINITY;
    const most = Math.max(MIN_WAITING, WAITING_PER_CONNECTION * carrier.concurrency);
    return most - messages.countWaiting(channel, most);
  }

  /** Takes up what the last process left: what was being sent is unknown (C2), what is queued goes out. */
  async function recover(): Promise<void> {
    await database.commits.add(() => {
      const reason =
        'Attendant stopped while the carrier was asked; only a receipt can tell whether it was sent.';
      for (const message of messages.sending())
        record(message, { status: 'unknown', at: clock.now(), reason });
    });
    wake();
  }

  async function settled(): Promise<void> {
    while (rounds.isRunning() || sends.count() > 0) {
      await rounds.settled();
      await sends.settled();
    }
  }

  /** Stops: nothing new is begun; what is under way is waited for, within the carriers' own time limits. */
  async function close(): Promise<void> {
    await rounds.close();
    await sends.settled();
    await Promise.all(Object.values(carriers).map((carrier) => carrier.close()));
  }

  return {
    accept,
    wake,
    record,
    recover,
    /** Resolves when nothing is under way that was due by now. */
    settled,
    close,
    room,
    /** Lets somebody say when messages may be handed to a carrier outside. */
    pace(open: () => HandOver): void {
      openHandOver = open;
    },
    /** Lets somebody hear of news (C5). */
    observe: (observer: DeliveryObserver) => void observers.push(observer),
  };
}

/** What openDeliveries returns. */
export type Deliveries = ReturnType<typeof openDeliveries>;
