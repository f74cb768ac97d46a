import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { Operation } from '../../src/actions/operation.ts';
import type { Json } from '../../src/authoring/json.ts';
import { createOauthTokens } from '../../src/http/oauth-tokens.ts';
import { bearerAuthentication } from '../../src/integrations/bearer-authentication.ts';
import { createDataActionPerformer } from '../../src/performing/data-action-performer.ts';
import { type Target, targetsByType } from '../../src/performing/target.ts';
import type { HttpClient, HttpRequest, HttpResult } from '../../src/ports.ts';
import { FakeClock } from '../support/fake-clock.ts';

const BASE = 'http://127.0.0.1:9000';
const INPUT = { to: '13175550123' };

function action(changes: { readonly [key: string]: Json } = {}, method = 'POST') {
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'Send',
      integrationType: 'purecloud-data-actions',
      templates: 'handlebars',
      contract: {
        input: { inputSchema: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } } },
        output: { successSchema: { type: 'object', properties: { id: { type: 'string' } } } },
      },
      config: {
        request: { requestType: method, requestUrlTemplate: '/send/{{input.to}}' },
        timeoutSeconds: 10,
      },
      ...changes,
    },
    'send.data-action.json',
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

function setUp(reply: (request: HttpRequest, count: number) => HttpResult, target: Partial<Target> = {}) {
  const requests: HttpRequest[] = [];
  const clock = new FakeClock();
  const http: HttpClient = {
    async send(request, { timeoutMs }) {
      requests.push(request);
      expect(timeoutMs).toBeLessThanOrEqual(10_000);
      return reply(request, requests.length);
    },
    async close() {},
  };
  const credentials = { tokenUrl: `${BASE}/oauth/token`, clientId: 'me', clientSecret: 's3cret' };
  const authentication = bearerAuthentication(createOauthTokens(http, clock, credentials));
  const findTarget = targetsByType({
    'purecloud-data-actions': {
      name: 'test',
      baseUrl: BASE,
      authentication,
      honoursIdempotencyKey: true,
      ...target,
    },
  });
  const userAgent = 'attendant/test';
  const performer = createDataActionPerformer({ http, clock, findTarget, userAgent, random: () => 0.5 });
  return { performer, requests, clock };
}

const ok = (body: Json, status = 200): HttpResult => ({
  ok: true,
  response: { status, headers: {}, body: JSON.stringify(body) },
});
const isToken = (request: HttpRequest) => request.url.endsWith('/oauth/token');
const performance = { input: INPUT, settings: {}, idempotencyKey: 'c1:7' };

describe('performing a data action', () => {
  it('asks for a token, sends with it, and reads the answer', async () => {
    const { performer, requests } = setUp((request) =>
      isToken(request) ? ok({ access_token: 't1' }) : ok({ id: 'm1' }),
    );
    expect(await performer.perform(action(), performance)).toEqual({
      result: 'success',
      output: expect.anything(),
      outputs: { id: 'm1' },
    });
    expect(requests[1]).toEqual({
      method: 'POST',
      url: `${BASE}/send/13175550123`,
      headers: { 'User-Agent': 'attendant/test', 'Idempotency-Key': 'c1:7', Authorization: 'Bearer t1' },
    });
  });

  it('D9 renews the token once on a 401, under the same Idempotency-Key', async () => {
    const { performer, requests } = setUp((request, count) => {
      if (isToken(request)) return ok({ access_token: `t${count}` });
      return request.headers['Authorization'] === 'Bearer t1' ? ok({}, 401) : ok({ id: 'm1' });
    });
    expect(await performer.perform(action(), performance)).toMatchObject({ result: 'success' });
    expect(
      requests.filter((request) => !isToken(request)).map(({ headers }) => headers['Idempotency-Key']),
    ).toEqual(['c1:7', 'c1:7']);
  });

  it('D9 fails on a second 401', async () => {
    const { performer, requests } = setUp((request) =>
      isToken(request) ? ok({ access_token: 't' }) : ok({}, 401),
    );
    expect(await performer.perform(action(), performance)).toMatchObject({
      result: 'failure',
      failure: { errorCode: 'http.401' },
    });
    expect(requests).toHaveLength(4);
  });

  it.each([
    ['refused', 'failure', 'request.refused'],
    ['unreachable', 'failure', 'connection.failed'],
    ['tooLarge', 'failure', 'response.tooLarge'],
    ['broken', 'unknown', 'outcome.unknown'],
    ['timeout', 'unknown', 'outcome.unknown'],
  ] as const)('ends %s as %s', async (failure, result, errorCode) => {
    const { performer } = setUp((request) =>
      isToken(request) ? ok({ access_token: 't' }) : { ok: false, failure, message: 'x' },
    );
    expect(await performer.perform(action(), performance)).toMatchObject({ result, failure: { errorCode } });
  });

  it('takes an unanswered GET for a failure, since it has changed nothing', async () => {
    const { performer } = setUp((request) =>
      isToken(request) ? ok({ access_token: 't' }) : { ok: false, failure: 'timeout', message: 'x' },
    );
    expect(await performer.perform(action({}, 'GET'), performance)).toMatchObject({
      result: 'failure',
      failure: { errorCode: 'connection.timeout' },
    });
  });

  it('sends nothing without a token, however the asking ended', async () => {
    const { performer, requests } = setUp(() => ({ ok: false, failure: 'timeout', message: 'x' }));
    expect(await performer.perform(action(), performance)).toMatchObject({
      result: 'failure',
      failure: { errorCode: 'connection.failed' },
    });
    expect(requests.every(isToken)).toBe(true);
  });

  it('fails where no target is set up', async () => {
    const { performer } = setUp(() => ok({}));
    const outcome = await performer.perform(action({ integrationType: 'attendant' }), performance);
    expect(outcome).toMatchObject({ result: 'failure', failure: { errorCode: 'target.missing' } });
  });

  it('says what may be repeated: by the author and by the target', () => {
    const honouring = setUp(() => ok({})).performer;
    const ignoring = setUp(() => ok({}), { honoursIdempotencyKey: false }).performer;
    expect(honouring.mayRepeat(action({ idempotent: 'byKey' }))).toBe(true);
    expect(ignoring.mayRepeat(action({ idempotent: 'byKey' }))).toBe(false);
    expect(ignoring.mayRepeat(action({ idempotent: true }))).toBe(true);
    expect(honouring.mayRepeat(action())).toBe(false);
    expect(ignoring.mayRepeat(action({}, 'GET'))).toBe(true);
  });

  it('D6 lists every operation with its result, and D8 no credential', async () => {
    const operations: Operation[] = [];
    const { performer } = setUp((request) =>
      isToken(request) ? ok({ access_token: 't0ken' }) : ok({ id: 7 }),
    );
    await performer.perform(action(), { ...performance, operations });
    expect(operations.map(({ step, name, success }) => `${step} ${name}: ${success}`)).toEqual([
      '1 Check the input: true',
      '2 Fill the URL: true',
      '3 Fill the headers: true',
      '4 Send the request: true',
      '5 Receive the answer: true',
      '6 Read the status: true',
      '7 Parse the answer: true',
      '8 Read the translation map: true',
      '9 Fill the success template: true',
      '10 Check the output: false',
    ]);
    expect(operations[3]?.result).toMatchObject({ headers: { Authorization: '••••' } });
    expect(operations[1]?.result).toBe('/send/13175550123');
    expect(operations[9]?.error).toContain('`id` must be string');
    expect(JSON.stringify(operations)).not.toMatch(/t0ken|s3cret|Bearer/);
  });
});
