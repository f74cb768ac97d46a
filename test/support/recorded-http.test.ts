import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { type RecordedAnswer, recordedHttp } from './recorded-http.ts';

const PUT: HttpRequest = {
  method: 'PUT',
  url: 'http://platform.test/a?b=1',
  headers: { Authorization: 'Bearer secret', 'Idempotency-Key': 'c1:1' },
  body: '{"c":2}',
};
const ANSWER = { method: 'PUT', path: '/a?b=1', status: 201, body: { done: true } } as const;
const SECOND = { timeoutMs: 1000 };

function recorded(...answers: readonly RecordedAnswer[]) {
  const clock = new FakeClock(0);
  return { clock, http: recordedHttp(clock, answers) };
}

describe('recordedHttp', () => {
  it('answers from the record and keeps what was sent', async () => {
    const { http } = recorded(ANSWER);
    expect(await http.send(PUT, SECOND)).toEqual({
      ok: true,
      response: { status: 201, headers: {}, body: '{"done":true}' },
    });
    expect(http.sent).toMatchObject([{ method: 'PUT', path: '/a?b=1', body: { c: 2 } }]);
    expect(http.faults()).toEqual([]);
  });

  it('D8 keeps no credential', async () => {
    const { http } = recorded(ANSWER);
    await http.send(PUT, SECOND);
    expect(http.sent[0]?.headers).toEqual({ 'Idempotency-Key': 'c1:1' });
  });

  it('names a request without an answer, and an answer nobody asked for', async () => {
    const { http } = recorded({ ...ANSWER, method: 'POST' });
    expect(await http.send(PUT, SECOND)).toMatchObject({ ok: false, failure: 'refused' });
    expect(http.faults()).toEqual([
      'PUT /a?b=1 was sent, and the next answer on record is for POST /a?b=1',
      'nobody asked for the answer to POST /a?b=1',
    ]);
  });

  it.each<[string, RecordedAnswer, number, object]>([
    ['an answer that takes its time', { ...ANSWER, afterMs: 300 }, 300, { ok: true }],
    ['one that takes too long', { ...ANSWER, afterMs: 1001 }, 1000, { failure: 'timeout' }],
    ['one that never comes', { ...ANSWER, failure: 'never' }, 1000, { failure: 'timeout' }],
  ])('brings %s at its moment', async (_name, answer, at, result) => {
    const { clock, http } = recorded(answer);
    const sending = http.send(PUT, SECOND);
    expect(http.nextAt()).toBe(at);
    clock.advanceTo(at);
    expect(http.nextAt()).toBeUndefined();
    expect(await sending).toMatchObject(result);
  });

  it('ends a request that is given up', async () => {
    const { clock, http } = recorded({ ...ANSWER, failure: 'never' });
    const giveUp = new AbortController();
    const sending = http.send(PUT, { ...SECOND, signal: giveUp.signal });
    giveUp.abort();
    expect(await sending).toMatchObject({ failure: 'broken' });
    expect(clock.pending).toBe(0);
  });
});
