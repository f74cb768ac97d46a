import type { Carrier, SendResult } from '../../src/platform/deliveries/carrier.ts';
import type { Carriers } from '../../src/platform/deliveries/deliveries.ts';
import type { Message } from '../../src/platform/messages/message.ts';
import type { FakeClock } from '../support/fake-clock.ts';

/** A message that the carrier was asked to take. */
export interface Asked {
  readonly id: string;
  readonly to: string;
  readonly at: number;
}

/** A carrier in a test: keeps what it is asked, and answers as the test says. */
export interface FakeCarrier {
  readonly carriers: () => Carriers;
  readonly asked: readonly Asked[];
  /** How it answers from now on: at once, or after some ms of the clock. */
  answerWith(answer: (message: Message, tries: number) => SendResult, afterMs?: number): void;
}

/** A carrier of WhatsApp messages that takes everything at once, until it is told otherwise. */
export function fakeCarrier(clock: FakeClock, concurrency = 10): FakeCarrier {
  const asked: Asked[] = [];
  let answer = (_message: Message, _tries: number): SendResult => ({ kind: 'sent' });
  let answerAfterMs = 0;
  const carrier: Carrier = {
    name: 'test',
    concurrency,
    async send(message) {
      asked.push({ id: message.id, to: message.toAddress, at: clock.now() });
      const tries = asked.filter(({ id }) => id === message.id).length;
      const result = answer(message, tries);
      if (answerAfterMs > 0)
        await new Promise<void>((resolve) => void clock.at(clock.now() + answerAfterMs, resolve));
      return result;
    },
    close: async () => undefined,
  };
  return {
    carriers: () => ({ whatsapp: carrier }),
    asked,
    answerWith(next, afterMs = 0) {
      answer = next;
      answerAfterMs = afterMs;
    },
  };
}

/** The most of some times, in ascending order, that lie within 60 seconds. */
export function mostInAMinute(times: readonly number[]): number {
  let [first, most] = [0, 0];
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? 0) <= time - 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
