import { describe, expect, it } from 'vitest';
import { readAnalyticsQuery } from '../../src/platform/conversations/analytics-request.ts';
import { pageStatement } from '../../src/platform/conversations/analytics-store.ts';
import { storeFlowConversation } from './flow-conversation.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const DETAILS = '/api/v2/analytics/conversations/details';
const DAY = '2026-01-15T00:00:00.000Z/2026-01-16T00:00:00.000Z';

const SEED = {
  ...TEST_SEED,
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'analyst',
      name: 'Analyst',
      secret: 'analyst-secret',
      localOnly: true,
      permissions: ['analytics:conversationDetail:view'],
    },
  ],
};

interface Found {
  readonly totalHits: number;
  readonly conversations?: readonly { readonly conversationId: string }[];
}

async function openAnalyst() {
  const server = await openLocalServer({ seed: SEED });
  const headers = await server.login('analyst');
  const ask = (body: unknown) =>
    server.inject({
      method: 'POST',
      url: `${DETAILS}/query`,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
  const find = async (more: object) => {
    const found = (await ask({ interval: DAY, ...more })).json<Found>();
    return (found.conversations ?? []).map(({ conversationId }) => conversationId);
  };
  return { ...server, headers, ask, find };
}

/** An e-mail that bounced, a WhatsApp conversation with a reply and an agent, an SMS of yesterday, a call and a workflow. */
async function fill({ platform, database, clock }: LocalServer): Promise<void> {
  const { interactions, messages } = platform;
  const now = clock.now();
  await database.commits.add(() => {
    interactions.begin({
      id: 'mail',
      channel: 'email',
      direction: 'outbound',
      ownAddress: 'shop@mail.example.com',
      customerAddress: 'ann@example.com',
      subject: 'Your order',
      customer: { id: 'mail-customer', name: 'Ann' },
    });
    const mail = {
      interactionId: 'mail',
      channel: 'email',
      direction: 'outbound',
      fromAddress: 'shop@mail.example.com',
      toAddress: 'ann@example.com',
      text: 'It comes.',
      acceptedAt: now,
    } as const;
    messages.add({ ...mail, id: 'mail-1' });
    const plan = [{ status: 'bounced', afterMs: 0, code: '550', reason: 'no such user' }] as const;
    messages.add({ ...mail, id: 'mail-2', plan, subject: 'Re: Your order' });
    const chat = interactions.begin({
      id: 'chat',
      channel: 'whatsapp',
      direction: 'inbound',
      ownAddress: 'wa-1',
      customerAddress: '13175550123',
      state: 'waiting',
    });
    interactions.add(
      chat,
      { purpose: 'agent', state: 'connected', userId: 'user-1', queueId: 'queue-1', name: 'Bob' },
      { state: 'connected' },
    );
    messages.add({
      id: 'chat-1',
      interactionId: 'chat',
      channel: 'whatsapp',
      direction: 'inbound',
      fromAddress: '13175550123',
      toAddress: 'wa-1',
      text: 'Hello?',
      acceptedAt: now,
    });
    interactions.begin({
      id: 'elsewhere',
      channel: 'sms',
      direction: 'outbound',
      ownAddress: '+13175550100',
      customerAddress: '+13175550199',
      divisionId: 'another-division',
    });
  });
  platform.deliveries.wake();
  await platform.settled();
  clock.advance(1000);
  await storeFlowConversation(database, clock.now(), { id: 'call', facts: { externalTag: 'T-1' } });
  clock.advance(1000);
  await storeFlowConversation(database, clock.now(), {
    id: 'work',
    flow: { name: 'Nightly', type: 'workflow', hash: 'hash-2' },
    call: {},
    status: 'ended',
    ending: { reason: 'completed' },
  });
  // The flow of an interaction is not a second conversation.
  await storeFlowConversation(database, clock.now(), { id: 'chat', participantData: { order: '77' } });
}

const one = (dimension: string, value?: string, operator?: string) => ({
  type: 'or',
  predicates: [
    { dimension, ...(value !== undefined && { value }), ...(operator !== undefined && { operator }) },
  ],
});
const metric = (name: string, range: object) => ({
  type: 'and',
  predicates: [{ type: 'metric', metric: name, range }],
});

describe('POST /api/v2/analytics/conversations/details/query', () => {
  let server: Awaited<ReturnType<typeof openAnalyst>>;
  const ALL = ['chat', 'elsewhere', 'mail', 'call', 'work'];

  it('finds by one criterion, by several, and pages', async () => {
    server = await openAnalyst();
    await fill(server);
    const c = (...filters: object[]) => server.find({ conversationFilters: filters });
    const s = (...filters: object[]) => server.find({ segmentFilters: filters });

    expect(await server.find({})).toEqual(ALL);
    expect(await c(one('conversationId', 'mail'))).toEqual(['mail']);
    expect(await c(one('conversationId', 'call'))).toEqual(['call']);
    expect(await c(one('divisionId', 'another-division'))).toEqual(['elsewhere']);
    expect(await c(one('originatingDirection', 'outbound'))).toEqual(['elsewhere', 'mail']);
    expect(await c(one('conversationInitiator', 'workflow'))).toEqual(['work']);
    expect(await c(one('customerParticipation', 'true'))).toEqual(['chat', 'call']);
    expect(await c(one('externalTag', 'T-1'))).toEqual(['call']);
    expect(await c(one('conversationEnd', undefined, 'notExists'))).toEqual(['chat', 'call']);
    expect(await c(one('conversationEnd', undefined, 'exists'))).toEqual(['elsewhere', 'mail', 'work']);
    expect(await c(one('conversationStart', '2026-01-15T12:00:01.000Z'))).toEqual(['call']);
    expect(await c(one('conversationStart', '2026-01-15T13:00:01+01:00'))).toEqual(['call']);
    expect(await c(metric('nError', { gte: 1 }))).toEqual(['mail']);
    expect(await c(metric('tConversationDuration', { lt: 1 }))).toEqual(['elsewhere', 'mail', 'work']);
    expect(await c(metric('tTalk', { gt: 0 }))).toEqual([]);
    expect(await c(one('mediaStatsMinConversationMos', undefined, 'notExists'))).toEqual(ALL);

    expect(await s(one('mediaType', 'voice'))).toEqual(['call']);
    expect(await s(one('mediaType', 'message'))).toEqual(['chat', 'elsewhere']);
    expect(await s(one('messageType', 'whatsapp'))).toEqual(['chat']);
    expect(await s(one('direction', 'inbound'))).toEqual(['chat', 'call', 'work']);
    expect(await s(one('userId', 'user-1'))).toEqual(['chat']);
    expect(await s(one('queueId', 'queue-1'))).toEqual(['chat']);
    expect(await s(one('participantName', 'Ann'))).toEqual(['mail', 'call']);
    expect(await s(one('purpose', 'agent'))).toEqual(['chat']);
    expect(await s(one('purpose', 'ivr'))).toEqual(['call']);
    expect(await s(one('flowName', 'Nightly'))).toEqual(['work']);
    expect(await s(one('ani', '+13175550123'))).toEqual(['call']);
    expect(await s(one('ani', '13175550123'))).toEqual(['chat']);
    expect(await s(one('addressTo', 'ann@example.com'))).toEqual(['mail']);
    expect(await s(one('addressFrom', 'shop@mail.example.com'))).toEqual(['mail']);
    expect(await s(one('subject', 'Re: Your order'))).toEqual(['mail']);
    expect(await s(one('disconnectType', 'client'))).toEqual(['work']);
    expect(await s(one('userId', undefined, 'notExists'))).toEqual(ALL);
    expect(await s(one('edgeId', 'e'))).toEqual([]);
    expect(await s({ type: 'and', predicates: [] })).toEqual(ALL);
    expect(await s(metric('tSegmentDuration', { gte: 0 }))).toEqual(['chat', 'elsewhere', 'mail', 'work']);

    const and = {
      type: 'and',
      predicates: [one('purpose', 'agent'), one('direction', 'inbound')].flatMap(
        ({ predicates }) => predicates,
      ),
    };
    expect(await s(and)).toEqual(['chat']);
    // Of one segment, not of several: the customer is no agent.
    expect(
      await s({
        type: 'and',
        predicates: [...one('purpose', 'agent').predicates, ...one('addressTo', 'wa-1').predicates],
      }),
    ).toEqual([]);
    expect(await s(one('purpose', 'agent'), one('addressTo', 'wa-1'))).toEqual(['chat']);
    const clauses = {
      type: 'and',
      clauses: [
        {
          type: 'or',
          predicates: [...one('mediaType', 'email').predicates, ...one('mediaType', 'voice').predicates],
        },
        { type: 'and', predicates: one('participantName', 'Ann').predicates },
      ],
    };
    expect(await s(clauses)).toEqual(['mail', 'call']);
    expect(
      await server.find({ conversationFilters: [one('externalTag', 'T-1')], segmentFilters: [clauses] }),
    ).toEqual(['call']);
    const property = {
      type: 'and',
      predicates: [{ type: 'property', propertyType: 'string', property: 'a', value: 'b' }],
    };
    expect(await s(property)).toEqual([]);

    expect(await server.find({ order: 'desc', orderBy: 'conversationEnd' })).toEqual([
      'work',
      'elsewhere',
      'mail',
      'call',
      'chat',
    ]);
    const page = (pageNumber: number) => server.find({ paging: { pageSize: 2, pageNumber } });
    expect([await page(1), await page(2), await page(3), await page(4)]).toEqual([
      ['chat', 'elsewhere'],
      ['mail', 'call'],
      ['work'],
      [],
    ]);
    expect((await server.ask({ interval: DAY, paging: { pageSize: 2, pageNumber: 9 } })).json()).toEqual({
      totalHits: 5,
    });
  });

  it('E12 finds e-mails by delivery status, and tells why one bounced', async () => {
    server = await openAnalyst();
    await fill(server);
    expect(await server.find({ segmentFilters: [one('deliveryStatus', 'DeliveryFailed')] })).toEqual([
      'mail',
    ]);
    expect(await server.find({ segmentFilters: [one('extendedDeliveryStatus', 'bounced')] })).toEqual([
      'mail',
    ]);
    expect(await server.find({ segmentFilters: [one('errorCode', '550')] })).toEqual(['mail']);
    const { conversations } = (
      await server.ask({ interval: DAY, conversationFilters: [one('conversationId', 'mail')] })
    ).json();
    expect(conversations).toEqual([
      expect.objectContaining({
        conversationId: 'mail',
        conversationStart: '2026-01-15T12:00:00.000Z',
        conversationEnd: '2026-01-15T12:00:00.000Z',
        originatingDirection: 'outbound',
        participants: [
          {
            participantId: 'mail-customer',
            participantName: 'Ann',
            purpose: 'customer',
            sessions: [
              expect.objectContaining({
                sessionId: 'mail-1',
                mediaType: 'email',
                deliveryStatus: 'DeliverySuccess',
              }),
              expect.objectContaining({
                sessionId: 'mail-2',
                addressFrom: 'shop@mail.example.com',
                addressTo: 'ann@example.com',
                deliveryStatus: 'DeliveryFailed',
                extendedDeliveryStatus: 'bounced',
                errorCodeDescription: 'no such user',
                segments: [expect.objectContaining({ subject: 'Re: Your order', errorCode: '550' })],
              }),
            ],
          },
        ],
      }),
    ]);
  });

  it('finds what had activity in the interval, not what began or ended elsewhere', async () => {
    server = await openAnalyst();
    await fill(server);
    const at = (interval: string) => server.find({ interval });
    expect(await at('2026-01-14T00:00:00Z/2026-01-15T12:00:00Z')).toEqual([]);
    expect(await at('2026-01-15T12:00:00Z/2026-01-15T12:00:00.001Z')).toEqual(['chat', 'elsewhere', 'mail']);
    expect(await at('2026-01-15T12:00:01Z/2026-01-15T12:00:02Z')).toEqual(['call']);
    expect(await at('2026-01-15T13:00:01+01:00/2026-01-15T13:00:02+01:00')).toEqual(['call']);
    expect(await at('2026-01-15T12:00:01/2026-01-15T12:00:02')).toEqual(['call']);
  });

  it('O1 finds only what lies in the divisions of the client', async () => {
    server = await openAnalyst();
    await fill(server);
    const found = (divisions: readonly string[]) => {
      const outcome = server.platform.conversations.query({ interval: DAY }, new Set(divisions));
      return outcome.ok ? outcome.value.conversations.map(({ id }) => id) : [];
    };
    expect(found(['another-division'])).toEqual(['elsewhere']);
    expect(found([])).toEqual([]);
    expect((await server.inject({ method: 'POST', url: `${DETAILS}/query`, payload: {} })).statusCode).toBe(
      401,
    );
    const headers = await server.login('sender');
    const answer = await server.inject({ method: 'POST', url: `${DETAILS}/query`, payload: {}, headers });
    expect(answer.json()).toMatchObject({ status: 403, code: 'missing.any.permissions' });
  });

  describe('refuses', () => {
    const segment = (predicate: unknown) => ({
      interval: DAY,
      segmentFilters: [{ type: 'and', predicates: [predicate] }],
    });
    const P = 'segmentFilters.0.predicates.0';
    it.each([
      ['no body', undefined, 'bad.request', undefined],
      ['a list', [], 'bad.request', undefined],
      ['no interval', {}, 'constraint.validation', 'interval'],
      ['an interval that is a number', { interval: 1 }, 'constraint.validation', 'interval'],
      ['one time', { interval: '2026-01-15T00:00:00Z' }, 'constraint.validation', 'interval'],
      ['three times', { interval: `${DAY}/2026-01-17T00:00:00Z` }, 'constraint.validation', 'interval'],
      [
        'a day that is none',
        { interval: '2026-02-31T00:00:00Z/2026-13-01T00:00:00Z' },
        'constraint.validation',
        'interval',
      ],
      [
        'an interval backwards',
        { interval: '2026-01-16T00:00:00Z/2026-01-15T00:00:00Z' },
        'constraint.validation',
        'interval',
      ],
      ['another order', { interval: DAY, order: 'up' }, 'constraint.validation', 'order'],
      ['another orderBy', { interval: DAY, orderBy: 'name' }, 'constraint.validation', 'orderBy'],
      [
        'a page over 100',
        { interval: DAY, paging: { pageSize: 101, pageNumber: 1 } },
        'constraint.validation',
        'paging.pageSize',
      ],
      [
        'page 0',
        { interval: DAY, paging: { pageSize: 1, pageNumber: 0 } },
        'constraint.validation',
        'paging.pageNumber',
      ],
      [
        'half a page',
        { interval: DAY, paging: { pageSize: 1.5, pageNumber: 1 } },
        'constraint.validation',
        'paging.pageSize',
      ],
      [
        'a filter that is text',
        { interval: DAY, segmentFilters: ['a'] },
        'constraint.validation',
        'segmentFilters.0',
      ],
      [
        'a filter without type',
        { interval: DAY, segmentFilters: [{}] },
        'constraint.validation',
        'segmentFilters.0.type',
      ],
      [
        'filters that are null',
        { interval: DAY, conversationFilters: null },
        'constraint.validation',
        'conversationFilters',
      ],
      [
        'evaluations',
        { interval: DAY, evaluationFilters: [{}] },
        'attendant.query.not.available',
        'evaluationFilters',
      ],
      [
        'aggregations',
        { interval: DAY, aggregations: [{}] },
        'attendant.query.not.available',
        'aggregations',
      ],
      [
        'an unknown dimension',
        segment({ dimension: 'colour', value: 'red' }),
        'constraint.validation',
        `${P}.dimension`,
      ],
      [
        'a dimension of the other filter',
        segment({ dimension: 'conversationId', value: 'a' }),
        'constraint.validation',
        `${P}.dimension`,
      ],
      [
        'a dimension that is SQL',
        segment({ dimension: "1=1) or ('a", value: 'a' }),
        'constraint.validation',
        `${P}.dimension`,
      ],
      [
        '__proto__ as dimension',
        segment({ dimension: 'toString', value: 'a' }),
        'constraint.validation',
        `${P}.dimension`,
      ],
      ['no dimension', segment({ value: 'a' }), 'constraint.validation', `${P}.dimension`],
      ['no value', segment({ dimension: 'purpose' }), 'constraint.validation', `${P}.value`],
      [
        'a value that is a list',
        segment({ dimension: 'purpose', value: ['a'] }),
        'constraint.validation',
        `${P}.value`,
      ],
      [
        'another operator',
        segment({ dimension: 'purpose', value: 'a', operator: 'like' }),
        'constraint.validation',
        `${P}.operator`,
      ],
      [
        'an unknown metric',
        segment({ type: 'metric', metric: 'tTalk', range: { gt: 1 } }),
        'constraint.validation',
        `${P}.metric`,
      ],
      [
        'a metric without range',
        segment({ type: 'metric', metric: 'tSegmentDuration' }),
        'constraint.validation',
        `${P}.range`,
      ],
      [
        'a range of texts',
        segment({ type: 'metric', metric: 'tSegmentDuration', range: { gt: '1' } }),
        'constraint.validation',
        `${P}.range.gt`,
      ],
    ])('%s', async (_what, body, code, field) => {
      const server = await openAnalyst();
      const answer = await server.ask(body);
      expect(answer.json()).toMatchObject({
        status: 400,
        code,
        details: field === undefined ? [] : [{ fieldName: field }],
      });
    });

    it('names an unknown dimension, and does not repeat what may be an address', async () => {
      const server = await openAnalyst();
      expect((await server.ask(segment({ dimension: 'colour', value: 'a' }))).json().message).toContain(
        'colour',
      );
      const { message } = (await server.ask(segment({ dimension: '+13175550123', value: 'a' }))).json();
      expect(message).not.toContain('3175550123');
    });
  });

  it('takes hostile values as values', async () => {
    const server = await openAnalyst();
    await fill(server);
    for (const value of ["' or 1=1 --", '%', '\u0000', '\ud800', '😀', '{{1}}', 'x'.repeat(1000)]) {
      expect(await server.find({ segmentFilters: [one('addressTo', value)] })).toEqual([]);
      expect(await server.find({ conversationFilters: [one('conversationStart', value)] })).toEqual([]);
    }
  });

  it('answers the largest query there may be', async () => {
    const server = await openAnalyst();
    await fill(server);
    const predicates = Array.from({ length: 25 }, () => ({ dimension: 'purpose', value: 'customer' }));
    const filter = { type: 'and', predicates };
    const answer = await server.ask({
      interval: DAY,
      segmentFilters: Array.from({ length: 20 }, () => filter),
    });
    expect(answer.json()).toMatchObject({ totalHits: 4 });
    const more = { ...filter, predicates: [...predicates, ...predicates] };
    const refused = await server.ask({
      interval: DAY,
      segmentFilters: Array.from({ length: 20 }, () => more),
    });
    expect(refused.json()).toMatchObject({ status: 400, code: 'constraint.validation' });
  });

  it.each([
    ['the interval', {}, /SEARCH i USING COVERING INDEX interaction_updated \(updated_at>\?\)/],
    [
      'a conversation',
      { conversationFilters: [one('conversationId', 'mail')] },
      /SEARCH i USING PRIMARY KEY \(id=\?\)/,
    ],
    [
      'a customer',
      { segmentFilters: [one('ani', 'ann@example.com')] },
      /SEARCH i USING INDEX interaction_customer \(customer_address=\?\)/,
    ],
    [
      'a recipient',
      { segmentFilters: [one('addressTo', 'ann@example.com')] },
      /SEARCH i USING PRIMARY KEY \(id=\?\)[\s\S]*SEARCH message USING (COVERING )?INDEX message_to/,
    ],
  ])('reads by an index when asked for %s, however many messages there are', async (_what, filters, plan) => {
    const { database } = await openLocalServer({ seed: SEED });
    const query = readAnalyticsQuery({ interval: DAY, ...filters });
    if (!query.ok) throw new Error(query.refusal.message);
    const { sql, values } = pageStatement(query.value, 'all');
    const steps = database.sqlite
      .prepare<unknown[], { readonly detail: string }>(`explain query plan ${sql}`)
      .all(values)
      .map(({ detail }) => detail);
    expect(steps.join('\n')).toMatch(plan);
    expect(steps.filter((step) => /^SCAN (i|c|m|message|interaction|conversation)\b/.test(step))).toEqual([]);
  });
});

describe('GET …/conversations/details', () => {
  it('tells of the conversations that are named, each once, and leaves unknown ones out', async () => {
    const server = await openAnalyst();
    await fill(server);
    const get = (url: string) => server.inject({ method: 'GET', url, headers: server.headers });
    const ids = (answer: { json(): unknown }) =>
      (answer.json() as Found).conversations?.map(({ conversationId }) => conversationId);
    expect(ids(await get(`${DETAILS}?id=mail,call&id=work&id=unknown&id=mail`))).toEqual([
      'mail',
      'call',
      'work',
    ]);
    for (const url of [
      DETAILS,
      `${DETAILS}?id=`,
      `${DETAILS}?id=${Array.from({ length: 101 }, (_, i) => i)}`,
    ])
      expect((await get(url)).json()).toMatchObject({ status: 400, code: 'invalid.query.param.value' });
  });

  it('tells of one', async () => {
    const server = await openAnalyst();
    await fill(server);
    const get = (id: string) =>
      server.inject({
        method: 'GET',
        url: `/api/v2/analytics/conversations/${id}/details`,
        headers: server.headers,
      });
    expect((await get('call')).json()).toMatchObject({
      conversationId: 'call',
      externalTag: 'T-1',
      participants: [
        {
          purpose: 'customer',
          participantName: 'Ann',
          sessions: [{ mediaType: 'voice', ani: '+13175550123' }],
        },
        {
          purpose: 'ivr',
          sessions: [{ flow: { flowName: 'Main line', flowType: 'INBOUNDCALL', flowVersion: 'hash-1' } }],
        },
      ],
    });
    expect((await get('chat')).json()).toMatchObject({
      participants: [{ purpose: 'customer' }, { userId: 'user-1' }],
    });
    expect((await get('work')).json()).toMatchObject({
      conversationEnd: '2026-01-15T12:00:02.000Z',
      participants: [{ purpose: 'workflow', sessions: [{ mediaType: 'unknown' }] }],
    });
    expect((await get('unknown')).statusCode).toBe(404);
  });
});
