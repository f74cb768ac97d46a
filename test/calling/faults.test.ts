import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULT_PRESETS, type FaultName } from '../../src/calling/fault-presets.ts';
import {
  type Fault,
  faultyHttp,
  parseFault,
  parseFaultPreset,
  playFaults,
} from '../../src/calling/faults.ts';
import type { HttpClient, HttpResult } from '../../src/ports.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { settled } from './call-of.ts';

const REQUEST = { method: 'POST', url: 'https://crm.example.com/', headers: {} };
const REAL: HttpResult = {
  ok: true,
  response: { status: 200, headers: {}, body: '{"id":"7","n":[1,true,null],"none":{}}' },
};

function setUp() {
  let arrived = 0;
  const http: HttpClient = {
    async send() {
      arrived++;
      return REAL;
    },
    async close() {},
  };
  return { clock: new FakeClock(0), http, arrived: () => arrived };
}

/** What a fault makes of one request, after how long, and whether the request arrived. */
async function playOn(fault: Fault, timeoutMs = 60_000, signal?: AbortSignal) {
  const { clock, http, arrived } = setUp();
  let ended: { readonly result: HttpResult; readonly afterMs: number } | undefined;
  const options = { timeoutMs, ...(signal !== undefined && { signal }) };
  void faultyHttp(http, fault, { clock })
    .send(REQUEST, options)
    .then((result) => {
      ended = { result, afterMs: clock.now() };
    });
  await settled();
  for (let second = 0; second < 100 && ended === undefined; second++) {
    clock.advance(1000);
    await settled();
  }
  return { ...ended, arrived: arrived() };
}

describe('faults', () => {
  it.each<[FaultName, string, number, number]>([
    ['429Storm', '429', 0, 0],
    ['timeout', 'timeout', 60_000, 0],
    ['lateAnswer', 'timeout', 60_000, 1],
    ['connectionReset', 'broken', 0, 1],
    ['connectionRefused', 'unreachable', 0, 0],
    ['tooLarge', 'tooLarge', 0, 1],
    ['tooDeep', '200', 0, 0],
    ['halfJson', '200', 0, 1],
    ['wrongType', '200', 0, 1],
    ['serverErrors', '503', 0, 0],
    ['unauthorizedOnce', '401', 0, 0],
    ['notFound', '404', 0, 0],
    ['emptyBody', '200', 0, 1],
    ['redirect', '302', 0, 0],
  ])('%s ends as %s after %i ms; requests that arrive: %i', async (name, outcome, afterMs, arrives) => {
    const { result, ...rest } = await playOn({ name });
    expect(result?.ok === true ? String(result.response.status) : result?.failure).toBe(outcome);
    expect(rest).toEqual({ afterMs, arrived: arrives });
  });

  it('are all tried above, and all told in docs/resilience.md', () => {
    const docs = readFileSync('docs/resilience.md', 'utf8');
    for (const [name, { about }] of Object.entries(FAULT_PRESETS)) {
      expect(docs).toContain(`| \`${name}\` | ${about} |`);
    }
  });

  it('lateAnswer gives the answer after 61 seconds to who waits that long', async () => {
    const { result, afterMs } = await playOn({ name: 'lateAnswer' }, 90_000);
    expect(result).toEqual(REAL);
    expect(afterMs).toBe(61_000);
  });

  it('timeout ends when the call is given up', async () => {
    const abort = new AbortController();
    const playing = playOn({ name: 'timeout' }, 60_000, abort.signal);
    abort.abort();
    expect(await playing).toMatchObject({ result: { ok: false, failure: 'broken' }, afterMs: 0 });
  });

  it.each<[FaultName, string]>([
    ['halfJson', '{"id":"7","n":[1,tr'],
    ['wrongType', '{"id":42,"n":["another type","another type","another type"],"none":"another type"}'],
  ])('%s changes the real answer', async (name, body) => {
    const { result } = await playOn({ name });
    expect(result).toEqual({ ok: true, response: { status: 200, headers: {}, body } });
  });

  it('D4 tooDeep nests 51 levels', async () => {
    const { result } = await playOn({ name: 'tooDeep' });
    const body = result?.ok === true ? result.response.body : '';
    expect(body.match(/\{/g)).toHaveLength(51);
    expect(() => JSON.parse(body)).not.toThrow();
  });

  it('take a sample for the real answer, and then send nothing', async () => {
    const { clock, http, arrived } = setUp();
    const sample = { status: 201, headers: {}, body: '["a"]' };
    const faulty = faultyHttp(http, { name: 'wrongType' }, { clock, sample });
    const result = await faulty.send(REQUEST, { timeoutMs: 1000 });
    expect(result).toMatchObject({ response: { status: 201, body: '[42]' } });
    expect(arrived()).toBe(0);
  });

  it('meet as many requests as is said, and then pass them on', async () => {
    const { clock, http } = setUp();
    const faulty = faultyHttp(http, { name: 'notFound', times: 2 }, { clock });
    const statuses: (number | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      const result = await faulty.send(REQUEST, { timeoutMs: 1000 });
      statuses.push(result.ok ? result.response.status : undefined);
    }
    expect(statuses).toEqual([404, 404, 200]);
  });
});

describe('playFaults', () => {
  it('counts for each data action by itself, and takes the rule that names it', async () => {
    const { clock, http } = setUp();
    const faults = playFaults(
      [
        { dataAction: 'a', fault: { name: 'notFound', times: 1 } },
        { dataAction: '*', fault: { name: 'redirect', times: 1 } },
      ],
      { clock },
    );
    const status = async (dataAction: string) => {
      const result = await faults.around(dataAction, http).send(REQUEST, { timeoutMs: 1000 });
      return result.ok ? result.response.status : undefined;
    };
    expect(await status('a')).toBe(404);
    expect(await status('b')).toBe(302);
    expect(await status('c')).toBe(302);
    expect(await status('a')).toBe(200);
    expect(await status('b')).toBe(200);
  });

  it('leaves alone what no rule names', () => {
    const { clock, http } = setUp();
    expect(playFaults([], { clock }).around('a', http)).toBe(http);
  });
});

describe('parseFault', () => {
  const KNOWN = ['send-whatsapp', 'a.b', 'a'];

  it.each([
    ['send-whatsapp=timeout', { dataAction: 'send-whatsapp', fault: { name: 'timeout' } }],
    ['*=429Storm:5', { dataAction: '*', fault: { name: '429Storm', times: 5 } }],
    ['a.b=429storm', { dataAction: 'a.b', fault: { name: '429Storm' } }],
    ['429Storm:3', { dataAction: '*', fault: { name: '429Storm', times: 3 } }],
  ])('reads %s', (text, value) => {
    expect(parseFault(text, KNOWN)).toEqual({ ok: true, value });
  });

  it.each([
    ['send-whatsap=timeout', 'there is no data action `send-whatsap`; did you mean `send-whatsapp`?'],
    ['a', '`a` is no fault; all: 429Storm'],
    ['a=timeot', 'did you mean `timeout`?; all: 429Storm, timeout, lateAnswer'],
    ['a=timeout:0', '`0` is no number of requests'],
    ['a=timeout:many', '`many` is no number of requests'],
    ['a=toString', '`toString` is no fault'],
  ])('says what is wrong with %s', (text, message) => {
    expect(parseFault(text, KNOWN)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  it('reads a preset by itself', () => {
    expect(parseFaultPreset('halfJson')).toEqual({ ok: true, value: { name: 'halfJson' } });
  });
});
