import { describe, expect, it } from 'vitest';
import { openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

const DEEP = `${'['.repeat(60)}${']'.repeat(60)}`;
const TEMPLATE = PLAIN_MESSAGE.messagingTemplate;

describe('hostile bodies', () => {
  it.each<[string, unknown, string]>([
    ['a missing fromAddress', { ...PLAIN_MESSAGE, fromAddress: undefined }, 'fromAddress'],
    ['a missing toAddress', { ...PLAIN_MESSAGE, toAddress: undefined }, 'toAddress'],
    ['a number for text', { ...PLAIN_MESSAGE, toAddress: 13175550123 }, 'toAddress'],
    ['null for text', { ...PLAIN_MESSAGE, fromAddress: null }, 'fromAddress'],
    ['a list for text', { ...PLAIN_MESSAGE, fromAddress: ['wa-1'] }, 'fromAddress'],
    ['a text over the limit', { ...PLAIN_MESSAGE, fromAddress: 'x'.repeat(101) }, 'fromAddress'],
    ['an unknown messenger', { ...PLAIN_MESSAGE, toAddressMessengerType: 'fax' }, 'toAddressMessengerType'],
    [
      'a text for true or false',
      { ...PLAIN_MESSAGE, useExistingActiveConversation: 'true' },
      'useExistingActiveConversation',
    ],
    ['a list for an object', { ...PLAIN_MESSAGE, messagingTemplate: [] }, 'messagingTemplate'],
    ['a text for an object', { ...PLAIN_MESSAGE, messagingTemplate: 'plain' }, 'messagingTemplate'],
    [
      'an object for a list',
      { ...PLAIN_MESSAGE, messagingTemplate: { ...TEMPLATE, bodyParameters: {} } },
      'messagingTemplate.bodyParameters',
    ],
    [
      '51 parameters',
      {
        ...PLAIN_MESSAGE,
        messagingTemplate: { ...TEMPLATE, bodyParameters: Array(51).fill({ id: '1', value: 'x' }) },
      },
      'messagingTemplate.bodyParameters',
    ],
    [
      'a number for a value',
      { ...PLAIN_MESSAGE, messagingTemplate: { ...TEMPLATE, bodyParameters: [{ id: '1', value: 7 }] } },
      'messagingTemplate.bodyParameters.0.value',
    ],
    ['a NUL in an id', { ...PLAIN_MESSAGE, fromAddress: 'wa-1\0' }, 'fromAddress'],
    ['right-to-left marks and emoji', { ...PLAIN_MESSAGE, toAddress: '\u202e13175550123👋' }, 'toAddress'],
    ['an unpaired surrogate', { ...PLAIN_MESSAGE, toAddress: '\ud800' }, 'toAddress'],
  ])('are answered 400 with the field: %s', async (_case, body, field) => {
    const local = await openLocalServer();
    const answer = await local.send(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      message: expect.stringContaining(field),
      details: [{ fieldName: field }],
    });
    expect(answer.body).not.toContain('13175550123');
  });

  it.each<[string, string, string]>([
    ['broken JSON', '{"fromAddress": ', 'bad.request'],
    ['no object', '[]', 'bad.request'],
    ['a text', '"x"', 'bad.request'],
    ['nothing', '', 'bad.request'],
    ['deep nesting', `{"fromAddress": ${DEEP}}`, 'bad.request'],
    ['very deep nesting', '['.repeat(100_000), 'bad.request'],
    ['a number beyond all bounds', '{"fromAddress": 1e999}', 'bad.request'],
    ['__proto__', '{"__proto__": {"fromAddress": "wa-1"}}', 'constraint.validation'],
    ['__proto__ in disguise', '{"\\u005f_proto__": {}}', 'constraint.validation'],
    [
      'constructor within',
      '{"messagingTemplate": {"constructor": {"prototype": {}}}}',
      'constraint.validation',
    ],
  ])('are answered 400: %s', async (_case, body, code) => {
    const local = await openLocalServer();
    const answer = await local.send(body);
    expect(answer.json()).toMatchObject({ status: 400, code });
    expect(local.logged).toEqual([]);
  });

  it('are answered 413 when they are too large, 415 when they are no JSON', async () => {
    const local = await openLocalServer();
    const large = await local.send(JSON.stringify({ textBody: 'x'.repeat(5 * 1024 * 1024) }));
    expect(large.json()).toMatchObject({ status: 413, code: 'attendant.body.too.large' });
    const xml = await local.send('<a/>', { 'content-type': 'application/xml' });
    expect(xml.json()).toMatchObject({ status: 415, code: 'unsupported.media.type' });
    const form = await local.send('a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.statusCode).toBe(415);
  });
});

describe('paths', () => {
  it('answer 404 and 405 in Genesys’ shape, with a contextId', async () => {
    const local = await openLocalServer();
    const unknown = await local.inject({ method: 'GET', url: '/api/v2/nothing' });
    expect(unknown.json()).toEqual({
      message: 'There is nothing at this path.',
      code: 'not.found',
      status: 404,
      messageParams: {},
      contextId: unknown.headers['inin-correlation-id'],
      details: [],
      errors: [],
    });
    const wrong = await local.inject({ method: 'GET', url: '/api/v2/conversations/messages/agentless' });
    expect(wrong.json()).toMatchObject({ status: 405, code: 'attendant.method.not.allowed' });
    expect(wrong.headers['allow']).toBe('POST');
  });

  it.each([
    '/%',
    '/%ff%fe',
    `/attendant/consents/whatsapp/${'1'.repeat(300)}`,
    '/attendant/consents/whatsapp/%00',
  ])('answer 4xx to %s', async (url) => {
    const local = await openLocalServer();
    const answer = await local.inject({ method: 'GET', url });
    expect([400, 404]).toContain(answer.statusCode);
    expect(answer.json()).toMatchObject({
      contextId: answer.headers['inin-correlation-id'],
      code: expect.any(String),
    });
  });

  it('of the SDK work with application/json and no body', async () => {
    const local = await openLocalServer();
    const headers = { ...(await local.login()), 'content-type': 'application/json' };
    const url = '/api/v2/conversations/messaging/integrations/whatsapp';
    expect((await local.inject({ method: 'GET', url, headers })).statusCode).toBe(200);
    const withdrawn = await local.inject({
      method: 'DELETE',
      url: '/attendant/consents/whatsapp/13175550123',
      headers,
    });
    expect(withdrawn.statusCode).toBe(200);
  });
});

describe('where requests come from', () => {
  const url = '/attendant/outbox';

  it.each([
    ['another Host', { host: 'evil.example' }],
    ['a Host that only begins like ours', { host: '127.0.0.1.evil.example' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://localhost:81' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('is checked: %s is answered 403', async (_case, headers) => {
    const local = await openLocalServer();
    const answer = await local.inject({ method: 'GET', url, headers });
    expect(answer.json()).toMatchObject({ status: 403, code: 'not.authorized' });
  });

  it.each([
    ['localhost with a port', { host: 'localhost:8080' }],
    ['IPv6', { host: '[::1]:8080' }],
    ['our own page', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }],
    ['a link followed from elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('is checked: %s is fine', async (_case, headers) => {
    const local = await openLocalServer();
    expect((await local.inject({ method: 'GET', url, headers })).statusCode).toBe(200);
  });

  it('keeps /attendant to this machine, also where other hosts are allowed', async () => {
    const local = await openLocalServer({ allowedHosts: ['pbx.example.com'] });
    const far = await local.inject({ method: 'GET', url, remoteAddress: '203.0.113.7' });
    expect(far.json()).toMatchObject({ status: 403, code: 'not.authorized' });
    const proxied = await local.inject({ method: 'GET', url, headers: { host: 'pbx.example.com' } });
    expect(proxied.statusCode).toBe(403);
    const open = await local.inject({
      method: 'GET',
      url: '/api/v2/nothing',
      headers: { host: 'PBX.example.com' },
    });
    expect(open.statusCode).toBe(404);
  });
});
