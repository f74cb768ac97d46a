import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FlowPort, FlowStart } from '../../src/platform/interactions/flow-port.ts';
import { CUSTOMER, type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const SEED = {
  ...TEST_SEED,
  queues: [{ id: 'support', name: 'Support' }],
  messagingRoutes: [
    { integrationId: 'wa-1', flow: 'Answers' },
    { integrationId: 'wa-2', queue: 'support' },
  ],
};
const HELLO = { channel: 'whatsapp', to: 'wa-1', from: CUSTOMER, text: 'Hello?' };

/** Flows that note what they are asked for; `wait` lets a start take its time. */
function notedFlows({ fails = false }: { readonly fails?: boolean } = {}) {
  const started: FlowStart[] = [];
  const heard: string[] = [];
  const flows: FlowPort = {
    typeOf: (flow) => ({ Answers: 'inboundMessage', Calls: 'inboundCall' })[flow],
    async start(start) {
      if (fails) throw new Error('the process dies here');
      started.push(start);
    },
    async write(_id, text) {
      heard.push(text);
      return true;
    },
    end: async () => undefined,
  };
  return { flows, started, heard };
}

async function write(local: LocalServer, body: object) {
  const answer = await local.inject({ method: 'POST', url: '/attendant/inbound-messages', payload: body });
  await local.platform.settled();
  return answer;
}

function interactionOf(local: LocalServer, id: string) {
  return local.platform.interactions.store.one(id);
}

describe('a message that a customer writes', () => {
  it('begins an interaction and starts the flow of the route', async () => {
    const { flows, started } = notedFlows();
    const local = await openLocalServer({ seed: SEED, flows });
    const answer = await write(local, { ...HELLO, name: 'Jo' });
    expect(answer.statusCode).toBe(202);
    const { id, conversationId } = answer.json();
    expect(started).toEqual([
      {
        ...{ interactionId: conversationId, flow: 'Answers', to: 'wa-1', text: 'Hello?', messageId: id },
        from: { address: CUSTOMER, name: 'Jo' },
      },
    ]);
    expect(interactionOf(local, conversationId)).toMatchObject({
      ...{ channel: 'whatsapp', direction: 'inbound', state: 'waiting' },
      ...{
        ownAddress: 'wa-1',
        customerAddress: CUSTOMER,
        participants: [{ purpose: 'customer', name: 'Jo' }],
      },
    });
    expect(local.platform.messages.ofInteraction(conversationId)).toMatchObject([
      { id, direction: 'inbound', status: 'received', text: 'Hello?' },
    ]);
  });

  it('joins the interaction that goes on, and its flow hears it', async () => {
    const { flows, started, heard } = notedFlows();
    const local = await openLocalServer({ seed: SEED, flows });
    const first = (await write(local, HELLO)).json();
    const second = (await write(local, { ...HELLO, from: `+${CUSTOMER}`, text: 'Anybody?' })).json();
    expect(second.conversationId).toBe(first.conversationId);
    expect([started.length, heard]).toEqual([1, ['Anybody?']]);
  });

  it('is for the agent where one is connected, and no flow hears it', async () => {
    const { flows, heard } = notedFlows();
    const local = await openLocalServer({ seed: SEED, flows });
    const { conversationId } = (await write(local, HELLO)).json();
    await local.platform.agentPart.putState(conversationId, { state: 'connected' });
    expect((await write(local, HELLO)).json().conversationId).toBe(conversationId);
    expect(heard).toEqual([]);
  });

  it('begins a new interaction when the one before has ended', async () => {
    const { flows, started } = notedFlows();
    const local = await openLocalServer({ seed: SEED, flows });
    const { conversationId } = (await write(local, HELLO)).json();
    await local.platform.agentPart.putState(conversationId, { state: 'disconnected' });
    expect((await write(local, HELLO)).json().conversationId).not.toBe(conversationId);
    expect(started).toHaveLength(2);
  });

  it('waits in the queue of the route', async () => {
    const local = await openLocalServer({ seed: SEED });
    const { conversationId } = (await write(local, { ...HELLO, to: '+13175550101' })).json();
    expect(interactionOf(local, conversationId)).toMatchObject({
      state: 'waiting',
      participants: [{ purpose: 'customer' }, { purpose: 'acd', state: 'connected', queueId: 'support' }],
    });
  });

  it('stays with what was written before where no route takes it', async () => {
    const local = await openLocalServer({ seed: TEST_SEED });
    const first = (await write(local, HELLO)).json();
    const second = (await write(local, HELLO)).json();
    expect(second.conversationId).toBe(first.conversationId);
    expect(interactionOf(local, first.conversationId)).toMatchObject({ state: 'disconnected' });
  });

  it('ends in nothing, and says so, where the flow of the route is not loaded', async () => {
    const local = await openLocalServer({ seed: SEED });
    const { conversationId } = (await write(local, HELLO)).json();
    expect(interactionOf(local, conversationId)).toMatchObject({ state: 'disconnected' });
    expect(local.logged).toContainEqual({
      level: 'warn',
      message: 'the flow of a messaging route is not loaded',
      details: { flow: 'Answers' },
    });
  });

  it('is stored once, by its carrier’s name for it', async () => {
    const { flows, started } = notedFlows();
    const local = await openLocalServer({ seed: SEED, flows });
    const message = { channel: 'whatsapp', to: 'wa-1', from: CUSTOMER, text: 'Hello?', at: 0 } as const;
    const first = await local.platform.inboundMessages.receive({ ...message, externalId: 'wamid.1' });
    const second = await local.platform.inboundMessages.receive({ ...message, externalId: 'wamid.1' });
    await local.platform.settled();
    expect(second).toEqual({ ...first, isRepeated: true });
    expect(started).toHaveLength(1);
  });

  it('keeps the button that was pressed', async () => {
    const local = await openLocalServer({ seed: TEST_SEED });
    const { id } = (await write(local, { ...HELLO, text: 'Yes', button: 'confirm' })).json();
    expect(local.platform.messages.one(id)?.fields).toEqual({ button: { payload: 'confirm', text: 'Yes' } });
  });

  it('comes by SMS, too', async () => {
    const local = await openLocalServer({ seed: TEST_SEED });
    const { id } = (
      await write(local, { ...HELLO, channel: 'sms', to: '+13175550199', from: CUSTOMER })
    ).json();
    expect(local.platform.messages.one(id)).toMatchObject({ channel: 'sms', fromAddress: `+${CUSTOMER}` });
  });

  it.each([
    [{}, 'channel'],
    [{ ...HELLO, channel: 'email' }, 'channel'],
    [{ ...HELLO, to: 'wa-9' }, 'to'],
    [{ ...HELLO, from: 'Jo' }, 'from'],
    [{ ...HELLO, text: '' }, 'text'],
    [{ ...HELLO, text: 'x'.repeat(4097) }, 'text'],
    [{ ...HELLO, text: ['x'] }, 'text'],
    [{ ...HELLO, more: 1 }, 'more'],
    [{ ...HELLO, channel: 'sms', to: 'wa-1' }, 'to'],
  ])('is refused with the field named: %j', async (body, field) => {
    const local = await openLocalServer({ seed: SEED });
    const answer = await write(local, body);
    expect([answer.statusCode, answer.json().details[0]?.fieldName]).toEqual([400, field]);
  });

  it('can be played from this machine only', async () => {
    const local = await openLocalServer({ seed: SEED, allowedHosts: ['attendant.example'] });
    const answer = await local.inject({
      ...{ method: 'POST', url: '/attendant/inbound-messages', payload: HELLO },
      headers: { host: 'attendant.example' },
    });
    expect(answer.statusCode).toBe(403);
  });
});

describe('R4 a crash between storing a message and telling its flow', () => {
  it('loses nothing: the flow is told at the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-inbound-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'attendant.db');
    const killed = await openLocalServer({ seed: SEED, file, flows: notedFlows({ fails: true }).flows });
    const { conversationId } = (await write(killed, HELLO)).json();
    await killed.close();

    const { flows, started } = notedFlows();
    const next = await openLocalServer({ seed: SEED, file, flows });
    next.platform.inboundMessages.recover();
    await next.platform.settled();
    next.platform.inboundMessages.recover();
    await next.platform.settled();
    expect(started).toMatchObject([{ interactionId: conversationId, text: 'Hello?' }]);
  });
});

describe('/api/v2/routing/message/recipients', () => {
  const PATH = '/api/v2/routing/message/recipients';
  const seed = {
    ...SEED,
    oauthClients: [
      ...SEED.oauthClients,
      {
        ...{ id: 'router', name: 'Routes', secret: 'router-secret', localOnly: true },
        permissions: ['routing:message:manage'],
      },
    ],
  };

  async function opened() {
    const { flows } = notedFlows();
    const local = await openLocalServer({ seed, flows });
    const headers = await local.login('router');
    const ask = (method: 'GET' | 'PUT', path: string, payload?: object) =>
      local.inject({ method, url: `${PATH}${path}`, headers, ...(payload && { payload }) });
    return { local, ask };
  }

  it('needs routing:message:manage', async () => {
    const { local } = await opened();
    const refused = await local.inject({ method: 'GET', url: PATH, headers: await local.login('sender') });
    expect(refused.statusCode).toBe(403);
  });

  it('lists the integrations with their flows, in pages, by name and type', async () => {
    const { ask } = await opened();
    expect((await ask('GET', '?pageSize=2')).json()).toMatchObject({
      ...{ total: 3, pageCount: 2 },
      entities: [{ id: 'wa-1', flow: { id: 'Answers' }, messengerType: 'whatsapp' }, {}],
    });
    expect((await ask('GET', '?name=SECOND')).json().entities).toMatchObject([{ id: 'wa-2' }]);
    expect((await ask('GET', '?messengerType=facebook')).json().total).toBe(0);
  });

  it('sets the flow in place of a queue', async () => {
    const { ask, local } = await opened();
    expect((await ask('PUT', '/wa-2', { flow: { id: 'Answers' } })).json()).toMatchObject({
      id: 'wa-2',
      flow: { id: 'Answers' },
    });
    const { conversationId } = (await write(local, { ...HELLO, to: 'wa-2' })).json();
    expect(interactionOf(local, conversationId)?.participants).toHaveLength(1);
  });

  it.each([
    ['/wa-1', { flow: { id: 'Nothing' } }, 400, 'flow.id'],
    ['/wa-1', { flow: { id: 'Calls' } }, 400, 'flow.id'],
    ['/wa-1', { flow: { id: 7 } }, 400, 'flow.id'],
    ['/nothing', { flow: { id: 'Answers' } }, 404, undefined],
  ])('refuses PUT %s %j', async (path, body, status, field) => {
    const { ask } = await opened();
    const answer = await ask('PUT', path, body);
    expect([answer.statusCode, answer.json().details[0]?.fieldName]).toEqual([status, field]);
  });

  it('has no recipient of an unknown id', async () => {
    const { ask } = await opened();
    expect((await ask('GET', '/nothing')).statusCode).toBe(404);
  });
});
