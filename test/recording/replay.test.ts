import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import type { HttpRequest } from '../../src/ports.ts';
import type { Cassette, Exchange } from '../../src/recording/cassette.ts';
import { createRecorder } from '../../src/recording/recorder.ts';
import { createReplay, type ReplayOptions, replayedAuthentication } from '../../src/recording/replay.ts';
import { settled } from '../calling/call-of.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answering, dataActionOf, jsonAnswer } from './data-action-of.ts';

const OPTIONS = { timeoutMs: 60_000 };
const PHONE = '+15559871234';
const OTHER = '+15552223333';
const URL_1 = 'https://crm.example.com/customers/1?full=true&lang=de';

function exchange(request: Partial<Exchange['request']> = {}, body: Json = { id: '1' }): Exchange {
  return {
    dataAction: 'look-up',
    request: { method: 'POST', url: URL_1, ...request },
    answer: { status: 200, body },
  };
}

function present(json?: Json, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: URL_1,
    headers: {},
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...more,
  };
}

function play(exchanges: readonly Exchange[], options: ReplayOptions = {}, cassette: Partial<Cassette> = {}) {
  const replay = createReplay({ exchanges: [...exchanges], ...cassette }, options);
  const http = replay.for(dataActionOf());
  return {
    ...replay,
    /** The body of the answer, or the message of the failure. */
    async ask(request: HttpRequest): Promise<string> {
      const result = await http.send(request, OPTIONS);
      return result.ok ? result.response.body : result.message;
    },
  };
}

describe('a replay', () => {
  it('answers as on record, each exchange once, in order', async () => {
    const { ask, faults, unused } = play([exchange({}, { id: 'a' }), exchange({}, { id: 'b' })]);
    expect(unused()).toEqual([
      'nobody asked for exchange 1, POST of look-up',
      'nobody asked for exchange 2, POST of look-up',
    ]);
    expect([await ask(present()), await ask(present())]).toEqual(['{"id":"a"}', '{"id":"b"}']);
    expect(await ask(present())).toBe('look-up: all 2 exchanges that fit have been used');
    expect(faults()).toHaveLength(1);
    expect(unused()).toEqual([]);
  });

  it('answers again and again when it may', async () => {
    const { ask } = play([exchange({}, { id: 'a' }), exchange({}, { id: 'b' })], { repeats: true });
    const all = [await ask(present()), await ask(present()), await ask(present())];
    expect(all).toEqual(['{"id":"a"}', '{"id":"b"}', '{"id":"b"}']);
  });

  it('does not mind the order of keys and parameters, nor the encoding', async () => {
    const { ask } = play([exchange({ url: '/a%20b?x=1&y=a+b', body: { a: 1, b: [true, null] } })]);
    const dataAction = { url: '/a%20b?y=a%20b&x=1' };
    expect(await ask(present({ b: [true, null], a: 1 }, dataAction))).toBe('{"id":"1"}');
  });

  it.each<[string, Partial<Exchange['request']>, HttpRequest, string]>([
    ['method', {}, present(undefined, { method: 'PUT' }), 'the method: POST is on record, now it is PUT'],
    [
      'host',
      {},
      present(undefined, { url: 'https://other.example.com/customers/1?full=true&lang=de' }),
      'the host: https://crm.example.com is on record',
    ],
    [
      'path',
      {},
      present(undefined, { url: 'https://crm.example.com/customers/2?full=true&lang=de' }),
      'the path: "/customers/1" is on record',
    ],
    [
      'query value',
      {},
      present(undefined, { url: 'https://crm.example.com/customers/1?full=true&lang=en' }),
      '`lang` in the query: "de" is on record',
    ],
    [
      'query',
      {},
      present(undefined, { url: 'https://crm.example.com/customers/1?full=true&lang=de&x=1' }),
      '`x` in the query: it is not on record',
    ],
    [
      'text',
      { body: { a: { b: 'x' } } },
      present({ a: { b: 'secret' } }),
      '`/a/b` in the body: "x" is on record',
    ],
    ['type', { body: { a: 1 } }, present({ a: '1' }), '`/a` in the body: 1 is on record, now it is a text'],
    ['missing key', { body: { a: 1 } }, present({}), 'the body: `a` is on record, and not there now'],
    [
      'new key',
      { body: { a: [{}] } },
      present({ a: [{ b: 1 }] }),
      '`/a/0` in the body: `b` is not on record',
    ],
    ['no body', { body: { a: 1 } }, present(), 'the body: JSON is on record, now it is nothing'],
    ['text body', { text: 'a=1' }, present(undefined, { body: 'a=2' }), 'the body: "a=1" is on record'],
  ])('says the first difference: another %s', async (_what, recorded, request, difference) => {
    const { ask } = play([exchange(recorded)]);
    const message = await ask(request);
    expect(message).toBe(
      `look-up: no recorded request fits; exchange 1 is nearest and differs in ${difference}`,
    );
    expect(message).not.toContain('secret');
  });

  it('takes the id of another call where that of a call is on record', async () => {
    const recorded = { evidence: 'call 01a1fd4f-a467-77b6-882d-965a0a9be666.', id: '7' };
    const { ask } = play([exchange({ body: recorded }), exchange({ body: recorded })]);
    const later = { ...recorded, evidence: 'call 01b2aaaa-bbbb-7ccc-8ddd-965a0a9be777.' };
    expect(await ask(present(later))).toBe('{"id":"1"}');
    expect(await ask(present({ ...recorded, evidence: 'call number seven.' }))).toContain(
      '`/evidence` in the body',
    );
    expect(await ask(present({ ...later, id: '01b2aaaa-bbbb-7ccc-8ddd-965a0a9be777' }))).toContain(
      '`/id` in the body',
    );
  });

  it('names the nearest exchange', async () => {
    const { ask } = play([exchange({ body: { a: 1, b: 1 } }), exchange({ body: { a: 2, b: 2 } })]);
    expect(await ask(present({ a: 2, b: 3 }))).toContain(
      'exchange 2 is nearest and differs in `/b` in the body',
    );
    expect(await ask(present({ a: 3, b: 3 }))).toContain(', and 1 more');
  });

  it('knows when a data action is not on record at all', async () => {
    const { ask } = play([{ ...exchange(), dataAction: 'other' }]);
    expect(await ask(present())).toBe('look-up: the cassette holds no exchange of it');
  });

  it('fails as on record', async () => {
    const replay = createReplay({
      exchanges: [{ dataAction: 'look-up', request: { method: 'POST', url: URL_1 }, failure: 'broken' }],
    });
    expect(await replay.for(dataActionOf()).send(present(), OPTIONS)).toMatchObject({ failure: 'broken' });
  });

  it('plays a masked secret as one that any header can hold', async () => {
    const masked = {
      ...exchange(),
      answer: { status: 200, headers: { 'X-A': '••••' }, body: { token: '••••' } },
    };
    const http = createReplay({ exchanges: [masked] }).for(dataActionOf());
    expect(await http.send(present(), OPTIONS)).toEqual({
      ok: true,
      response: { status: 200, headers: { 'x-a': 'masked' }, body: '{"token":"masked"}' },
    });
  });

  it('needs no credentials', async () => {
    const authentication = replayedAuthentication(['key']);
    const authorization = await authentication.authorize(1000);
    expect(authorization).toEqual({ ok: true, headers: {}, credentials: { key: 'masked' } });
    expect(await authentication.renew(authorization, 1000)).toEqual(authorization);
    expect([authentication.givesValues, replayedAuthentication([]).givesValues]).toEqual([true, false]);
  });

  it('takes its time on a clock, within the time-out', async () => {
    const clock = new FakeClock(0);
    const slow = { ...exchange(), tookMs: 3000 };
    const http = createReplay({ exchanges: [slow, slow] }, { clock }).for(dataActionOf());
    const first = http.send(present(), OPTIONS).then(({ ok }) => `${ok} at ${clock.now()}`);
    await settled();
    clock.advance(3000);
    expect(await first).toBe('true at 3000');
    const second = http.send(present(), { timeoutMs: 1000 });
    await settled();
    clock.advance(1000);
    expect(await second).toMatchObject({ failure: 'timeout' });
  });
});

describe('a replay of masked requests', () => {
  const pseudonyms = {
    phone: [PHONE, OTHER, '15559871234'],
    name: ['Qwer', 'Li'],
    email: ['abcdef@example.com'],
  };
  const asked = (body: Json, present: HttpRequest) =>
    play([exchange({ body })], {}, { pseudonyms }).ask(present);

  it.each<[string, Json, Json]>([
    ['a number', { to: PHONE }, { to: '+4930123456' }],
    ['a number in another form', { to: PHONE }, { to: 'tel:+49 30 123456' }],
    ['a number that is a JSON number', { to: 15559871234 }, { to: 13175550123 }],
    ['a name in a sentence', { text: 'Hi Qwer, bye' }, { text: 'Hi Anna Maria, bye' }],
    ['a whole name', { name: 'Qwer Li' }, { name: 'Anna' }],
    ['an address', { mail: 'abcdef@example.com' }, { mail: 'anna@example.org' }],
    ['a secret', { key: 'x-••••' }, { key: 'x-s3cret' }],
  ])('takes anything of the kind for %s', async (_what, recorded, now) => {
    expect(await asked(recorded, present(now))).toBe('{"id":"1"}');
  });

  it.each<[string, Json, Json, string]>([
    ['a number', { to: PHONE }, { to: 'anonymous' }, 'a phone number is on record'],
    ['an address', { mail: 'abcdef@example.com' }, { mail: 'none' }, 'an e-mail address is on record'],
    ['a name in a sentence', { text: 'Hi Qwer, bye' }, { text: 'Hi , bye' }, 'is on record'],
    ['what stands around it', { text: 'Hi Qwer, bye' }, { text: 'Hi Anna, hello' }, 'is on record'],
    ['a short word that only looks like one', { text: 'Li or so' }, { text: 'Lo or so' }, 'is on record'],
  ])('takes nothing else for %s', async (_what, recorded, now, message) => {
    expect(await asked(recorded, present(now))).toContain(message);
  });

  it('finds a number in the path and the query', async () => {
    const url = `/c/15559871234?to=%2B${PHONE.slice(1)}`;
    const { ask } = play([exchange({ url })], {}, { pseudonyms });
    expect(await ask(present(undefined, { url: '/c/4930123456?to=%2B4930123456' }))).toBe('{"id":"1"}');
  });

  it('goes on with the same persons where it can', async () => {
    const { ask } = play(
      [
        exchange({ body: { to: PHONE } }, 'first'),
        exchange({ body: { to: OTHER } }, 'other'),
        exchange({ body: { to: PHONE } }, 'again'),
      ],
      {},
      { pseudonyms },
    );
    expect(await ask(present({ to: '+1111111111' }))).toBe('"first"');
    expect(await ask(present({ to: '+1111111111' }))).toBe('"again"');
    expect(await ask(present({ to: '+2222222222' }))).toBe('"other"');
  });

  it('takes the request that was recorded, before and after masking', async () => {
    const clock = new FakeClock();
    const recorder = createRecorder({
      clock,
      salt: 'salt',
      maskSecrets: (text) => text.replaceAll('s3cret', '••••'),
    });
    const request = present(
      {
        phone: '+13175550123',
        firstName: 'Anna',
        text: 'Dear Anna (+1 317-555-0123), s3cret',
        dob: '1980-01-01',
      },
      { url: 'https://crm.example.com/customers/13175550123?email=anna%40example.org' },
    );
    await recorder.around(dataActionOf(), answering(jsonAnswer({ id: '9' }))).send(request, OPTIONS);
    const cassette = recorder.cassette();
    expect(JSON.stringify(cassette)).not.toMatch(/Anna|anna|5550123|555-0123|s3cret|1980/);
    const { ask } = play([], {}, cassette);
    expect(await ask(request)).toBe('{"id":"9"}');
    const masked = cassette.exchanges[0]?.request;
    const own = play([], {}, cassette);
    expect(await own.ask(present(masked?.body ?? {}, { url: masked?.url ?? '' }))).toBe('{"id":"9"}');
  });
});
