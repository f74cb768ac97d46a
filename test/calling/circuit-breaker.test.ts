import { describe, expect, it } from 'vitest';
import type { Call, CallResult } from '../../src/calling/call.ts';
import { createCalling } from '../../src/calling/calling.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer, callOf, failure, settled } from './call-of.ts';

const BREAKER = { circuitBreaker: { failures: 2, withinSeconds: 60, openSeconds: 30 } };

function setUp() {
  const clock = new FakeClock();
  const calling = createCalling({ clock, random: () => 1 });
  let sent = 0;
  const send = (result: CallResult | Promise<CallResult>, more: Partial<Call> = {}) =>
    calling.send(callOf(clock, BREAKER, more), async () => {
      sent++;
      return result;
    });
  return { clock, send, sent: () => sent };
}

/** An answer that comes when the test says so. */
function later(): { readonly result: Promise<CallResult>; come(result: CallResult): void } {
  let come: (result: CallResult) => void = () => {};
  const result = new Promise<CallResult>((resolve) => {
    come = resolve;
  });
  return { result, come: (ended) => come(ended) };
}

const isOpen = (result: CallResult) => !result.ok && result.failure === 'circuitOpen';

describe('the circuit breaker', () => {
  it('opens after enough failures, fails at once and says when it tries again', async () => {
    const { clock, send, sent } = setUp();
    await send(answer(500));
    await send(failure('timeout'));
    clock.advance(10_500);
    expect(await send(answer(200))).toEqual({
      ok: false,
      failure: 'circuitOpen',
      message: 'The host failed too often; it is tried again in 20 seconds',
    });
    expect(sent()).toBe(2);
  });

  it.each([answer(503), failure('unreachable'), failure('broken'), failure('timeout')])(
    'counts %j',
    async (result) => {
      const { send } = setUp();
      await send(result);
      await send(result);
      expect(isOpen(await send(answer(200)))).toBe(true);
    },
  );

  it.each([
    answer(200),
    answer(404),
    answer(429),
    failure('refused'),
    failure('denied'),
    failure('budgetExhausted'),
    failure('tooLarge'),
  ])('does not count %j', async (result) => {
    const { send } = setUp();
    await send(result);
    await send(result);
    expect(await send(answer(200))).toEqual(answer(200));
  });

  it('does not count a request that was given up', async () => {
    const { send } = setUp();
    const given = AbortSignal.abort();
    await send(failure('broken'), { signal: given });
    await send(failure('broken'), { signal: given });
    expect(await send(answer(200))).toEqual(answer(200));
  });

  it('forgets failures that are long past', async () => {
    const { clock, send } = setUp();
    await send(answer(500));
    clock.advance(60_000);
    await send(answer(500));
    expect(await send(answer(200))).toEqual(answer(200));
  });

  it('lets one request try after a while, and closes when that is answered', async () => {
    const { clock, send, sent } = setUp();
    await send(answer(500));
    await send(answer(500));
    clock.advance(30_000);
    const probe = later();
    const probing = send(probe.result);
    expect(isOpen(await send(answer(200)))).toBe(true);
    probe.come(answer(404));
    await probing;
    expect(await send(answer(200))).toEqual(answer(200));
    expect(sent()).toBe(4);
  });

  it('opens again when the try fails', async () => {
    const { clock, send } = setUp();
    await send(answer(500));
    await send(answer(500));
    clock.advance(30_000);
    await send(answer(500));
    clock.advance(29_999);
    expect(isOpen(await send(answer(200)))).toBe(true);
    clock.advance(1);
    expect(await send(answer(200))).toEqual(answer(200));
  });

  it('leaves the try to the next one when it says nothing of the host', async () => {
    const { clock, send } = setUp();
    await send(answer(500));
    await send(answer(500));
    clock.advance(30_000);
    await send(failure('denied'));
    expect(await send(answer(200))).toEqual(answer(200));
  });

  it('is not decided by what was sent before it opened', async () => {
    const { send } = setUp();
    const early = later();
    const sending = send(early.result);
    await send(answer(500));
    await send(answer(500));
    early.come(answer(200));
    await sending;
    expect(isOpen(await send(answer(200)))).toBe(true);
  });

  it('is one for each data action and host', async () => {
    const { send } = setUp();
    await send(answer(500));
    await send(answer(500));
    expect(isOpen(await send(answer(200), { dataAction: 'other' }))).toBe(false);
    const elsewhere = { method: 'GET', url: 'https://other.example.com/', headers: {} };
    expect(isOpen(await send(answer(200), { request: elsewhere }))).toBe(false);
    expect(isOpen(await send(answer(200)))).toBe(true);
  });

  it('ends a retry: an open circuit is not tried again', async () => {
    const clock = new FakeClock();
    const calling = createCalling({ clock, random: () => 0 });
    let sent = 0;
    const call = callOf(clock, { ...BREAKER, retry: { attempts: 5 } });
    const sending = calling.send(call, async () => {
      sent++;
      return answer(503);
    });
    for (let i = 0; i < 10; i++) {
      await settled();
      clock.advance(1);
    }
    expect(await sending).toEqual(answer(503));
    expect(sent).toBe(2);
  });
});
