import { describe, expect, it } from 'vitest';
import { type LocalServer, openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const CONVERSATIONS = '/api/v2/conversations';

/** A client for reading and changing, one that reads in another division only, and one without permissions. */
const SEED = {
  ...TEST_SEED,
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'desk',
      name: 'Desk',
      secret: 'desk-secret',
      localOnly: true,
      permissions: [
        'conversation:communication:view',
        'conversation:communication:disconnect',
        'conversation:participant:wrapup',
      ],
    },
  ],
};

type Body = { readonly [name: string]: unknown };
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function openDesk() {
  const server = await openLocalServer({ seed: SEED });
  const headers = await server.login('desk');
  const ask = (method: Method, path: string, body?: unknown) =>
    server.inject({
      method,
      url: `${CONVERSATIONS}/${path}`,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
  return { ...server, ask };
}

/** A WhatsApp conversation in which an agent is. @returns its id. */
async function connected(server: LocalServer): Promise<string> {
  const { id } = (await server.send(PLAIN_MESSAGE)).json<{ id: string; conversationId: string }>();
  const conversationId = server.platform.messages.one(id)?.interactionId ?? '';
  await server.platform.agentPart.putState(conversationId, { state: 'connected' });
  await server.platform.settled();
  return conversationId;
}

/** The participants as the API has them. */
async function participantsOf(server: Awaited<ReturnType<typeof openDesk>>, id: string) {
  return (await server.ask('GET', id)).json<{ participants: (Body & { id: string })[] }>().participants;
}

describe('GET /api/v2/conversations/{conversationId}', () => {
  it('tells who takes part, by which communication, and how far each message is (E12)', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const answer = await server.ask('GET', id);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      id,
      startTime: '2026-01-15T12:00:00.000Z',
      address: '13175550123',
      participants: [
        {
          purpose: 'customer',
          address: '13175550123',
          attributes: {},
          emails: [],
          messages: [
            {
              type: 'whatsapp',
              direction: 'outbound',
              toAddress: { addressNormalized: '13175550123' },
              fromAddress: { addressNormalized: 'wa-1' },
              messages: [{ messageStatus: 'delivery-success', messageTime: '2026-01-15T12:00:00.000Z' }],
            },
          ],
        },
        { purpose: 'agent', messages: [{ state: 'connected' }] },
      ],
      divisions: [{ division: { id: expect.any(String) } }],
      selfUri: `/api/v2/conversations/${id}`,
    });
    expect(answer.json()).not.toHaveProperty('endTime');
  });

  it('tells per e-mail what became of it, and why it failed (E12)', async () => {
    const server = await openDesk();
    const { platform, database, clock } = server;
    await database.commits.add(() => {
      platform.interactions.begin({
        id: 'mail-1',
        channel: 'email',
        direction: 'outbound',
        ownAddress: 'shop@mail.example.com',
        customerAddress: 'ann@example.com',
        subject: 'Your order',
      });
      const mail = {
        interactionId: 'mail-1',
        channel: 'email',
        direction: 'outbound',
        fromAddress: 'shop@mail.example.com',
        toAddress: 'ann@example.com',
        text: 'It comes.',
        acceptedAt: clock.now(),
      } as const;
      platform.messages.add({ ...mail, id: 'm-1' });
      const plan = [{ status: 'bounced', afterMs: 0, code: '550', reason: 'no such user' }] as const;
      platform.messages.add({ ...mail, id: 'm-2', plan });
    });
    platform.deliveries.wake();
    await platform.settled();
    const [customer] = await participantsOf(server, 'mail-1');
    expect(customer).toMatchObject({
      emails: [
        {
          state: 'disconnected',
          subject: 'Your order',
          messagesSent: 2,
          messageId: 'm-2',
          errorInfo: { code: '550', message: 'no such user' },
          attendantDeliveries: [
            { messageId: 'm-1', status: 'delivered' },
            { messageId: 'm-2', status: 'bounced', errorCode: '550', errorReason: 'no such user' },
          ],
        },
      ],
    });
  });

  it('O1 needs a token and conversation:communication:view', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const url = `${CONVERSATIONS}/${id}`;
    expect((await server.inject({ method: 'GET', url })).statusCode).toBe(401);
    const headers = await server.login('nobody');
    expect((await server.inject({ method: 'GET', url, headers })).json()).toMatchObject({
      status: 403,
      code: 'missing.any.permissions',
    });
  });

  it('O1 knows nothing of a conversation in a division the client has no permission in', async () => {
    const server = await openDesk();
    await server.database.commits.add(() => {
      server.platform.interactions.begin({
        id: 'elsewhere',
        channel: 'sms',
        direction: 'inbound',
        ownAddress: '+13175550100',
        customerAddress: '+13175550123',
        divisionId: 'another-division',
      });
    });
    // A seeded client holds its permissions in every division.
    expect((await server.ask('GET', 'elsewhere')).statusCode).toBe(200);
    const home = server.platform.conversations.one('elsewhere', new Set(['home']));
    const there = server.platform.conversations.one('elsewhere', new Set(['another-division']));
    expect([home.ok, there.ok]).toEqual([false, true]);
  });

  it.each(['unknown', '%00', '__proto__', "'; drop table interaction; --", 'x'.repeat(200)])(
    'knows no conversation %s',
    async (id) => {
      const server = await openDesk();
      expect((await server.ask('GET', encodeURIComponent(id))).json()).toMatchObject({
        status: 404,
        code: 'conversation.error.conversation.not.found',
      });
    },
  );
});

describe('ending a conversation', () => {
  it.each([
    ['POST', '/disconnect', 202],
    ['DELETE', '', 204],
  ] as const)('%s …%s ends it for everybody, also the second time', async (method, path, status) => {
    const server = await openDesk();
    const id = await connected(server);
    server.clock.advance(1000);
    expect((await server.ask(method, `${id}${path}`)).statusCode).toBe(status);
    const ended = (await server.ask('GET', id)).json();
    expect(ended).toMatchObject({
      endTime: '2026-01-15T12:00:01.000Z',
      participants: [{}, { messages: [{ state: 'disconnected', disconnectType: 'system' }] }],
    });
    server.clock.advance(1000);
    expect((await server.ask(method, `${id}${path}`)).statusCode).toBe(status);
    expect((await server.ask('GET', id)).json()).toEqual(ended);
    expect((await server.ask(method, `unknown${path}`)).statusCode).toBe(404);
  });
});

describe('PATCH …/participants/{participantId}', () => {
  it('W7 ends the conversation when its last agent leaves', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const agent = (await participantsOf(server, id))[1];
    const path = `${id}/participants/${agent?.id}`;
    expect((await server.ask('PATCH', path, { state: 'disconnected' })).statusCode).toBe(202);
    expect(server.platform.interactions.store.one(id)?.state).toBe('disconnected');
    expect((await server.ask('PATCH', path, { state: 'disconnected' })).statusCode).toBe(202);
    expect((await server.ask('PATCH', path, { state: 'connected' })).json()).toMatchObject({
      status: 400,
      code: 'conversation.error.participant.no.active.conversations',
    });
  });

  it('goes on while another agent is in it, and ends with the customer', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const { interactions } = server.platform;
    await server.database.commits.add(() => {
      const interaction = interactions.store.one(id);
      if (interaction !== undefined) interactions.add(interaction, { purpose: 'agent', state: 'alerting' });
    });
    const [customer, agent, second] = await participantsOf(server, id);
    await server.ask('PATCH', `${id}/participants/${agent?.id}`, { state: 'disconnected' });
    await server.ask('PATCH', `${id}/participants/${second?.id}`, { state: 'connected', held: true });
    expect(await participantsOf(server, id)).toMatchObject([
      {},
      { messages: [{ state: 'disconnected', disconnectType: 'client' }] },
      { connectedTime: '2026-01-15T12:00:00.000Z', messages: [{ state: 'connected', held: true }] },
    ]);
    expect(interactions.store.one(id)?.state).toBe('connected');
    await server.ask('PATCH', `${id}/participants/${customer?.id}`, { state: 'disconnected' });
    expect(interactions.store.one(id)?.state).toBe('disconnected');
  });

  it('keeps a wrap-up, also after the end', async () => {
    const server = await openDesk();
    const id = await connected(server);
    await server.ask('POST', `${id}/disconnect`);
    const agent = (await participantsOf(server, id))[1];
    const wrapup = { code: 'solved', notes: 'מסר 😀', tags: ['a'], durationSeconds: 3 };
    const path = `${id}/participants/${agent?.id}`;
    expect((await server.ask('PATCH', path, { wrapup: { ...wrapup, other: 1 } })).statusCode).toBe(202);
    expect((await participantsOf(server, id))[1]).toMatchObject({ wrapup });
  });

  it.each([
    ['no body', undefined, 'bad.request', undefined],
    ['a list', [], 'bad.request', undefined],
    ['another state', { state: 'alerting' }, 'constraint.validation', 'state'],
    ['a state that is null', { state: null }, 'constraint.validation', 'state'],
    ['held as text', { held: 'true' }, 'constraint.validation', 'held'],
    ['a wrap-up without code', { wrapup: {} }, 'conversation.error.wrapup.code.required', 'wrapup.code'],
    ['an empty code', { wrapup: { code: ' ' } }, 'conversation.error.wrapup.code.required', 'wrapup.code'],
    ['a code that is a number', { wrapup: { code: 1 } }, 'constraint.validation', 'wrapup.code'],
    [
      'notes that are too long',
      { wrapup: { code: 'a', notes: 'x'.repeat(10_001) } },
      'constraint.validation',
      'wrapup.notes',
    ],
  ])('refuses %s', async (_what, body, code, field) => {
    const server = await openDesk();
    const id = await connected(server);
    const agent = (await participantsOf(server, id))[1];
    const answer = await server.ask('PATCH', `${id}/participants/${agent?.id}`, body);
    expect(answer.json()).toMatchObject({
      status: 400,
      code,
      details: field === undefined ? [] : [{ fieldName: field }],
    });
  });

  it('knows no other participants', async () => {
    const server = await openDesk();
    const id = await connected(server);
    expect((await server.ask('PATCH', `${id}/participants/nobody`, { held: true })).json()).toMatchObject({
      status: 404,
      code: 'conversation.error.not.conversation.participant',
    });
  });
});

describe('PATCH …/participants/{participantId}/attributes', () => {
  it('adds and replaces participant data, and keeps the rest', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const [customer] = await participantsOf(server, id);
    const path = `${id}/participants/${customer?.id}/attributes`;
    expect((await server.ask('PATCH', path, { attributes: { order: '77', Order: 'x' } })).statusCode).toBe(
      202,
    );
    await server.ask('PATCH', path, { attributes: { order: '', 'ключ "\'😀': 'a\u0000\r\nb\ud800' } });
    expect((await participantsOf(server, id))[0]).toMatchObject({
      attributes: { order: '', Order: 'x', 'ключ "\'😀': 'a\u0000\r\nb\ud800' },
    });
    expect((await server.ask('PATCH', path, { attributes: {} })).statusCode).toBe(202);
  });

  it('needs a token and no permission, as in the cloud', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const [customer] = await participantsOf(server, id);
    const url = `${CONVERSATIONS}/${id}/participants/${customer?.id}/attributes`;
    const payload = { attributes: { a: 'b' } };
    expect((await server.inject({ method: 'PATCH', url, payload })).statusCode).toBe(401);
    const headers = await server.login('nobody');
    expect((await server.inject({ method: 'PATCH', url, payload, headers })).statusCode).toBe(202);
  });

  it.each([
    ['no body', undefined, 'bad.request', undefined],
    ['null', null, 'bad.request', undefined],
    ['no attributes', {}, 'constraint.validation', 'attributes'],
    ['attributes null', { attributes: null }, 'conversation.error.participant.attribute.null', 'attributes'],
    ['a list', { attributes: [] }, 'constraint.validation', 'attributes'],
    ['a null', { attributes: { a: null } }, 'conversation.error.participant.attribute.null', 'attributes.a'],
    ['a number', { attributes: { a: 1 } }, 'constraint.validation', 'attributes.a'],
    ['an empty name', { attributes: { ' ': 'a' } }, 'constraint.validation', 'attributes'],
    ['a long name', { attributes: { ['x'.repeat(257)]: 'a' } }, 'constraint.validation', 'attributes'],
    [
      'too much',
      { attributes: { a: 'x'.repeat(60_000) } },
      'attendant.participant.data.too.large',
      'attributes',
    ],
  ])('refuses %s', async (_what, body, code, field) => {
    const server = await openDesk();
    const id = await connected(server);
    const [customer] = await participantsOf(server, id);
    const answer = await server.ask('PATCH', `${id}/participants/${customer?.id}/attributes`, body);
    expect(answer.json()).toMatchObject({
      status: 400,
      code,
      details: field === undefined ? [] : [{ fieldName: field }],
    });
    expect((await participantsOf(server, id))[0]).toMatchObject({ attributes: {} });
  });

  it('takes participant data up to the limit', async () => {
    const server = await openDesk();
    const id = await connected(server);
    const [customer] = await participantsOf(server, id);
    const attributes = { a: 'x'.repeat(59_999) };
    const path = `${id}/participants/${customer?.id}/attributes`;
    expect((await server.ask('PATCH', path, { attributes })).statusCode).toBe(202);
    expect((await server.ask('PATCH', path, { attributes: { b: '' } })).statusCode).toBe(400);
  });
});
