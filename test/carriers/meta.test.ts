import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { carriersOf, metaWebhookOf } from '../../src/carriers/open-carriers.ts';
import { flowLibrary, openWorkspace } from '../../src/files/workspace.ts';
import { openHost } from '../../src/host.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { folderOf } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  type GraphServer,
  openGraphServer,
  refusesWith,
  signatureOf,
  wamidOf,
} from '../support/graph-server.ts';
import { SILENT } from '../support/silent-log.ts';

const CUSTOMER = '13175550123';
const PHONE_NUMBER_ID = '1055550100';
const SECRETS: { readonly [name: string]: string } = {
  TOKEN: 'meta-token',
  SECRET: 'app-secret',
  VERIFY: 'verify-me',
};
const secretOf = (name: string) => SECRETS[name];

const FLOW = {
  type: 'inboundMessage',
  name: 'Answers',
  languages: ['en-US'],
  startUp: { state: 'main' },
  states: { main: [{ sendResponse: 'We look after it.' }, { disconnect: true }] },
};

const SEED: PlatformSeed = {
  organization: { name: 'Test' },
  oauthClients: [
    {
      ...{ id: 'sender', name: 'Sender', secret: 'sender-secret', localOnly: true },
      permissions: ['conversation:message:create'],
    },
  ],
  whatsappIntegrations: [{ id: 'wa', name: 'Main', phoneNumber: '+13175550100', status: 'active' }],
  templates: [
    {
      ...{ id: 'order', name: 'order_left', language: 'en_US', status: 'approved' },
      header: 'Order {{1}}',
      body: 'Hello {{1}}, it comes on {{day}}.',
      parameters: [
        { id: '1', kind: 'text', component: 'header' },
        { id: '1', kind: 'text', component: 'body' },
        { id: 'day', kind: 'text', component: 'body' },
      ],
    },
    { ...{ id: 'plain', name: 'plain', language: 'en_US', status: 'approved' }, body: 'Hello.' },
  ],
  consents: [{ channel: 'whatsapp', address: CUSTOMER, method: 'test', businessName: 'Test' }],
  messagingRoutes: [{ integrationId: 'wa', flow: 'Answers' }],
};

const PLAIN = {
  fromAddress: 'wa',
  toAddress: CUSTOMER,
  toAddressMessengerType: 'whatsapp',
  messagingTemplate: { responseId: 'plain' },
};

/** Attendant with WhatsApp through a server in Meta's place. */
async function openAttendant(graph: GraphServer, file = ':memory:') {
  const clock = new FakeClock();
  const workspace = openWorkspace({
    path: folderOf({ 'answers.flow.json': FLOW, 'local.platform.json': SEED }),
  });
  expect(workspace.diagnostics).toEqual([]);
  const meta = {
    ...{ baseUrl: graph.url, version: 'v25.0', phoneNumberIds: { wa: PHONE_NUMBER_ID } },
    ...{ accessTokenEnv: 'TOKEN', appSecretEnv: 'SECRET', verifyTokenEnv: 'VERIFY' },
  };
  const metaWebhook = metaWebhookOf({ whatsapp: { meta } }, secretOf);
  let ids = 0;
  const host = await openHost({
    ...{ database: file, seed: SEED, port: 0, clock, localClient: { clientId: 'sender' }, log: SILENT },
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    ids: { next: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    carriers: carriersOf({ whatsapp: { meta } }, { clock, log: SILENT, secretOf }),
    ...(metaWebhook !== undefined && { metaWebhook }),
  });
  onTestFinished(() => host.close());
  const { platform, server } = host;
  const post = (url: string, payload: string, headers: { readonly [name: string]: string }) =>
    server.inject({ method: 'POST', url, payload, headers: { host: 'localhost', ...headers } });
  const login = await post('/oauth/token', 'grant_type=client_credentials', {
    authorization: `Basic ${Buffer.from('sender:sender-secret').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  });
  const authorization = `Bearer ${login.json().access_token}`;

  return {
    host,
    clock,
    platform,
    /** Sends a message and waits until Meta was asked. @returns its id. */
    async send(body: object = PLAIN): Promise<string> {
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await post('/api/v2/conversations/messages/agentless', JSON.stringify(body), headers);
      expect(answer.statusCode).toBe(202);
      await platform.settled();
      return answer.json().id;
    },
    /** Reports as Meta does, signed unless told otherwise. @returns the HTTP status. */
    async report(value: JsonObject, { field = 'messages', signature = '' } = {}): Promise<number> {
      const body = JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [{ id: 'waba', time: 1, changes: [{ field, value }] }],
      });
      const signed = signature === '' ? signatureOf(body, 'app-secret') : signature;
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signed };
      const { statusCode } = await post('/webhooks/meta', body, headers);
      await platform.settled();
      await host.engine.idle();
      await platform.settled();
      return statusCode;
    },
    message: (id: string) => platform.messages.one(id),
  };
}

const METADATA = { metadata: { display_phone_number: '13175550100', phone_number_id: PHONE_NUMBER_ID } };

function statusOf(id: string, status: string, more: JsonObject = {}): JsonObject {
  const told = { id: wamidOf(id), status, timestamp: '1768478400', recipient_id: CUSTOMER };
  return {
    messaging_product: 'whatsapp',
    ...METADATA,
    statuses: [{ ...told, biz_opaque_callback_data: id, ...more }],
  };
}

function textFrom(text: string, more: JsonObject = {}): JsonObject {
  const message = {
    from: CUSTOMER,
    id: 'wamid.in-1',
    timestamp: '1768478400',
    type: 'text',
    text: { body: text },
  };
  const contacts = [{ profile: { name: 'Ann' }, wa_id: CUSTOMER, user_id: 'US.1' }];
  return { messaging_product: 'whatsapp', ...METADATA, contacts, messages: [{ ...message, ...more }] };
}

describe('WhatsApp through Meta’s Cloud API', () => {
  it('W4 sends the template by name, with its parameters where they go, to a number with +', async () => {
    const graph = await openGraphServer();
    const { send, message } = await openAttendant(graph);
    const id = await send({
      ...PLAIN,
      messagingTemplate: {
        responseId: 'order',
        headerParameters: [{ id: '1', value: '#77' }],
        bodyParameters: [
          { id: '1', value: 'Ann' },
          { id: 'day', value: 'Friday' },
        ],
      },
    });
    expect(graph.requests).toMatchObject([
      {
        path: `/v25.0/${PHONE_NUMBER_ID}/messages`,
        headers: { authorization: 'Bearer meta-token' },
        body: {
          ...{
            messaging_product: 'whatsapp',
            to: `+${CUSTOMER}`,
            type: 'template',
            biz_opaque_callback_data: id,
          },
          template: {
            ...{ name: 'order_left', language: { code: 'en_US' } },
            components: [
              { type: 'header', parameters: [{ type: 'text', text: '#77' }] },
              {
                type: 'body',
                parameters: [
                  { type: 'text', text: 'Ann' },
                  { type: 'text', text: 'Friday' },
                ],
              },
            ],
          },
        },
      },
    ]);
    expect(message(id)).toMatchObject({ status: 'sent', carrier: 'meta', externalId: wamidOf(id) });
  });

  it.each([
    [131026, 'failed'],
    [131047, 'failed'],
    [132001, 'failed'],
    [100, 'failed'],
    [130429, 'queued'],
    [131056, 'queued'],
    [131000, 'queued'],
    [190, 'queued'],
  ])('keeps apart what is final and what is tried later: %i is %s', async (code, status) => {
    const graph = await openGraphServer();
    graph.answerWith(refusesWith(code));
    const { send, message, clock } = await openAttendant(graph);
    const id = await send();
    expect(message(id)?.status).toBe(status);
    if (status === 'failed') {
      expect(message(id)).toMatchObject({
        errorCode: String(code),
        errorReason: `Details of ${code}.`,
        sentAt: null,
      });
      return;
    }
    expect(message(id)?.dueAt).toBeGreaterThan(clock.now());
  });

  it('stores an outcome that nobody knows as unknown, never sends it again, and lets a receipt resolve it', async () => {
    const graph = await openGraphServer();
    graph.answerWith((response) => response.destroy());
    const { send, report, message, clock, platform } = await openAttendant(graph);
    const id = await send();
    expect(message(id)).toMatchObject({ status: 'unknown', dueAt: null });
    clock.advance(7 * 86_400_000);
    await platform.settled();
    expect(graph.requests).toHaveLength(1);

    expect(await report(statusOf(id, 'delivered'))).toBe(200);
    expect(message(id)).toMatchObject({ status: 'delivered', externalId: wamidOf(id), errorReason: null });
  });

  it('E12 W8 tells delivered, read and failed apart, in any order and more than once', async () => {
    const graph = await openGraphServer();
    const { send, report, message } = await openAttendant(graph);
    const id = await send();
    await report(statusOf(id, 'read'));
    await report(statusOf(id, 'delivered'));
    await report(statusOf(id, 'read'));
    expect(message(id)).toMatchObject({ status: 'read', readAt: Date.UTC(2026, 0, 15, 12) });

    const other = await send();
    const errors = [
      { code: 131026, title: 'Message undeliverable', error_data: { details: 'Not on WhatsApp.' } },
    ];
    await report(statusOf(other, 'failed', { errors }));
    expect(message(other)).toMatchObject({
      status: 'failed',
      errorCode: '131026',
      errorReason: 'Not on WhatsApp.',
    });
  });

  it('starts the flow of the route with what a customer writes, once, and sends its answer', async () => {
    const graph = await openGraphServer();
    const { report, platform } = await openAttendant(graph);
    expect(await report(textFrom('Where is it?'))).toBe(200);
    expect(await report(textFrom('Where is it?'))).toBe(200);
    expect(graph.requests.map(({ body }) => body)).toMatchObject([
      { type: 'text', to: `+${CUSTOMER}`, text: { body: 'We look after it.' } },
    ]);
    const interaction = platform.interactions.store.current('whatsapp', 'wa', CUSTOMER);
    expect(interaction?.participants[0]).toMatchObject({ purpose: 'customer', name: 'Ann' });
    const texts = platform.messages
      .ofInteraction(interaction?.id ?? '')
      .map(({ direction, text }) => [direction, text]);
    expect(texts).toEqual([
      ['inbound', 'Where is it?'],
      ['outbound', 'We look after it.'],
    ]);
  });

  it('W5 withdraws the consent of who says STOP, or stops marketing messages', async () => {
    const graph = await openGraphServer();
    const { report, platform } = await openAttendant(graph);
    await report(textFrom('STOP'));
    expect(platform.consents.store.one('whatsapp', CUSTOMER)?.status).toBe('withdrawn');
    const preference = {
      wa_id: CUSTOMER,
      category: 'marketing_messages',
      value: 'resume',
      timestamp: 1768478400,
    };
    await report({ ...METADATA, user_preferences: [preference] }, { field: 'user_preferences' });
    expect(platform.consents.store.one('whatsapp', CUSTOMER)?.status).toBe('granted');
    const stop = { ...preference, value: 'stop', timestamp: 1768478401 };
    await report({ ...METADATA, user_preferences: [stop] }, { field: 'user_preferences' });
    expect(platform.consents.store.one('whatsapp', CUSTOMER)?.status).toBe('withdrawn');
  });

  it('W4 knows a template as paused when Meta says so', async () => {
    const graph = await openGraphServer();
    const { report, platform } = await openAttendant(graph);
    const update = {
      ...{ event: 'PAUSED', message_template_id: 12, message_template_name: 'plain' },
      message_template_language: 'en-US',
    };
    await report(update, { field: 'message_template_status_update' });
    expect(platform.responses.store.template('plain')?.status).toBe('paused');
    expect(platform.responses.store.template('order')?.status).toBe('approved');
  });
});

describe('Meta’s webhook', () => {
  it('takes nothing that Meta did not sign', async () => {
    const graph = await openGraphServer();
    const { send, report, message } = await openAttendant(graph);
    const id = await send();
    for (const signature of ['none', 'sha256=', `sha256=${'0'.repeat(64)}`, signatureOf('{}', 'app-secret')])
      expect(await report(statusOf(id, 'read'), { signature })).toBe(403);
    expect(message(id)?.status).toBe('sent');
  });

  it('answers the challenge of who knows the token, from any machine, and nobody else', async () => {
    const graph = await openGraphServer();
    const { host } = await openAttendant(graph);
    const verify = (token: string) =>
      host.server.inject({
        url: `/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`,
        headers: { host: 'localhost' },
        remoteAddress: '192.0.2.7',
      });
    expect((await verify('verify-me')).body).toBe('1158201444');
    expect((await verify('guess')).statusCode).toBe(403);
  });

  it('sets aside what cannot be read, and goes on with the rest', async () => {
    const graph = await openGraphServer();
    const { send, report, message, host } = await openAttendant(graph);
    const id = await send();
    const { statuses } = statusOf(id, 'delivered');
    const broken = [null, 1, {}, { id: 'x', status: 'exploded', biz_opaque_callback_data: id }];
    const odd = [{}, { id: 'wamid.odd', type: 'text' }, { id: 'wamid.hi', from: '1', type: '__proto__' }];
    expect(await report({ ...METADATA, statuses: [...broken, ...(statuses as [])], messages: odd })).toBe(
      200,
    );
    expect(message(id)?.status).toBe('delivered');
    expect(await report({ statuses: 'none', messages: { 0: 1 } })).toBe(200);
    const plain = {
      host: 'localhost',
      'content-type': 'text/plain',
      'x-hub-signature-256': signatureOf('{', 'app-secret'),
    };
    const answer = await host.server.inject({
      method: 'POST',
      url: '/webhooks/meta',
      payload: '{',
      headers: plain,
    });
    expect(answer.statusCode).toBe(200);
    await host.platform.settled();
  });

  it('takes a thousand updates at once', async () => {
    const graph = await openGraphServer();
    const { send, report, message } = await openAttendant(graph);
    const id = await send();
    const others = Array.from({ length: 999 }, (_, index) => ({
      ...{ id: `wamid.other-${index}`, status: 'delivered', timestamp: '1768478400', recipient_id: CUSTOMER },
    }));
    const { statuses } = statusOf(id, 'read');
    expect(await report({ ...METADATA, statuses: [...others, ...(statuses as [])] })).toBe(200);
    expect(message(id)?.status).toBe('read');
  });
});
