import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import type { AgentSeed } from '../../src/platform/agents/agent-seed.ts';
import {
  callbackSeed,
  DAY,
  HOUR,
  iso,
  MINUTE,
  NUMBER,
  openCallbackServer,
  START,
} from './callback-server.ts';
import { CUSTOMER, PLAIN_MESSAGE } from './local-server.ts';

const PATH = '/api/v2/conversations/callbacks';
const ANN: AgentSeed = { id: 'ann', name: 'Ann', queues: ['Support', 'Owned'], answers: 'ignore' };
const BOB: AgentSeed = { ...ANN, id: 'bob', name: 'Bob', isAvailable: false };

describe('a callback within a conversation', () => {
  /** A WhatsApp conversation and its customer. */
  async function opened() {
    const server = await openCallbackServer(callbackSeed([ANN]));
    const sent = await server.ask('POST', '/api/v2/conversations/messages/agentless', PLAIN_MESSAGE);
    const conversationId: string = sent.body.conversationId;
    const { participants } = (await server.ask('GET', `/api/v2/conversations/${conversationId}`)).body;
    const url = `/api/v2/conversations/${conversationId}/participants/${participants[0].id}/callbacks`;
    return { ...server, conversationId, url };
  }

  it('K4 calls the number of the customer, K5 from the queue asked for, K2 in 30 minutes', async () => {
    const { ask, url, shown, conversationId } = await opened();
    expect(await ask('POST', url, { queueId: 'support' })).toEqual({ status: 201, body: undefined });
    expect(await shown()).toMatchObject([
      {
        conversationId,
        numbers: [`+${CUSTOMER}`],
        queueId: 'support',
        scheduledAt: iso(START + 30 * MINUTE),
      },
    ]);
    const { participants } = (await ask('GET', `/api/v2/conversations/${conversationId}`)).body;
    expect(participants).toMatchObject([
      { messages: [{}], callbacks: [] },
      { messages: [], callbacks: [{ state: 'scheduled', callbackNumbers: [`+${CUSTOMER}`] }] },
    ]);
  });

  it('K4 calls another number when one is given', async () => {
    const { ask, url, shown } = await opened();
    await ask('POST', url, { queueId: 'support', callbackNumbers: ['+4930901820'] });
    expect(await shown()).toMatchObject([{ numbers: ['+4930901820'] }]);
  });

  it('K3 tells how a local time was read', async () => {
    const { ask, url } = await opened();
    const attendantLocalTime = { time: '18:00', timeZone: 'Europe/Berlin' };
    expect(await ask('POST', url, { queueId: 'support', attendantLocalTime })).toMatchObject({
      status: 201,
      body: { attendantTimeDecision: { kind: 'exact' } },
    });
  });

  it('K5 needs a queue where the conversation was in none', async () => {
    const { ask, url } = await opened();
    expect(await ask('POST', url, {})).toMatchObject({
      status: 400,
      body: { code: 'conversation.error.queue.required' },
    });
  });

  it('K8 is the only one that is to be made, until it is over', async () => {
    const { ask, url, conversationId } = await opened();
    const create = () => ask('POST', url, { queueId: 'support' });
    expect((await create()).status).toBe(201);
    expect(await create()).toMatchObject({
      status: 409,
      body: { code: 'attendant.callback.scheduled.already' },
    });
    await ask('PATCH', `${PATH}/${conversationId}`, { state: 'disconnected' });
    expect((await create()).status).toBe(201);
  });

  it('K8 of two requests at once one is refused', async () => {
    const { ask, url, shown } = await opened();
    const answers = await Promise.all([1, 2].map(() => ask('POST', url, { queueId: 'support' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await shown()).toHaveLength(1);
  });

  it('K8 is made once for an Idempotency-Key, without a refusal', async () => {
    const { ask, url } = await opened();
    for (let count = 0; count < 2; count += 1) {
      const again = await ask('POST', url, { queueId: 'support' }, { 'idempotency-key': 'k' });
      expect(again.status).toBe(201);
    }
  });

  it('may be asked for by the agent who calls back: K5 its queue is that of the callback', async () => {
    const { ask, create, pass, shown } = await openCallbackServer(
      callbackSeed([{ ...ANN, answers: 'accept' }]),
    );
    const id = await create();
    const { participants } = (await ask('GET', `${PATH}/${id}`)).body;
    const url = `/api/v2/conversations/${id}/participants/${participants[0].id}/callbacks`;
    expect(await ask('POST', url, {})).toMatchObject({ status: 409 });
    await pass(HOUR);
    expect(await shown()).toMatchObject([{ state: 'connected' }]);
    const { status } = await ask('POST', url, { callbackScheduledTime: iso(START + DAY) });
    expect(status).toBe(201);
    expect(await shown()).toMatchObject([
      { state: 'connected' },
      { state: 'scheduled', queueId: 'support', numbers: [NUMBER], scheduledAt: iso(START + DAY) },
    ]);
    await ask('POST', `/attendant/callbacks/${(await shown())[0]?.['id']}/disconnect`);
    expect(await shown()).toMatchObject([{ state: 'scheduled' }]);
    expect((await ask('GET', `/api/v2/conversations/${id}`)).body).not.toHaveProperty('endTime');
  });

  it('needs a conversation and a participant that there are, and no queue', async () => {
    const { ask, conversationId, create, pass } = await opened();
    const url = (conversation: string, participant: string) =>
      `/api/v2/conversations/${conversation}/participants/${participant}/callbacks`;
    expect(await ask('POST', url('none', 'none'), {})).toMatchObject({
      status: 404,
      body: { code: 'conversation.error.conversation.not.found' },
    });
    expect(await ask('POST', url(conversationId, 'none'), {})).toMatchObject({
      status: 404,
      body: { code: 'conversation.error.not.conversation.participant' },
    });
    const other = await create();
    await pass(HOUR);
    const { participants } = (await ask('GET', `${PATH}/${other}`)).body;
    expect(await ask('POST', url(other, participants[1].id), {})).toMatchObject({
      status: 400,
      body: { code: 'conversation.error.cannot.callback.acd' },
    });
  });
});

describe('a callback that is moved', () => {
  it('has another time, queue, number and agent', async () => {
    const { ask, create, shown } = await openCallbackServer();
    const conversationId = await create();
    const moved = await ask('PATCH', PATH, {
      conversationId,
      agentId: 'ann',
      queueId: 'owned',
      callbackScheduledTime: iso(START + DAY),
      callbackNumbers: ['+4930901820'],
    });
    expect(moved).toMatchObject({
      status: 200,
      body: { conversation: { id: conversationId }, callbackIdentifiers: [{ type: 'ACD' }] },
    });
    expect(await shown()).toMatchObject([
      {
        conversationId,
        queueId: 'owned',
        numbers: ['+4930901820'],
        scheduledAt: iso(START + DAY),
        preferredAgentIds: ['ann'],
      },
    ]);
  });

  it('leaves its queue until its new time', async () => {
    const { ask, create, stateOf, pass } = await openCallbackServer();
    const conversationId = await create();
    await pass(HOUR);
    expect(stateOf(conversationId)).toBe('waiting');
    const request = { conversationId, agentId: 'ann', callbackScheduledTime: iso(START + 2 * HOUR) };
    expect((await ask('PATCH', PATH, request)).status).toBe(200);
    expect(stateOf(conversationId)).toBe('scheduled');
    await pass(HOUR);
    expect(stateOf(conversationId)).toBe('waiting');
  });

  it('K2 stays within 30 days; K3 takes a local time', async () => {
    const { ask, create } = await openCallbackServer();
    const request = { conversationId: await create(), agentId: 'ann' };
    expect(
      await ask('PATCH', PATH, { ...request, callbackScheduledTime: iso(START + 30 * DAY + 1) }),
    ).toMatchObject({
      status: 400,
      body: { code: 'callback.error.scheduled.time.too.far.in.future' },
    });
    const attendantLocalTime = { time: '18:00', timeZone: 'Europe/Berlin' };
    expect((await ask('PATCH', PATH, { ...request, attendantLocalTime })).body).toMatchObject({
      attendantTimeDecision: { localTime: '2026-01-15T18:00:00+01:00[Europe/Berlin]' },
    });
  });

  it.each<[string, Json, number, string]>([
    ['no conversation', { agentId: 'a' }, 400, 'conversationId'],
    ['no agent', { conversationId: 'c' }, 400, 'agentId'],
    ['an unknown conversation', { conversationId: 'c', agentId: 'a' }, 404, 'conversationId'],
  ])('is refused with %s', async (_what, body, status, fieldName) => {
    const { ask } = await openCallbackServer();
    expect(await ask('PATCH', PATH, body)).toMatchObject({ status, body: { details: [{ fieldName }] } });
  });

  it('is refused while it is with an agent, or over', async () => {
    const { ask, create, pass } = await openCallbackServer(callbackSeed([ANN]));
    const conversationId = await create();
    await pass(30 * MINUTE);
    expect(await ask('PATCH', PATH, { conversationId, agentId: 'a' })).toMatchObject({
      status: 409,
      body: { code: 'attendant.callback.not.scheduled' },
    });
  });

  it('in bulk leaves those that cannot be moved, and says which', async () => {
    const { ask, create, shown } = await openCallbackServer();
    const one = { conversationId: await create(), agentId: 'ann', callbackScheduledTime: iso(START + DAY) };
    const none = { ...one, conversationId: 'none' };
    const answer = await ask('POST', `${PATH}/bulk/update`, { patchCallbackRequests: [none, one, {}] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        errorCount: 2,
        errorIndexes: [0, 2],
        results: [
          { error: { code: 'conversation.error.conversation.not.found' } },
          { entity: { conversation: { id: one.conversationId } } },
          { error: { code: 'constraint.validation' } },
        ],
      },
    });
    expect(await shown()).toMatchObject([{ scheduledAt: iso(START + DAY) }]);
  });

  it.each<[Json, string]>([
    [{}, 'patchCallbackRequests'],
    [{ patchCallbackRequests: [] }, 'patchCallbackRequests'],
    [{ patchCallbackRequests: [1] }, 'patchCallbackRequests.0'],
    [{ patchCallbackRequests: Array(101).fill({}) }, 'patchCallbackRequests'],
  ])('in bulk is refused as a whole: %j', async (body, fieldName) => {
    const { ask } = await openCallbackServer();
    expect(await ask('POST', `${PATH}/bulk/update`, body)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });
});

describe('K9 a callback that is cancelled', () => {
  it('is over, for the customer and the agent it was offered to, and stays so', async () => {
    const { ask, create, pass, stateOf } = await openCallbackServer(callbackSeed([ANN]));
    const id = await create();
    await pass(30 * MINUTE);
    for (let count = 0; count < 2; count += 1) {
      const answer = await ask('PATCH', `${PATH}/${id}`, { state: 'disconnected' });
      expect(answer).toMatchObject({ status: 200, body: { id, endTime: expect.any(String) } });
    }
    expect(stateOf(id)).toBe('disconnected');
    const { participants } = (await ask('GET', `${PATH}/${id}`)).body;
    for (const one of participants) expect(one).toMatchObject({ state: 'disconnected' });
    expect((await ask('GET', '/attendant/agents')).body.entities).toMatchObject([{ status: 'available' }]);
  });

  it('needs conversation:communication:disconnect', async () => {
    const { local, create } = await openCallbackServer();
    const id = await create();
    const headers = await local.login('nobody');
    for (const [method, url] of [
      ['PATCH', `${PATH}/${id}`],
      ['POST', `${PATH}/bulk/disconnect`],
    ] as const)
      expect((await local.inject({ method, url, headers })).statusCode).toBe(403);
  });

  it('is over, too, when its whole conversation is ended', async () => {
    const { ask, create, stateOf } = await openCallbackServer();
    const id = await create();
    await ask('DELETE', `/api/v2/conversations/${id}`);
    expect(stateOf(id)).toBe('disconnected');
  });

  it('in bulk ends those that there are', async () => {
    const { ask, create, shown, stateOf } = await openCallbackServer();
    const ids = [await create(), await create()];
    const found = (await shown()).map(
      ({ id, conversationId }) => ({ conversationId, callbackId: id }) as Json,
    );
    const none = { conversationId: 'none', callbackId: 'none' };
    const answer = await ask('POST', `${PATH}/bulk/disconnect`, {
      callbackDisconnectIdentifiers: [none, ...found],
    });
    expect(answer).toEqual({ status: 202, body: undefined });
    expect(ids.map(stateOf)).toEqual(['disconnected', 'disconnected']);
  });

  it.each<[Json, string]>([
    [{}, 'state'],
    [{ state: 'connected' }, 'state'],
    [{ state: null }, 'state'],
  ])('is asked for by the state disconnected, not by %j', async (body, fieldName) => {
    const { ask, create } = await openCallbackServer();
    expect(await ask('PATCH', `${PATH}/${await create()}`, body)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });

  it('is over when its queue is removed, which needs forceDelete', async () => {
    const { ask, create, stateOf } = await openCallbackServer();
    const id = await create();
    expect(await ask('DELETE', '/api/v2/routing/queues/support')).toMatchObject({
      status: 400,
      body: { code: 'active.queue' },
    });
    expect((await ask('DELETE', '/api/v2/routing/queues/support?forceDelete=true')).status).toBe(200);
    expect(stateOf(id)).toBe('disconnected');
  });
});

describe('participants of a callback', () => {
  /** A callback that is offered to Ann, and where she takes part. */
  async function offered() {
    const server = await openCallbackServer(callbackSeed([ANN, BOB]));
    const id = await server.create();
    await server.pass(30 * MINUTE);
    const { participants } = (await server.ask('GET', `${PATH}/${id}`)).body;
    const conversation = (await server.ask('GET', `/api/v2/conversations/${id}`)).body;
    const agent = `${PATH}/${id}/participants/${participants[2].id}`;
    const communication = `${agent}/communications/${conversation.participants[2].callbacks[0].id}`;
    return {
      ...server,
      id,
      agent,
      communication,
      customer: `${PATH}/${id}/participants/${participants[0].id}`,
    };
  }

  it('take an offer over the API, sum up and hang up', async () => {
    const { ask, agent, communication, stateOf, id } = await offered();
    expect((await ask('PATCH', agent, { state: 'connected' })).status).toBe(202);
    expect(stateOf(id)).toBe('connected');
    expect((await ask('POST', `${communication}/wrapup`, { code: 'sold', notes: 'two' })).status).toBe(202);
    for (const path of [agent, communication])
      expect((await ask('GET', `${path}/wrapup`)).body).toEqual({ code: 'sold', notes: 'two' });
    expect((await ask('GET', `${agent}/wrapupcodes`)).body).toEqual([]);
    expect(await ask('PATCH', communication, { state: 'disconnected' })).toEqual({ status: 200, body: {} });
    expect(stateOf(id)).toBe('disconnected');
  });

  it('let an offer pass by disconnecting', async () => {
    const { ask, communication, stateOf, id } = await offered();
    await ask('PATCH', communication, { state: 'disconnected' });
    expect(stateOf(id)).toBe('waiting');
  });

  it('need a state for a communication', async () => {
    const { ask, communication } = await offered();
    expect(await ask('PATCH', communication, {})).toMatchObject({
      status: 400,
      body: { code: 'communication.state.required' },
    });
  });

  it('that are no agent with an offer cannot connect; those that are not there are not found', async () => {
    const { ask, customer, id } = await offered();
    expect(await ask('PATCH', customer, { state: 'connected' })).toMatchObject({
      status: 409,
      body: { code: 'attendant.callback.not.offered' },
    });
    for (const path of [`${PATH}/${id}/participants/none`, `${customer}/communications/none`])
      expect(await ask('PATCH', path, { state: 'disconnected' })).toMatchObject({ status: 404 });
  });

  it('have participant data, which is added to', async () => {
    const { ask, customer, id } = await offered();
    const answer = await ask('PATCH', `${customer}/attributes`, { attributes: { a: '1' } });
    expect(answer).toEqual({ status: 202, body: { attributes: { a: '1' } } });
    await ask('PATCH', `${customer}/attributes`, { attributes: { b: '2' } });
    expect((await ask('GET', `${PATH}/${id}`)).body.participants[0].attributes).toEqual({ a: '1', b: '2' });
    expect(await ask('PATCH', `${customer}/attributes`, { attributes: { a: 1 } })).toMatchObject({
      status: 400,
    });
  });

  it('hand over to a queue or to another agent once they are connected', async () => {
    const { ask, agent, shown, id } = await offered();
    const replace = (body: Json) => ask('POST', `${agent}/replace`, body);
    expect(await replace({ queueId: 'owned' })).toMatchObject({
      status: 400,
      body: { code: 'conversations.error.transfer.not.connected' },
    });
    await ask('PATCH', agent, { state: 'connected' });
    expect(await replace({ queueId: 'none' })).toMatchObject({
      status: 400,
      body: { code: 'conversations.error.queue.not.found' },
    });
    expect(await replace({})).toMatchObject({ status: 400 });
    expect(await replace({ userId: 'bob' })).toEqual({ status: 202, body: undefined });
    expect(await shown()).toMatchObject([{ conversationId: id, state: 'waiting', ownerId: 'bob' }]);
  });

  it('are moved by the operator, who leaves everything else as it is', async () => {
    const { ask, create, shown } = await openCallbackServer();
    await create({
      callbackScheduledTime: '2026-01-16T12:00:00Z',
      routingData: { preferredAgentIds: ['ann'] },
    });
    const [before] = await shown();
    const move = (body: Json, id = before?.['id']) => ask('PUT', `/attendant/callbacks/${id}/schedule`, body);
    const local = { date: '2026-01-20', time: '18:00', timeZone: 'Europe/Berlin' };
    expect((await move({ attendantLocalTime: local })).body).toMatchObject({
      ...before,
      scheduledAt: '2026-01-20T17:00:00.000Z',
      dueAt: '2026-01-20T17:00:00.000Z',
      timeZone: 'Europe/Berlin',
      timeDecision: { kind: 'exact' },
    });
    const listed = async (query: string) =>
      (await ask('GET', `/attendant/callbacks?${query}`)).body.entities.length;
    expect(await listed('since=2026-01-20T00:00:00Z&until=2026-01-20T17:00:01Z')).toBe(1);
    expect(await listed('since=2026-01-20T17:00:01Z')).toBe(0);
    expect(await listed('until=2026-01-20T17:00:00Z')).toBe(0);
    for (const body of [{}, { agentId: 'ann' }, { callbackScheduledTime: '2026-01-01T00:00:00Z' }])
      expect(await move(body), JSON.stringify(body)).toMatchObject({ status: 400 });
    expect(await move({ attendantLocalTime: local }, 'none')).toMatchObject({ status: 404 });
    await ask('POST', `/attendant/callbacks/${before?.['id']}/disconnect`);
    expect(await move({ attendantLocalTime: local })).toMatchObject({ status: 409 });
    expect([await listed(''), await listed('state=any')]).toEqual([0, 1]);
    expect((await ask('GET', `/attendant/callbacks/${before?.['id']}`)).body).toMatchObject({
      state: 'disconnected',
      queueName: 'Support',
    });
  });

  it('are played by the operator', async () => {
    const { ask, id, stateOf } = await offered();
    const play = (what: string) => ask('POST', `/attendant/callbacks/${id}/${what}`);
    expect((await play('decline')).body).toMatchObject({ state: 'waiting' });
    expect(await play('answer')).toMatchObject({ status: 409 });
    await ask('PUT', '/attendant/agents/ann', { isAvailable: true });
    expect((await play('answer')).body).toMatchObject({ state: 'connected', agentId: 'ann' });
    await play('disconnect');
    expect(stateOf(id)).toBe('disconnected');
    expect(await ask('POST', '/attendant/callbacks/none/answer')).toMatchObject({ status: 404 });
  });

  it.each<[Json, string]>([
    [{ isAvailable: 'yes' }, 'isAvailable'],
    [{ answers: 'maybe' }, 'answers'],
    [{ afterSeconds: -1 }, 'afterSeconds'],
    [{ unknown: 1 }, 'unknown'],
    [{ queues: ['none'] }, 'queues.0'],
  ])('are agents that are not changed by %j', async (body, fieldName) => {
    const { ask } = await openCallbackServer(callbackSeed([ANN]));
    expect(await ask('PUT', '/attendant/agents/ann', body)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });
});
