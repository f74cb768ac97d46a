import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPlatformSeed } from '../../src/platform/check-platform-seed.ts';
import { TEST_SEED } from './local-server.ts';
import { openTriggerHost, SECRET, signatureOf, type TriggerHost } from './trigger-host.ts';

const SHIPPED = {
  customer: { email: 'ann@example.com' },
  order: { id: 'A-77', 'parcel counts': [2] },
};
const MINUTE = 60_000;

function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-trigger-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'attendant.db');
}

const sent = (host: TriggerHost) => host.platform.messages.newest({ limit: 100 });

describe('POST /triggers/{name}', () => {
  it('E13 launches a workflow for a signed event, and its data action sends the e-mail', async () => {
    const host = await openTriggerHost();
    const answer = await host.post('order-shipped', SHIPPED);
    expect(answer.statusCode).toBe(202);
    const { id } = answer.json();
    expect(answer.json()).toEqual({ id, flow: 'Order shipped', selfUri: `/api/v2/flows/executions/${id}` });
    await host.done();
    expect(await host.store.load(id)).toMatchObject({
      status: 'ended',
      ending: { reason: 'completed', detail: 'written' },
      variables: {
        'Flow.email': 'ann@example.com',
        'Flow.order': 'A-77',
        'Flow.parcels': 2,
        'Flow.sent': true,
      },
    });
    expect(sent(host)).toMatchObject([
      { channel: 'email', toAddress: 'ann@example.com', subject: 'Your order A-77', status: 'delivered' },
    ]);
  });

  it('E13 takes the inputs of the body where the trigger maps none, and leaves out what is not there', async () => {
    const host = await openTriggerHost();
    const inputs = { email: 'ann@example.com', 'Flow.order': 'A-78' };
    const { id } = (await host.post('plain', { inputs })).json();
    const mapped = (await host.post('order-shipped', { customer: [], order: 'none' })).json();
    await host.done();
    expect((await host.store.load(id))?.variables).toMatchObject({ 'Flow.order': 'A-78', 'Flow.sent': true });
    expect((await host.store.load(mapped.id))?.variables).not.toHaveProperty(['Flow.order']);
    expect(await host.store.load((await host.post('plain', {})).json().id)).toBeDefined();
  });

  it.each([
    ['a wrong type', 'plain', { inputs: { parcels: 'two' } }, 'constraint.validation', 'inputs.parcels'],
    ['an unknown input', 'plain', { inputs: { colour: 'red' } }, 'constraint.validation', 'inputs.colour'],
    ['inputs that are a list', 'plain', { inputs: [] }, 'constraint.validation', 'inputs'],
    [
      'a mapped value of the wrong type',
      'order-shipped',
      { order: { id: 77 } },
      'constraint.validation',
      'inputs.Flow.order',
    ],
    ['a list', 'plain', [], 'bad.request', undefined],
    ['null', 'plain', 'null', 'bad.request', undefined],
    ['nothing', 'plain', '', 'bad.request', undefined],
    ['broken JSON', 'plain', '{"inputs":', 'bad.request', undefined],
    ['__proto__', 'plain', '{"__proto__":{"a":1}}', 'constraint.validation', '__proto__'],
    ['JSON of 51 levels', 'plain', `${'['.repeat(51)}${']'.repeat(51)}`, 'bad.request', undefined],
  ])('E13 refuses %s, and launches nothing', async (_what, name, body, code, field) => {
    const host = await openTriggerHost();
    const answer = await host.post(name, body);
    expect(answer.json()).toMatchObject({
      status: 400,
      code,
      details: field === undefined ? [] : [{ fieldName: field }],
    });
    expect(await host.store.list(10)).toEqual([]);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one without time', `v1=${'0'.repeat(64)}`],
    ['a wrong one', `t=1768478400,v1=${'0'.repeat(64)}`],
    ['one that is too short', 't=1768478400,v1=00'],
    [
      'one of another secret',
      signatureOf(JSON.stringify(SHIPPED), Date.UTC(2026, 0, 15, 12), 'another-secret-of-length'),
    ],
    ['one of another body', signatureOf('{}', Date.UTC(2026, 0, 15, 12))],
    ['a thousand', `t=1768478400${`,v1=${'0'.repeat(64)}`.repeat(1000)}`],
    ['one that is no text', '\u00ff\u00fe'],
  ])('E13 refuses an event whose signature is %s', async (_what, signature) => {
    const host = await openTriggerHost();
    const answer = await host.post('order-shipped', SHIPPED, { 'x-attendant-signature': signature });
    expect(answer.json()).toMatchObject({ status: 401, code: 'attendant.trigger.signature.invalid' });
    expect(await host.store.list(10)).toEqual([]);
  });

  it('E13 takes a second signature while the secret is being changed', async () => {
    const host = await openTriggerHost();
    const signature = signatureOf(JSON.stringify(SHIPPED), host.clock.now()).replace(
      ',v1=',
      `,v1=${'0'.repeat(64)},v1=`,
    );
    const answer = await host.post('order-shipped', SHIPPED, { 'x-attendant-signature': signature });
    expect(answer.statusCode).toBe(202);
  });

  it.each([
    ['5 minutes old', -5 * MINUTE, 202],
    ['older', -5 * MINUTE - 1000, 401],
    ['5 minutes of the future', 5 * MINUTE, 202],
    ['further in the future', 5 * MINUTE + 1000, 401],
  ])('E13 answers a signature that is %s', async (_what, offset, status) => {
    const host = await openTriggerHost();
    const signature = signatureOf(JSON.stringify(SHIPPED), host.clock.now() + offset);
    const answer = await host.post('order-shipped', SHIPPED, { 'x-attendant-signature': signature });
    expect(answer.statusCode).toBe(status);
    if (status === 401) expect(answer.json().code).toBe('attendant.trigger.signature.expired');
  });

  it('E13 takes a signature once: who overhears an event cannot repeat it', async () => {
    const host = await openTriggerHost();
    await host.post('order-shipped', SHIPPED);
    for (const headers of [{}, { 'x-event-id': 'another' }])
      expect((await host.post('order-shipped', SHIPPED, headers)).json()).toMatchObject({
        status: 409,
        code: 'attendant.trigger.replayed',
      });
    host.clock.advance(1000);
    expect((await host.post('order-shipped', SHIPPED)).statusCode).toBe(202);
    await host.done();
    expect(sent(host)).toHaveLength(2);
  });

  it('E13 takes an event with an id once, and answers the same again', async () => {
    const host = await openTriggerHost();
    const id = { 'x-event-id': 'evt-1' };
    const first = await host.post('order-shipped', SHIPPED, id);
    expect((await host.post('order-shipped', SHIPPED, id)).json()).toEqual(first.json());
    await host.done();
    host.clock.advance(MINUTE);
    expect((await host.post('order-shipped', SHIPPED, id)).json()).toEqual(first.json());
    expect((await host.post('plain', SHIPPED, id)).json()).not.toEqual(first.json());
    expect((await host.post('order-shipped', { ...SHIPPED, more: 1 }, id)).json()).toMatchObject({
      status: 409,
      code: 'attendant.trigger.event.id.reused',
    });
    await host.done();
    expect(sent(host)).toHaveLength(1);
  });

  it('E13 takes the same event from twenty connections once', async () => {
    const host = await openTriggerHost();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => host.post('order-shipped', SHIPPED, { 'x-event-id': 'evt-1' })),
    );
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1);
    await host.done();
    expect(sent(host)).toHaveLength(1);
  });

  it.each(['', ' ', 'x'.repeat(201), 'a b', '\u00fc'])('refuses %j as X-Event-Id', async (id) => {
    const host = await openTriggerHost();
    const answer = await host.post('order-shipped', SHIPPED, { 'x-event-id': id });
    expect(answer.json()).toMatchObject({ status: 400, code: 'attendant.trigger.event.id.invalid' });
  });

  it.each([
    ['unknown', 404, 'attendant.trigger.not.found'],
    ['__proto__', 404, 'attendant.trigger.not.found'],
    ['off', 409, 'attendant.trigger.disabled'],
    ['no-secret', 401, 'attendant.trigger.signature.invalid'],
    ['short-secret', 401, 'attendant.trigger.signature.invalid'],
    ['no-flow', 409, 'attendant.trigger.workflow.missing'],
    ['a-call', 409, 'attendant.trigger.workflow.missing'],
  ])('refuses events of the trigger %s', async (name, status, code) => {
    const host = await openTriggerHost();
    expect((await host.post(name, SHIPPED)).json()).toMatchObject({ status, code });
    expect(host.logged).toContain('triggers without a secret of 16 characters or more refuse every event');
  });

  it('refuses other kinds of bodies, large ones, and pages of other sites', async () => {
    const host = await openTriggerHost();
    const statuses = [
      await host.post('order-shipped', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      await host.post('order-shipped', { text: 'x'.repeat(256 * 1024) }),
      await host.post('order-shipped', SHIPPED, { origin: 'https://evil.example' }),
    ].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([415, 413, 403]);
    expect(
      (
        await host.server.inject({
          method: 'GET',
          url: '/triggers/order-shipped',
          headers: { host: 'localhost' },
        })
      ).statusCode,
    ).toBe(405);
  });
});

describe('docs/triggers.md', () => {
  it('E13 its example with openssl and curl launches the workflow', async () => {
    const host = await openTriggerHost();
    const [, example = ''] = /```sh\n(.*?)```/s.exec(readFileSync('docs/triggers.md', 'utf8')) ?? [];
    const script = example
      .replace('http://127.0.0.1:8080', host.url)
      .replace('$(date +%s)', String(host.clock.now() / 1000));
    expect(script).toContain(host.url);
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], {
      env: { ...process.env, SHIPPING_SECRET: SECRET },
    });
    await host.done();
    const { id } = JSON.parse(stdout) as { readonly id: string };
    expect((await host.store.load(id))?.variables).toMatchObject({ 'Flow.order': 'A-77', 'Flow.sent': true });
  });
});

describe('E13 after a crash', () => {
  it('an event that was stored and not launched is launched once at the next start', async () => {
    const file = databaseFile();
    // The first process dies, so to speak, before any step of a flow is stored.
    const first = await openTriggerHost({
      file,
      wrapStore: (store) => ({ ...store, saveStep: () => Promise.reject(new Error('died')) }),
    });
    const answer = await first.post('order-shipped', SHIPPED, { 'x-event-id': 'evt-1' });
    expect(answer.statusCode).toBe(202);
    const { id } = answer.json();
    expect(await first.store.load(id)).toBeUndefined();
    await first.close();

    const second = await openTriggerHost({ file, clock: first.clock });
    await second.done();
    expect(await second.store.load(id)).toMatchObject({ status: 'ended', ending: { reason: 'completed' } });
    expect((await second.post('order-shipped', SHIPPED, { 'x-event-id': 'evt-1' })).json().id).toBe(id);
    await second.close();

    const third = await openTriggerHost({ file, clock: first.clock });
    await third.done();
    expect(sent(third)).toHaveLength(1);
  });

  it('one whose launch was stored and not noted is not launched again', async () => {
    const file = databaseFile();
    const first = await openTriggerHost({
      file,
      wrapStore: (store) => ({
        ...store,
        // The step is on disk; whoever asked never hears of it.
        saveStep: async (record) => {
          await store.saveStep(record);
          if (record.conversation.step === 1) throw new Error('died');
        },
      }),
    });
    const { id } = (await first.post('order-shipped', SHIPPED)).json();
    await first.close();
    const second = await openTriggerHost({ file, clock: first.clock });
    await second.done();
    expect(await second.store.load(id)).toMatchObject({ status: 'ended' });
    expect((await second.store.list(10)).map((one) => one.id)).toEqual([id]);
  });

  it('a launch that failed is tried again after half a minute', async () => {
    let isBroken = true;
    const host = await openTriggerHost({
      wrapStore: (store) => ({
        ...store,
        saveStep: (record) => (isBroken ? Promise.reject(new Error('disk full')) : store.saveStep(record)),
      }),
    });
    const { id } = (await host.post('order-shipped', SHIPPED)).json();
    isBroken = false;
    host.clock.advance(30_000);
    await expect.poll(async () => (await host.store.load(id))?.status).toBe('ended');
  });

  it('one whose workflow is gone is given up, and does not stop the start', async () => {
    const file = databaseFile();
    const first = await openTriggerHost({
      file,
      wrapStore: (store) => ({ ...store, saveStep: () => Promise.reject(new Error('died')) }),
    });
    await first.post('order-shipped', SHIPPED);
    await first.close();
    const second = await openTriggerHost({ file, clock: first.clock, withFlow: false });
    expect(second.logged).toContain('the workflow of an event is not there any more');
  });
});

describe('GET /attendant/triggers', () => {
  it('lists them for the operator, with what came, and without secrets', async () => {
    const host = await openTriggerHost();
    await host.post('order-shipped', SHIPPED);
    const answer = await host.server.inject({
      method: 'GET',
      url: '/attendant/triggers',
      headers: { host: 'localhost' },
    });
    expect(answer.json().entities).toContainEqual({
      name: 'order-shipped',
      flow: 'Order shipped',
      isEnabled: true,
      hasSecret: true,
      inputs: expect.objectContaining({ 'Flow.order': '$.order.id' }),
      events: 1,
      waiting: 0,
      lastEventAt: '2026-01-15T12:00:00.000Z',
    });
    expect(answer.json().entities).toContainEqual(
      expect.objectContaining({ name: 'no-secret', hasSecret: false }),
    );
    expect(answer.body).not.toContain(SECRET);
    const remote = {
      method: 'GET',
      url: '/attendant/triggers',
      headers: { host: 'localhost' },
      remoteAddress: '192.0.2.1',
    } as const;
    expect((await host.server.inject(remote)).statusCode).toBe(403);
  });
});

describe('E13 the other ways in', () => {
  /** Asks the API as the local client. */
  async function client(host: TriggerHost) {
    const login = await host.server.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        host: 'localhost',
        authorization: `Basic ${Buffer.from('attendant-local:attendant-local-secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'grant_type=client_credentials',
    });
    const authorization = `Bearer ${login.json<{ access_token: string }>().access_token}`;
    return (method: 'GET' | 'POST', url: string, payload?: object) =>
      host.server.inject({
        method,
        url,
        headers: { host: 'localhost', authorization, 'content-type': 'application/json' },
        ...(payload !== undefined && { payload }),
      });
  }
  const EMAIL = {
    senderType: 'Outbound',
    fromAddress: { email: 'hello@mail.attendant.example' },
    toAddresses: [{ email: 'ann@example.com' }],
    subject: 'Your order A-77',
    textBody: 'It is on its way.',
  };

  it('a back end sends an e-mail over the API', async () => {
    const host = await openTriggerHost();
    const ask = await client(host);
    const accepted = await ask('POST', '/api/v2/conversations/emails/agentless', EMAIL);
    expect(accepted.statusCode).toBe(200);
    await host.done();
    const conversation = await ask('GET', `/api/v2/conversations/${accepted.json().conversationId}`);
    // E12: its delivery is visible from there.
    expect(conversation.json().participants[0].emails[0].attendantDeliveries).toMatchObject([
      { status: 'delivered' },
    ]);
  });

  it('a back end launches the workflow over the API, and its data action sends the e-mail', async () => {
    const host = await openTriggerHost();
    const ask = await client(host);
    const launched = await ask('POST', '/api/v2/flows/executions', {
      flowId: 'Order shipped',
      inputData: { email: 'ann@example.com', order: 'A-77' },
    });
    expect(launched.statusCode).toBe(200);
    await host.done();
    const execution = await ask('GET', `/api/v2/flows/executions/${launched.json().id}`);
    expect(execution.json()).toMatchObject({ status: 'COMPLETED', outputData: { 'Flow.sent': true } });
    expect(sent(host)).toMatchObject([{ toAddress: 'ann@example.com' }]);
  });

  it('a script runs the data action by itself, without a user', async () => {
    const host = await openTriggerHost();
    const ask = await client(host);
    const { entities } = (await ask('GET', '/api/v2/integrations/actions?name=Send%20an%20e-mail')).json();
    const answer = await ask('POST', `/api/v2/integrations/actions/${entities[0].id}/execute`, {
      toAddress: 'ann@example.com',
      subject: 'Your order A-77',
      text: 'It is on its way.',
    });
    expect(answer.json()).toMatchObject({ conversationId: expect.any(String) });
    await host.done();
    expect(sent(host)).toMatchObject([{ toAddress: 'ann@example.com', status: 'delivered' }]);
  });
});

describe('triggers of a platform file', () => {
  const trigger = { name: 'a', flow: 'F', secretEnv: 'SECRET' };
  const check = (triggers: readonly object[]) =>
    checkPlatformSeed({ ...TEST_SEED, triggers } as never, 'x.platform.json');

  it.each([
    ['a name twice', [trigger, trigger]],
    ['a name with a slash', [{ ...trigger, name: 'a/b' }]],
    ['a secret in the file', [{ ...trigger, secret: 'a-secret-of-some-length' }]],
    ['a path that is none', [{ ...trigger, inputs: { 'Flow.a': '$..a' } }]],
    ['a path with a filter', [{ ...trigger, inputs: { 'Flow.a': '$.a[?(@.b)]' } }]],
  ])('must not have %s', (_what, triggers) => {
    expect(check(triggers).ok).toBe(false);
  });

  it('may map inputs by members, indexes and quoted names', () => {
    const inputs = { 'Flow.a': '$', 'Flow.b': '$.a.b-c[0]', 'Flow.c': "$['a b'].c" };
    expect(check([{ ...trigger, inputs }]).ok).toBe(true);
  });
});
