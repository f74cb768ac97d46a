import { describe, expect, it } from 'vitest';
import type { Call, CallReport, CallResult } from '../../src/calling/call.ts';
import { createCalling } from '../../src/calling/calling.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer, callOf, failure, settled } from './call-of.ts';

function setUp(cache: { seconds: number; maxEntries?: number } = { seconds: 60 }) {
  const clock = new FakeClock();
  const calling = createCalling({ clock, random: () => 1 });
  let sent = 0;
  const reports: CallReport[] = [];
  const send = (result: CallResult | Promise<CallResult>, more: Partial<Call> = {}) =>
    calling.send(
      callOf(clock, { cache }, { report: (report) => reports.push(report), ...more }),
      async () => {
        sent++;
        return result;
      },
    );
  return { clock, send, reports, sent: () => sent };
}

const get = (url: string, headers = {}) => ({ request: { method: 'GET', url, headers } });
const A = answer(200, {}, 'a');
const B = answer(200, {}, 'b');

describe('the answer cache', () => {
  it('uses an answer again for as long as it says, and reports it', async () => {
    const { clock, send, reports, sent } = setUp();
    await send(A);
    clock.advance(59_999);
    expect(await send(B)).toEqual(A);
    expect(reports).toEqual([
      { name: 'Take the answer from the cache', success: true, result: { ageSeconds: 59 } },
    ]);
    clock.advance(1);
    expect(await send(B)).toEqual(B);
    expect(sent()).toBe(2);
  });

  it.each([
    ['another address', get('https://crm.example.com/customers/2')],
    ['another header', get('https://crm.example.com/customers/1', { 'Accept-Language': 'de' })],
    ['another data action', { dataAction: 'other' }],
    ['another integration, whose answer it may not see', { integration: 'other' }],
  ])('asks anew for %s', async (_what, more) => {
    const { send } = setUp();
    await send(A);
    expect(await send(B, more)).toEqual(B);
  });

  it('does not mind who asks, nor the key of the request', async () => {
    const { send } = setUp();
    await send(A, get('https://crm.example.com/', { Authorization: 'Bearer 1', 'Idempotency-Key': '1' }));
    expect(
      await send(B, get('https://crm.example.com/', { authorization: 'Bearer 2', 'Idempotency-Key': '2' })),
    ).toEqual(A);
  });

  it.each([answer(404), answer(500), answer(302), failure('timeout')])('does not keep %j', async (result) => {
    const { send } = setUp();
    await send(result);
    expect(await send(B)).toEqual(B);
  });

  it('keeps the newest answers when there are too many', async () => {
    const { send } = setUp({ seconds: 60, maxEntries: 2 });
    for (const name of ['1', '2', '3'])
      await send(answer(200, {}, name), get(`https://crm.example.com/${name}`));
    expect(await send(B, get('https://crm.example.com/3'))).toEqual(answer(200, {}, '3'));
    expect(await send(B, get('https://crm.example.com/1'))).toEqual(B);
  });

  it('keeps no more than fits in the memory it may take', async () => {
    const { send } = setUp();
    const large = 'x'.repeat(9 * 1024 * 1024);
    await send(answer(200, {}, large), get('https://crm.example.com/1'));
    await send(answer(200, {}, large), get('https://crm.example.com/2'));
    expect(await send(B, get('https://crm.example.com/1'))).toEqual(B);
  });

  it('sends equal requests at the same time once', async () => {
    const { clock, send, sent, reports } = setUp();
    const all = await Promise.all([send(A), send(B), send(B)]);
    expect(all).toEqual([A, A, A]);
    expect(sent()).toBe(1);
    await settled();
    expect(clock.pending).toBe(0);
    expect(reports.map(({ name }) => name)).toEqual(Array(2).fill('Share the answer to the same request'));
  });

  it('does not share a failure', async () => {
    const { send } = setUp();
    expect(await Promise.all([send(failure('timeout')), send(B)])).toEqual([failure('timeout'), B]);
  });

  it('waits for another request no longer than it has time', async () => {
    const { clock, send } = setUp();
    void send(new Promise(() => {}));
    const second = send(failure('unreachable'), { deadline: clock.now() + 1000 });
    await settled();
    clock.advance(1000);
    expect(await second).toEqual(failure('unreachable'));
  });
});
