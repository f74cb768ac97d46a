import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { callbackSeed, HOUR, iso, MINUTE, NUMBER, openCallbackServer, START } from './callback-server.ts';

const PATH = '/api/v2/conversations/callbacks';
const SECOND = 1000;
const TALKER = { answers: 'accept', afterSeconds: 5, talkSeconds: 60 } as const;
const ANN = { id: 'ann', name: 'Ann', queues: ['Support', 'Owned'], ...TALKER };
const BOB = { id: 'bob', name: 'Bob', queues: ['Support', 'Owned'], ...TALKER };

/** A callback of the queue `owned` that an agent owns. */
function owned(agentId: string, at: number) {
  return {
    callbackNumbers: [NUMBER],
    callbackScheduledTime: iso(at),
    routingData: {
      queueId: 'owned',
      routingFlags: ['AGENT_OWNED_CALLBACK'],
      scoredAgents: [{ agent: { id: agentId }, score: 100 }],
    },
  };
}

describe('K10 a callback at its time', () => {
  it('goes to an agent of its queue, is answered, talked through and over', async () => {
    const { create, stateOf, pass, ask } = await openCallbackServer(callbackSeed([ANN]));
    const id = await create({ callbackScheduledTime: iso(START + HOUR) });
    await pass(HOUR - 1);
    expect(stateOf(id)).toBe('scheduled');
    await pass(1);
    expect(stateOf(id)).toBe('alerting');
    await pass(5 * SECOND);
    expect(stateOf(id)).toBe('connected');
    const { participants } = (await ask('GET', `${PATH}/${id}`)).body;
    expect(participants).toMatchObject([
      { purpose: 'customer', state: 'connected' },
      { purpose: 'acd', state: 'disconnected', disconnectType: 'transfer', queue: { id: 'support' } },
      {
        purpose: 'agent',
        state: 'connected',
        user: { id: 'ann' },
        connectedTime: iso(START + HOUR + 5 * SECOND),
      },
    ]);
    await pass(60 * SECOND);
    expect(stateOf(id)).toBe('disconnected');
    expect((await ask('GET', `/api/v2/conversations/${id}`)).body).toMatchObject({
      endTime: iso(START + HOUR + 65 * SECOND),
      participants: [{ callbacks: [{ state: 'disconnected', disconnectType: 'client' }] }, {}, {}],
    });
  });

  it('waits in its queue while no agent is there, and goes to the first who comes', async () => {
    const { create, stateOf, pass, ask } = await openCallbackServer(
      callbackSeed([{ ...ANN, isAvailable: false }]),
    );
    const id = await create();
    await pass(20 * HOUR);
    expect(stateOf(id)).toBe('waiting');
    expect((await ask('GET', `${PATH}/${id}`)).body.participants).toMatchObject([
      { purpose: 'customer', state: 'offering' },
      { purpose: 'acd', state: 'connected' },
    ]);
    await ask('PUT', '/attendant/agents/ann', { isAvailable: true });
    expect(stateOf(id)).toBe('alerting');
  });

  it('goes to the next agent when one lets it pass, who gets no other until the operator says so', async () => {
    const ignoring = { ...ANN, answers: 'ignore' } as const;
    const { create, shown, pass, ask } = await openCallbackServer(callbackSeed([ignoring, BOB]));
    await create({ callbackScheduledTime: iso(START + MINUTE) });
    await pass(MINUTE);
    expect(await shown('alerting')).toMatchObject([{ agentId: 'ann' }]);
    await pass(20 * SECOND);
    expect(await shown('alerting')).toMatchObject([{ agentId: 'bob' }]);
    expect((await ask('GET', '/attendant/agents')).body.entities).toMatchObject([
      { id: 'ann', status: 'notResponding' },
      { id: 'bob', status: 'available' },
    ]);
    const [callback] = await shown();
    const { participants } = (await ask('GET', `${PATH}/${callback?.['conversationId']}`)).body;
    expect(participants[2]).toMatchObject({ user: { id: 'ann' }, disconnectType: 'transfer.noanswer' });
  });

  it('comes back to the queue when it is declined, and stays there without another agent', async () => {
    const { create, stateOf, pass } = await openCallbackServer(
      callbackSeed([{ ...ANN, answers: 'decline', afterSeconds: 3 }]),
    );
    const id = await create();
    await pass(30 * MINUTE + 2 * SECOND);
    expect(stateOf(id)).toBe('alerting');
    await pass(SECOND);
    expect(stateOf(id)).toBe('waiting');
  });

  it('is one at a time for an agent, and offers go round', async () => {
    const { create, shown, pass } = await openCallbackServer(callbackSeed([ANN, BOB]));
    for (let count = 0; count < 3; count += 1)
      await create({ callbackScheduledTime: iso(START + MINUTE + count) });
    await pass(MINUTE + 10);
    expect((await shown()).map(({ state, agentId }) => [state, agentId])).toEqual([
      ['alerting', 'ann'],
      ['alerting', 'bob'],
      ['waiting', null],
    ]);
    await pass(65 * SECOND);
    expect(await shown()).toMatchObject([{ state: 'alerting', agentId: 'ann' }]);
  });

  it('goes by priority, then by how long it waits', async () => {
    const { create, shown, pass, ask } = await openCallbackServer(
      callbackSeed([{ ...ANN, isAvailable: false }]),
    );
    const at = (ms: number, priority: number) =>
      create({
        callbackScheduledTime: iso(START + ms),
        routingData: { queueId: 'support', priority },
      });
    await at(MINUTE, 0);
    await at(2 * MINUTE, 0);
    const urgent = await at(3 * MINUTE, 5);
    await pass(HOUR);
    await ask('PUT', '/attendant/agents/ann', { isAvailable: true });
    expect(await shown('alerting')).toMatchObject([{ conversationId: urgent }]);
  });

  it('that came while the process was down is made at the start, one that is to come at its time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-callbacks-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'state.db');
    const seed = callbackSeed([ANN]);
    const before = await openCallbackServer(seed, { file });
    const due = await before.create({ callbackScheduledTime: iso(START + HOUR) });
    const later = await before.create({ callbackScheduledTime: iso(START + 3 * HOUR) });
    await before.local.close();
    const after = await openCallbackServer(seed, { file, clock: new FakeClock(START + 2 * HOUR) });
    expect([after.stateOf(due), after.stateOf(later)]).toEqual(['alerting', 'scheduled']);
    await after.pass(HOUR);
    expect([after.stateOf(due), after.stateOf(later)]).toEqual(['disconnected', 'alerting']);
  });

  it('goes on with every state it can be in when the process stops', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-callbacks-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'state.db');
    const seed = callbackSeed([ANN]);
    const first = await openCallbackServer(seed, { file });
    const id = await first.create({ callbackScheduledTime: iso(START) });
    let now = START;
    let server = first;
    for (const [state, ms] of [
      ['alerting', 5 * SECOND],
      ['connected', 60 * SECOND],
      ['disconnected', 0],
    ] as const) {
      expect(server.stateOf(id)).toBe(state);
      await server.local.close();
      now += ms;
      server = await openCallbackServer(seed, { file, clock: new FakeClock(now) });
      await server.pass(0);
    }
  });
});

describe('K6 a callback that an agent is preferred for', () => {
  it('goes to that agent when that is possible, else to another', async () => {
    const { create, shown, pass } = await openCallbackServer(callbackSeed([ANN, BOB]));
    const routingData = { queueId: 'support', preferredAgentIds: ['bob'] };
    for (const ms of [0, 1]) await create({ routingData, callbackScheduledTime: iso(START + MINUTE + ms) });
    await pass(MINUTE);
    expect(await shown('alerting')).toMatchObject([{ agentId: 'bob' }]);
    await pass(1);
    expect((await shown('alerting')).map(({ agentId }) => agentId)).toEqual(['bob', 'ann']);
  });

  it('does not go to an agent who is not in its queue', async () => {
    const { create, shown, pass } = await openCallbackServer(
      callbackSeed([ANN, { ...BOB, queues: ['Owned'] }]),
    );
    await create({ routingData: { queueId: 'support', preferredAgentIds: ['bob'] } });
    await pass(HOUR / 2);
    expect(await shown('alerting')).toMatchObject([{ agentId: 'ann' }]);
  });
});

describe('K7 a callback that an agent owns', () => {
  it('is held for its owner, though others are there', async () => {
    const { ask, shown, pass } = await openCallbackServer(
      callbackSeed([ANN, { ...BOB, isAvailable: false }]),
    );
    await ask('POST', PATH, owned('bob', START + HOUR));
    await pass(HOUR);
    expect(await shown()).toMatchObject([
      { state: 'waiting', ownerId: 'bob', heldUntil: iso(START + 3 * HOUR) },
    ]);
    await pass(2 * HOUR - 1);
    expect(await shown()).toMatchObject([{ state: 'waiting' }]);
    await ask('PUT', '/attendant/agents/bob', { isAvailable: true });
    expect(await shown()).toMatchObject([{ state: 'alerting', agentId: 'bob' }]);
  });

  it('goes to the next agent of the queue when its owner did not take it in time', async () => {
    const { ask, shown, pass } = await openCallbackServer(
      callbackSeed([ANN, { ...BOB, isAvailable: false }]),
    );
    await ask('POST', PATH, owned('bob', START + HOUR));
    await pass(3 * HOUR);
    expect(await shown()).toMatchObject([{ state: 'alerting', agentId: 'ann', ownerId: null }]);
  });

  it('ends instead where its queue says so', async () => {
    const seed = callbackSeed([ANN]);
    const queues = (seed.queues ?? []).map((queue) => ({
      ...queue,
      agentOwnedRouting: { ...queue.agentOwnedRouting, attendantWhenNotTaken: 'disconnect' as const },
    }));
    const { ask, stateOf, pass } = await openCallbackServer({ ...seed, queues });
    const { id } = (await ask('POST', PATH, owned('bob', START + HOUR))).body.conversation;
    await pass(3 * HOUR);
    expect(stateOf(id)).toBe('disconnected');
    expect((await ask('GET', `/api/v2/conversations/${id}`)).body.participants[0].callbacks[0]).toMatchObject(
      {
        disconnectType: 'timeout',
      },
    );
  });

  it('stays with its owner when the owner lets it pass, until it is held no more', async () => {
    const { ask, shown, pass } = await openCallbackServer(callbackSeed([ANN, { ...BOB, answers: 'ignore' }]));
    await ask('POST', PATH, owned('bob', START + HOUR));
    await pass(2 * HOUR);
    expect(await shown()).toMatchObject([{ state: 'waiting', ownerId: 'bob' }]);
    await pass(HOUR);
    expect(await shown()).toMatchObject([{ state: 'alerting', agentId: 'ann' }]);
  });

  it('is at most as far ahead as its queue lets it be, to the millisecond', async () => {
    const { ask } = await openCallbackServer();
    expect((await ask('POST', PATH, owned('ann', START + 48 * HOUR))).status).toBe(200);
    expect(await ask('POST', PATH, owned('ann', START + 48 * HOUR + 1))).toMatchObject({
      status: 400,
      body: { code: 'callback.error.scheduled.time.too.far.in.future' },
    });
  });

  it('needs a queue that has owned callbacks', async () => {
    const { ask } = await openCallbackServer();
    const { routingData, ...body } = owned('ann', START + HOUR);
    expect(
      await ask('POST', PATH, { ...body, routingData: { ...routingData, queueId: 'support' } }),
    ).toMatchObject({
      status: 400,
      body: {
        code: 'attendant.callback.ownership.off',
        details: [{ fieldName: 'routingData.routingFlags' }],
      },
    });
  });

  it.each([
    ['no agent', []],
    [
      'two agents',
      [
        { agent: { id: 'ann' }, score: 100 },
        { agent: { id: 'bob' }, score: 100 },
      ],
    ],
    ['another score', [{ agent: { id: 'ann' }, score: 99 }]],
    ['no id', [{ score: 100 }]],
  ])('is refused with %s', async (_what, scoredAgents) => {
    const { ask } = await openCallbackServer();
    const { routingData, ...body } = owned('ann', START + HOUR);
    expect(await ask('POST', PATH, { ...body, routingData: { ...routingData, scoredAgents } })).toMatchObject(
      {
        status: 400,
        body: { details: [{ fieldName: 'routingData.scoredAgents' }] },
      },
    );
  });
});
