import { describe, expect, it } from 'vitest';
import type { CallResult } from '../../src/calling/call.ts';
import { createCalling } from '../../src/calling/calling.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answer, callOf, failure, sendCall, settled } from './call-of.ts';

const RETRY = { retry: { attempts: 3, backoffSeconds: 0.1, maxBackoffSeconds: 0.15 } };
const ONCE = { isRepeatable: false };

describe('retry', () => {
  it('is off unless the definition declares it', async () => {
    const { at } = await sendCall({}, [answer(503), answer(200)]);
    expect(at).toEqual([0]);
  });

  it.each<[string, CallResult, boolean, number]>([
    ['503 of a repeatable request', answer(503), true, 2],
    ['503 of another', answer(503), false, 1],
    ['429 of a repeatable request', answer(429), true, 2],
    ['429 of another, since nothing was done', answer(429), false, 2],
    ['502 of another', answer(502), false, 1],
    ['a status that is not listed', answer(500), true, 1],
    ['404', answer(404), true, 1],
    ['no connection, since nothing was sent', failure('unreachable'), false, 2],
    ['a broken connection of a repeatable request', failure('broken'), true, 2],
    ['a broken connection of another', failure('broken'), false, 1],
    ['a time-out of a repeatable request', failure('timeout'), true, 2],
    ['a time-out of another', failure('timeout'), false, 1],
    ['a refused request', failure('refused'), true, 1],
    ['credentials that are not accepted', failure('denied'), true, 1],
    ['an answer that is too large', failure('tooLarge'), true, 1],
  ])('R4 repeats where it does no harm: %s', async (_what, first, isRepeatable, tries) => {
    const { at, result } = await sendCall(RETRY, [first, answer(200)], { isRepeatable });
    expect(at).toHaveLength(tries);
    expect(result).toEqual(tries === 1 ? first : answer(200));
  });

  it('waits twice as long each time, up to the longest wait', async () => {
    const retry = { attempts: 5, backoffSeconds: 0.1, maxBackoffSeconds: 0.3 };
    const { at } = await sendCall({ retry }, Array(5).fill(answer(503)));
    expect(at).toEqual([0, 100, 300, 600, 900]);
  });

  it('spreads the waits by chance', async () => {
    const { at } = await sendCall(RETRY, [answer(503), answer(200)], { random: () => 0.25 });
    expect(at).toEqual([0, 25]);
  });

  it.each([
    ['seconds', '2', 2000],
    ['an HTTP date', 'Thu, 15 Jan 2026 12:00:03 GMT', 3000],
    ['a date that has passed', 'Thu, 15 Jan 2026 11:00:00 GMT', 100],
    ['nothing readable', 'soon', 100],
    ['a negative number', '-5', 100],
    ['none, but not sooner than the backoff', '0', 100],
  ])('keeps to Retry-After in %s', async (_what, after, second) => {
    const { at } = await sendCall(RETRY, [answer(429, { 'retry-after': after }), answer(200)], ONCE);
    expect(at).toEqual([0, second]);
  });

  it('gives the answer back at once when Retry-After leads beyond the time-out', async () => {
    const { at, result, reports } = await sendCall(RETRY, [answer(429, { 'retry-after': '60' })]);
    expect(at).toEqual([0]);
    expect(result).toEqual(answer(429, { 'retry-after': '60' }));
    expect(reports.at(-1)).toMatchObject({ name: 'Wait before the next try', success: false });
  });

  it('D6 reports each try, why it ended and how long it waited', async () => {
    const { reports } = await sendCall(RETRY, [failure('unreachable'), answer(503), answer(200)]);
    expect(reports).toEqual([
      { name: 'Try 1 of 3', success: false, error: 'it is unreachable' },
      { name: 'Wait before the next try', success: true, result: { waitedMs: 100, because: 'backoff' } },
      { name: 'Try 2 of 3', success: false, error: 'answered with status 503' },
      { name: 'Wait before the next try', success: true, result: { waitedMs: 150, because: 'backoff' } },
      { name: 'Try 3 of 3', success: true, result: { status: 200 } },
    ]);
  });

  it('R4 never hides with a try that was not sent that an earlier one may have arrived', async () => {
    const { result } = await sendCall(RETRY, [
      failure('broken'),
      failure('unreachable'),
      failure('unreachable'),
    ]);
    expect(result).toEqual(failure('broken'));
  });

  it('ends when the call is given up while it waits', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    let sent = 0;
    const calling = createCalling({ clock, random: () => 1 });
    const sending = calling.send(callOf(clock, RETRY, { signal: abort.signal }), async () => {
      sent++;
      return answer(503);
    });
    await settled();
    abort.abort();
    expect(await sending).toEqual(answer(503));
    expect(sent).toBe(1);
    expect(clock.pending).toBe(0);
  });
});
