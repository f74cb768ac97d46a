import { describe, expect, it } from 'vitest';
import { cassetteText, readCassette } from '../../src/recording/cassette.ts';
import { createRecorder } from '../../src/recording/recorder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answering, dataActionOf, jsonAnswer } from './data-action-of.ts';

function recorderOf(rules = {}) {
  const clock = new FakeClock();
  return createRecorder({
    clock,
    salt: 'salt',
    maskSecrets: (text) => text.replaceAll('s3cret', '••••'),
    rules,
  });
}

const REQUEST = {
  method: 'POST',
  url: 'https://crm.example.com/customers/+13175550123?full=true',
  headers: {
    'User-Agent': 'attendant',
    Authorization: 'Bearer abc',
    'X-Api-Key': 'abc',
    'Idempotency-Key': '1',
    'X-Tenant': 's3cret',
  },
  body: '{"phone":"+13175550123","name":"Support"}',
};
const OPTIONS = { timeoutMs: 1000 };

describe('a recorder', () => {
  it('passes on what it gets, and records it masked', async () => {
    const recorder = recorderOf();
    const received = jsonAnswer({ id: '7', email: 'anna@example.org', token: 'abc' }, 200, {
      'content-type': 'application/json',
      'set-cookie': 'a=b',
      date: 'today',
    });
    const http = recorder.around(dataActionOf(), answering(received));
    expect(await http.send(REQUEST, OPTIONS)).toBe(received);
    const { pseudonyms, ...cassette } = recorder.cassette();
    const [phone = ''] = pseudonyms?.phone ?? [];
    const [email = ''] = pseudonyms?.email ?? [];
    expect(cassette).toEqual({
      recordedAt: '2026-01-15T12:00:00.000Z',
      definitions: {
        'look-up': {
          request: expect.stringMatching(/^[0-9a-f]{16}$/),
          response: expect.stringMatching(/^[0-9a-f]{16}$/),
          contract: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      },
      exchanges: [
        {
          dataAction: 'look-up',
          request: {
            method: 'POST',
            url: `https://crm.example.com/customers/%2B${phone.slice(1)}?full=true`,
            headers: { Authorization: '••••', 'X-Api-Key': '••••', 'X-Tenant': '••••' },
            body: { phone, name: 'Support' },
          },
          answer: {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: { id: '7', email, token: '••••' },
          },
          tookMs: 0,
        },
      ],
    });
  });

  it('records why there was no answer', async () => {
    const recorder = recorderOf();
    const http = recorder.around(dataActionOf(), answering({ ok: false, failure: 'broken', message: 'x' }));
    await http.send(REQUEST, OPTIONS);
    expect(recorder.cassette().exchanges[0]).toMatchObject({ failure: 'broken' });
  });

  it('K3 masks in an early exchange what a later one shows to be personal', async () => {
    const recorder = recorderOf();
    const http = recorder.around(
      dataActionOf(),
      answering(jsonAnswer({ note: 'Hello Schmidt' }), jsonAnswer({ lastName: 'Schmidt' })),
    );
    await http.send(REQUEST, OPTIONS);
    await http.send(REQUEST, OPTIONS);
    expect(JSON.stringify(recorder.cassette())).not.toContain('Schmidt');
  });

  it('K3 learns from the inputs what stands in a path without a name', async () => {
    const recorder = recorderOf();
    recorder.learn({ phone: '13175550123' });
    const request = { method: 'GET', url: 'https://crm.example.com/customers/13175550123', headers: {} };
    await recorder.around(dataActionOf(), answering(jsonAnswer({}))).send(request, OPTIONS);
    expect(recorder.cassette().exchanges[0]?.request.url).toMatch(/customers\/1[2-9]\d{9}$/);
    expect(JSON.stringify(recorder.cassette())).not.toContain('3175550123');
  });

  it('leaves out host and port where the definition names none', async () => {
    const recorder = recorderOf();
    const dataAction = dataActionOf(
      { integrationType: 'purecloud-data-actions' },
      { request: { requestType: 'GET', requestUrlTemplate: '/api/v2/users' } },
    );
    await recorder
      .around(dataAction, answering(jsonAnswer({})))
      .send({ method: 'GET', url: 'http://127.0.0.1:38123/api/v2/users', headers: {} }, OPTIONS);
    expect(recorder.cassette().exchanges[0]?.request.url).toBe('/api/v2/users');
  });

  it('D8 does not record a secure data action, and says so', async () => {
    const recorder = recorderOf();
    const http = answering(jsonAnswer({}));
    expect(recorder.around(dataActionOf({ secure: true }), http)).toBe(http);
    expect(recorder.notices()).toEqual(['look-up: a secure data action is not recorded']);
  });

  it('records no body that no cassette can hold, and says so', async () => {
    const recorder = recorderOf();
    const deep = { ok: true, response: { status: 200, headers: {}, body: '['.repeat(100_000) } } as const;
    await recorder.around(dataActionOf(), answering(deep)).send(REQUEST, OPTIONS);
    expect(recorder.cassette().exchanges).toEqual([]);
    expect(recorder.notices()).toEqual([
      'look-up: a body that nests too deep or holds too much was not recorded',
    ]);
  });

  it('stops when the cassette is full, and says so', async () => {
    const recorder = recorderOf();
    const large = jsonAnswer({ text: 'x'.repeat(1_900_000) });
    const http = recorder.around(dataActionOf(), answering(large, large, large));
    for (let i = 0; i < 3; i++) await http.send(REQUEST, OPTIONS);
    expect(recorder.cassette().exchanges).toHaveLength(1);
    expect(recorder.notices()).toEqual(['look-up: the cassette is full; what came later was not recorded']);
  });

  it('writes what it can read again, whatever the answer holds', async () => {
    const recorder = recorderOf();
    const odd = '{"constructor":{"firstName":"Anna"},"__proto__":1}';
    const http = recorder.around(
      dataActionOf(),
      answering(
        { ok: true, response: { status: 200, headers: {}, body: odd } },
        jsonAnswer([1]),
        jsonAnswer('x'),
      ),
    );
    for (let i = 0; i < 3; i++) await http.send(REQUEST, OPTIONS);
    const text = cassetteText(recorder.cassette());
    expect(readCassette(JSON.parse(text), 'a.cassette.json').diagnostics).toEqual([]);
    expect(text).not.toContain('Anna');
    expect(text).toContain('\\"constructor\\"');
  });
});
