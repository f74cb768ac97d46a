import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmailRate } from '../../src/platform/email/email-rate.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { newFolder } from '../files/folder.ts';
import { bodyOf, type EmailServer, openEmailServer } from './email-server.ts';

const REQUESTS_PER_TOKEN = 300;
const SECOND = 1000;

/** Sends so many, one after the other, each token within its own limit. */
async function sendMany(local: EmailServer, count: number): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    if (sent % REQUESTS_PER_TOKEN === 0) await local.relogin();
    statuses.push((await local.email()).statusCode);
  }
  return statuses;
}

describe('the rate of agentless e-mail', () => {
  it('E9 takes 600 a minute, answers the 601st with 429 and Retry-After, and loses none', async () => {
    const local = await openEmailServer();
    expect(new Set(await sendMany(local, 599))).toEqual(new Set([200]));
    local.clock.advance(10 * SECOND);
    await local.relogin();
    expect((await local.email()).statusCode).toBe(200);

    const headers = { 'idempotency-key': 'k' };
    const refused = await local.email({}, { headers });
    expect(refused.json()).toMatchObject({ status: 429, code: 'too.many.requests' });
    expect(refused.headers['retry-after']).toBe('50');

    // What was refused did not count and left nothing, not even under its key: it goes when it is its time.
    local.clock.advance(50 * SECOND - 1);
    expect((await local.email({}, { headers })).headers['retry-after']).toBe('1');
    local.clock.advance(1);
    const taken = await local.email({}, { headers });
    expect(taken.statusCode).toBe(200);
    expect(await local.sent(bodyOf(taken)['id'])).toMatchObject({ status: 'delivered' });
    expect(local.database.sqlite.prepare('select count(*) from message').pluck().get()).toBe(601);
  });

  it('E9 takes 1,200 where that is set, and still knows after a restart what went before', async () => {
    const file = join(newFolder(), 'attendant.db');
    const seed = { email: { ratePerMinute: 1_200 } } as const;
    const first = await openEmailServer({ seed, file });
    const { database, clock } = first;
    const rate = openEmailRate(database.sqlite, 1_200);
    await database.commits.add(() => {
      for (let count = 1; count < 1_200; count += 1) rate.take(clock.now());
    });
    expect((await first.email()).statusCode).toBe(200);
    expect((await first.email()).statusCode).toBe(429);
    await first.close();

    const second = await openEmailServer({ seed, file });
    expect((await second.email()).statusCode).toBe(429);
    second.clock.advance(60 * SECOND);
    expect((await second.email()).statusCode).toBe(200);
  });

  it('E9 does not count what is refused for another reason, nor what is answered from an Idempotency-Key', async () => {
    const local = await openEmailServer();
    const headers = { 'idempotency-key': 'k' };
    await local.email({}, { headers });
    await local.email({}, { headers });
    await local.email({ conversationId: 'nothing' });
    await local.email({ fromAddress: { email: 'a@other.example.com' } });
    expect(local.database.sqlite.prepare('select count(*) from email_acceptance').pluck().get()).toBe(1);
  });
});

describe('openEmailRate', () => {
  function open(perMinute?: number) {
    const database = AttendantDatabase.open(':memory:');
    return { database, rate: openEmailRate(database.sqlite, perMinute) };
  }

  it.each([
    [600, undefined],
    [1_200, 1_200],
    [3_000, 3_000],
  ] as const)('E9 never lets more than %i e-mails go in any 60 seconds', (most, perMinute) => {
    const { rate } = open(perMinute);
    const taken: number[] = [];
    // Bursts of uneven size at uneven times, for four minutes.
    for (let now = 0; now < 240_000; now += 700 + (now % 13) * 90)
      for (let burst = 0; burst < most / 20 + (now % 7) * 30; burst += 1)
        if (rate.take(now) === undefined) taken.push(now);
    for (const [index, at] of taken.entries()) {
      const before = taken[index - most];
      if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(60_000);
    }
    expect(taken.length).toBeGreaterThan(3 * most);
  });

  it('remembers a limited number, and goes on when the clock is set back', () => {
    const { rate, database } = open();
    for (let now = 0; now < 12_000; now += 1) rate.take(now * 1000);
    expect(database.sqlite.prepare('select count(*) from email_acceptance').pluck().get()).toBe(3_000);
    for (let count = 0; count < 600; count += 1) rate.take(5_000_000);
    expect(rate.take(1_000)).toBeUndefined();
  });
});
