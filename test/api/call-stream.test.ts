import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callStream, HEARTBEAT_SECONDS } from '../../src/api/call-stream.ts';
import type { ConversationStore, StoredStep } from '../../src/store/conversation-store.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { type CallServer, LONG_ROUNDS, openCallServer } from './call-server.ts';

/** One message of a stream, as a client reads it. */
interface Message {
  readonly id: number;
  readonly data: { readonly sequence: number; readonly type: string };
}

/** A client on a socket. */
interface Follower {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
  /** Everything received so far. */
  text(): string;
  /** Resolves once the text holds this, or rejects when the stream ends without. */
  has(part: string): Promise<void>;
  ended: Promise<void>;
}

async function follow(server: CallServer, path: string, headers = {}): Promise<Follower> {
  if (!server.server.server.listening) await server.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.server.address() as AddressInfo;
  const request = get({ host: '127.0.0.1', port, path, headers });
  onTestFinished(() => void request.destroy());
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).once('error', reject),
  );
  const chunks: string[] = [];
  response.setEncoding('utf8').on('data', (chunk: string) => void chunks.push(chunk));
  const text = () => chunks.join('');
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  const has = (part: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!text().includes(part)) return;
        response.off('data', look);
        resolve();
      };
      response.on('data', look).once('close', () => reject(new Error(`the stream ended without ${part}`)));
      look();
    });
  return { request, response, text, has, ended };
}

function messages(text: string): Message[] {
  return [...text.matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)].map(([, id, data]) => ({
    id: Number(id),
    data: JSON.parse(data ?? ''),
  }));
}

async function transcriptOf(server: CallServer, id: string): Promise<Message['data'][]> {
  return (await server.get(`/attendant/calls/${id}/transcript`)).json();
}

/** The whole of a stream made by hand, with what `during` does after the opening. */
async function drain(stream: AsyncGenerator<string>, during: () => Promise<unknown>): Promise<Message[]> {
  await stream.next();
  await during();
  let text = '';
  for await (const part of stream) text += part;
  return messages(text);
}

/** A store whose first read of steps ends only when the test says so. */
function heldStore(read: 'before' | 'after') {
  const store = memoryConversations();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const steps = async (id: string): Promise<readonly StoredStep[]> => {
    const early = await store.steps(id);
    await held;
    return read === 'before' ? early : store.steps(id);
  };
  return { store: { ...store, steps } satisfies ConversationStore, release: () => release() };
}

describe('GET /attendant/calls/{id}/events', () => {
  it('sends the stored events, then the live ones, and ends with the flow', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const path = `/attendant/calls/${id}`;
    const follower = await follow(server, `${path}/events`);
    expect(follower.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    await follower.has('playedAudio');
    await server.post(`${path}/stimuli`, { press: '1' });
    await follower.has('Type four digits.');
    await server.post(`${path}/stimuli`, { press: '1234' });
    await follower.ended;
    const received = messages(follower.text());
    expect(received.map(({ data }) => data)).toEqual(await transcriptOf(server, id));
    expect(received.map((message) => message.id)).toEqual(received.map((_, index) => index + 1));
    expect(received.at(-1)?.data.type).toBe('endedFlow');
    expect(follower.text()).toMatch(/^retry: 1000\n\n/);
  });

  it('brings what happens by itself, such as a data action that answers and a time that runs out', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const follower = await follow(server, `/attendant/calls/${id}/events`);
    await follower.has('playedAudio');
    server.clock.advance(16_000);
    await follower.has('gotNoInput');
    await server.post(`/attendant/calls/${id}/stimuli`, { press: '3' });
    await follower.ended;
    expect(messages(follower.text()).map(({ data }) => data.type)).toEqual(
      expect.arrayContaining(['requestedDataAction', 'completedDataAction', 'endedFlow']),
    );
  });

  it('sends the whole of a call that has ended', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    await server.post(`/attendant/calls/${id}/stimuli`, { hangUp: true });
    const answer = await server.get(`/attendant/calls/${id}/events`);
    expect(messages(answer.body).map(({ data }) => data)).toEqual(await transcriptOf(server, id));
    expect(server.listeners()).toBe(0);
  });

  it('goes on after Last-Event-ID, and says 204 when nothing can follow', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const path = `/attendant/calls/${id}`;
    const follower = await follow(server, `${path}/events`, { 'last-event-id': '3' });
    await follower.has('retry');
    await server.post(`${path}/stimuli`, { hangUp: true });
    await follower.ended;
    expect(messages(follower.text()).map((message) => message.id)).toEqual([4, 5]);
    const again = await server.get(`${path}/events`, { 'last-event-id': '4' });
    expect(messages(again.body).map((message) => message.id)).toEqual([5]);
    const over = await server.get(`${path}/events`, { 'last-event-id': '5' });
    expect([over.statusCode, over.body]).toEqual([204, '']);
  });

  it.each(['x', '-1', '1.5', '4', '9'.repeat(20)])('refuses the Last-Event-ID %s', async (lastEventId) => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const answer = await server.get(`/attendant/calls/${id}/events`, { 'last-event-id': lastEventId });
    expect(answer.json()).toMatchObject({ status: 400, details: [{ fieldName: 'Last-Event-ID' }] });
  });

  it('lets go of the listener and the timer when the client goes', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const timers = server.clock.pending;
    const followers = [];
    for (let i = 0; i < 3; i++) followers.push(await follow(server, `/attendant/calls/${id}/events`));
    for (const follower of followers) await follower.has('playedAudio');
    await vi.waitFor(() => expect(server.clock.pending).toBe(timers + 3));
    expect(server.listeners()).toBe(3);
    for (const { request } of followers) request.destroy();
    await vi.waitFor(() => expect(server.listeners()).toBe(0));
    expect(server.clock.pending).toBe(timers);
    expect((await server.post(`/attendant/calls/${id}/stimuli`, { press: '1' })).statusCode).toBe(200);
  });

  it('ends when the server closes', async () => {
    const server = await openCallServer();
    const follower = await follow(server, `/attendant/calls/${await server.startAsk()}/events`);
    await follower.has('playedAudio');
    await server.server.close();
    await follower.ended;
    await vi.waitFor(() => expect(server.listeners()).toBe(0));
  });

  it('does not hold up the call for a client that does not read', async () => {
    const server = await openCallServer();
    const { id } = (await server.post('/attendant/calls', { flow: 'Talk long' })).json();
    const follower = await follow(server, `/attendant/calls/${id}/events`);
    await follower.has('playedAudio');
    follower.response.pause();
    for (let i = 0; i < LONG_ROUNDS; i++) await server.engine.stimulate(id, { type: 'pressed', keys: '1' });
    expect((await server.store.load(id))?.status).toBe('ended');
    const events = await transcriptOf(server, id);
    expect(messages(follower.text()).length).toBeLessThan(events.length);
    follower.response.resume();
    await follower.ended;
    expect(messages(follower.text()).map(({ data }) => data)).toEqual(events);
  });
});

describe('callStream', () => {
  const options = (server: CallServer, id: string) => ({
    id,
    after: 0,
    store: server.store,
    engine: server.engine,
    clock: server.clock,
    signal: new AbortController().signal,
  });

  it.each(['before', 'after'] as const)(
    'I1 loses and doubles nothing when steps come while the store is read (%s them)',
    async (read) => {
      const { store, release } = heldStore(read);
      const server = await openCallServer({ store });
      const id = await server.startAsk();
      const stream = callStream(options(server, id));
      await stream.next();
      const reading = stream.next();
      await server.post(`/attendant/calls/${id}/stimuli`, { press: '1' });
      await server.post(`/attendant/calls/${id}/stimuli`, { press: '12' });
      release();
      let text = (await reading).value ?? '';
      await server.post(`/attendant/calls/${id}/stimuli`, { press: '34' });
      for await (const part of stream) text += part;
      expect(messages(text).map(({ data }) => data)).toEqual(await transcriptOf(server, id));
    },
  );

  it('I2 gives everything in order to a client that takes nothing until the call has ended', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const received = await drain(callStream(options(server, id)), async () => {
      for (const keys of ['1', '1', '2', '3', '4'])
        await server.engine.stimulate(id, { type: 'pressed', keys });
    });
    expect(received.map(({ data }) => data)).toEqual(await transcriptOf(server, id));
  });

  it('beats while nothing happens', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const stream = callStream(options(server, id));
    await stream.next();
    await stream.next();
    const beat = stream.next();
    server.clock.advance(HEARTBEAT_SECONDS * 1000);
    expect((await beat).value).toMatch(/^: .*\n\n$/);
    const next = stream.next();
    await server.engine.stimulate(id, { type: 'callerDisconnected' });
    expect((await next).value).toContain('callerDisconnected');
    expect((await stream.next()).done).toBe(true);
  });

  it('takes no notice of other calls', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const other = await server.startAsk();
    const received = await drain(callStream(options(server, id)), async () => {
      await server.engine.stimulate(other, { type: 'callerDisconnected' });
      await server.engine.stimulate(id, { type: 'callerDisconnected' });
    });
    expect(received.map(({ data }) => data)).toEqual(await transcriptOf(server, id));
  });

  it('I3 ends when the client has gone, wherever it stands', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const gone = new AbortController();
    const stream = callStream({ ...options(server, id), signal: gone.signal });
    const timers = server.clock.pending;
    await stream.next();
    await stream.next();
    const waiting = stream.next();
    expect(server.clock.pending).toBe(timers + 1);
    gone.abort();
    expect((await waiting).done).toBe(true);
    expect(server.clock.pending).toBe(timers);
  });
});
