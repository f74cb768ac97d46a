import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../src/actions/failure-outputs.ts';
import type { Json } from '../../src/authoring/json.ts';
import type { ConversationStore } from '../../src/store/conversation-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { ASK, flowOf, libraryOf, SENDING, scriptedRunner, settle, testEngine } from './engine-under-test.ts';

const SUCCESS = { result: 'success', outputs: { id: 'm1' }, output: { id: 'm1' } } as const;
const UNKNOWN = { result: 'unknown', failure: failureOf('outcome.unknown', 'nobody knows') } as const;

const STORES: readonly [name: string, open: () => ConversationStore][] = [
  ['memory', memoryConversations],
  ['SQLite', sqliteStore],
];

describe.each(STORES)('Engine on %s', (_name, openStore) => {
  it('starts a call and brings it to its end', async () => {
    const { engine, store } = testEngine({ store: openStore() });
    const started = await engine.startCall({ flow: 'test', call: { ani: 'tel:+13175550123' } });
    expect(started).toMatchObject({ id: 'c1', status: 'waiting', step: 1, wait: { for: 'digits' } });
    const ended = await engine.stimulate('c1', { type: 'pressed', keys: '12#' });
    expect(ended).toMatchObject({ status: 'ended', step: 2, variables: { 'Flow.digits': '12' } });
    expect(await store.load('c1')).toEqual(ended);
    expect((await store.steps('c1')).map(({ stimulus }) => stimulus.type)).toEqual(['start', 'pressed']);
  });

  it('I2 takes the stimuli of a call one after the other, in the order they came', async () => {
    const { engine, store } = testEngine({ store: openStore() });
    await engine.startCall({ flow: 'test' });
    await Promise.all(['1', '2', '#'].map((keys) => engine.stimulate('c1', { type: 'pressed', keys })));
    expect((await store.load('c1'))?.variables['Flow.digits']).toBe('12');
    expect((await store.steps('c1')).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });

  it('runs many calls at once without mixing them up', async () => {
    const { engine, store } = testEngine({ store: openStore() });
    const calls = await Promise.all(Array.from({ length: 100 }, () => engine.startCall({ flow: 'test' })));
    await Promise.all(calls.map(({ id }, n) => engine.stimulate(id, { type: 'pressed', keys: `${n}#` })));
    for (const [n, { id }] of calls.entries())
      expect((await store.load(id))?.variables['Flow.digits']).toBe(`${n}`);
  });

  it('fires a wait that runs out, at its time', async () => {
    const { engine, store, clock } = testEngine({ store: openStore() });
    await engine.startCall({ flow: 'test' });
    clock.advance(4_999);
    await engine.idle();
    expect((await store.load('c1'))?.status).toBe('waiting');
    clock.advance(1);
    await engine.idle();
    expect((await store.load('c1'))?.status).toBe('ended');
    expect((await store.steps('c1')).at(-1)).toMatchObject({
      at: clock.now(),
      stimulus: { type: 'timeElapsed', step: 1 },
    });
  });

  it('fires more waits at one moment than one look at the store brings', async () => {
    const { engine, store, clock } = testEngine({ store: openStore() });
    await Promise.all(Array.from({ length: 1_200 }, () => engine.startCall({ flow: 'test' })));
    clock.advance(5_000);
    await engine.idle();
    expect((await store.list(2_000)).filter(({ status }) => status === 'waiting')).toEqual([]);
  });

  it('sends what a call asks for, and goes on with the answer', async () => {
    const { engine, store, runner } = testEngine({ store: openStore(), flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    expect(runner.made).toMatchObject([{ inputs: { to: 'somebody' }, idempotencyKey: 'c1:1' }]);
    runner.made[0]?.answer(SUCCESS);
    await engine.idle();
    expect(await store.load('c1')).toMatchObject({ status: 'ended', participantData: { sent: 'm1' } });
    expect(runner.made).toHaveLength(1);
  });

  it('keeps keys pressed while a data action runs for the next prompt', async () => {
    const flows = libraryOf(flowOf([...SENDING.slice(0, 1), ...ASK]));
    const { engine, store, runner } = testEngine({ store: openStore(), flows });
    await engine.startCall({ flow: 'test' });
    await engine.stimulate('c1', { type: 'pressed', keys: '4' });
    await engine.stimulate('c1', { type: 'pressed', keys: '2#' });
    expect(runner.made).toHaveLength(1);
    runner.made[0]?.answer(SUCCESS);
    await engine.idle();
    expect((await store.load('c1'))?.variables['Flow.digits']).toBe('42');
  });

  it("aborts the request when the step's own wait runs out, and drops a late answer", async () => {
    const { engine, store, runner, clock } = testEngine({
      store: openStore(),
      flows: libraryOf(flowOf(SENDING)),
    });
    await engine.startCall({ flow: 'test' });
    clock.advance(10_000);
    await engine.idle();
    expect(runner.made[0]?.signal.aborted).toBe(true);
    const ended = await store.load('c1');
    expect(ended).toMatchObject({ status: 'ended', participantData: { sent: 'timeout' } });
    await engine.stimulate('c1', { type: 'completedDataAction', step: 1, outputs: { id: 'late' } });
    expect(await store.load('c1')).toEqual(ended);
  });

  it('R4 recovers: fires what fell due while nobody was there', async () => {
    const store = openStore();
    const before = testEngine({ store });
    await before.engine.startCall({ flow: 'test' });
    await before.engine.close();
    before.clock.advance(60_000);
    const { engine } = testEngine({ store, clock: before.clock });
    await engine.recover();
    expect((await store.load('c1'))?.status).toBe('ended');
  });

  it('R4 recovers: wakes for what falls due later', async () => {
    const store = openStore();
    const before = testEngine({ store });
    await before.engine.startCall({ flow: 'test' });
    await before.engine.close();
    const { engine, clock } = testEngine({ store, clock: before.clock });
    await engine.recover();
    expect((await store.load('c1'))?.status).toBe('waiting');
    clock.advance(5_000);
    await engine.idle();
    expect((await store.load('c1'))?.status).toBe('ended');
  });

  it('I3 recovers: does not repeat a request that must not be repeated, and says that its outcome is unknown', async () => {
    const { store, runner, engine } = await afterStopWithOpenRequest(openStore(), { mayRepeat: false });
    await engine.recover();
    expect(runner.made).toEqual([]);
    expect(await store.load('c1')).toMatchObject({
      status: 'ended',
      participantData: { sent: 'failure outcome.unknown' },
    });
  });

  it('I3 recovers: repeats a request that may be repeated, under the same key', async () => {
    const { store, runner, engine } = await afterStopWithOpenRequest(openStore(), { mayRepeat: true });
    await engine.recover();
    expect(runner.made).toMatchObject([{ idempotencyKey: 'c1:1', inputs: { to: 'somebody' } }]);
    runner.made[0]?.answer(SUCCESS);
    await engine.idle();
    expect((await store.load('c1'))?.participantData).toEqual({ sent: 'm1' });
  });

  it("I3 recovers: takes the time-out when the step's wait ran out meanwhile, and sends nothing", async () => {
    const { store, runner, engine, clock } = await afterStopWithOpenRequest(openStore(), { mayRepeat: true });
    clock.advance(10_000);
    await engine.recover();
    expect(runner.made).toEqual([]);
    expect((await store.load('c1'))?.participantData).toEqual({ sent: 'timeout' });
  });

  it('R5 goes on with the flow a call began with after the file has changed', async () => {
    const store = openStore();
    const before = testEngine({ store, flows: libraryOf(flowOf(ASK, { hash: 'v1' })) });
    await before.engine.startCall({ flow: 'test' });
    await before.engine.close();
    const changed: Json[] = [{ setParticipantData: { version: 'second' } }, ...ASK];
    const flows = libraryOf(flowOf(changed, { hash: 'v2' }));
    const { engine } = testEngine({ store, clock: before.clock, flows, idPrefix: 'd' });
    await engine.recover();
    const old = await engine.stimulate('c1', { type: 'pressed', keys: '7#' });
    expect(old).toMatchObject({ status: 'ended', flow: { hash: 'v1' }, participantData: {} });
    const fresh = await engine.startCall({ flow: 'test' });
    expect(fresh).toMatchObject({ flow: { hash: 'v2' }, participantData: { version: 'second' } });
  });

  it('leaves a call alone whose flow cannot be run any more, and takes up all others', async () => {
    const store = openStore();
    const broken = { ...flowOf(SENDING, { name: 'broken' }), bundle: '{"broken":true}' };
    const before = testEngine({ store, flows: libraryOf(broken, flowOf(SENDING)) });
    await before.engine.startCall({ flow: 'broken' });
    await before.engine.startCall({ flow: 'test' });
    await before.engine.close();
    const { engine, warnings } = testEngine({
      store,
      clock: before.clock,
      flows: libraryOf(flowOf(SENDING)),
    });
    await engine.recover();
    expect((await store.load('c1'))?.status).toBe('waiting');
    expect((await store.load('c2'))?.participantData).toEqual({ sent: 'failure outcome.unknown' });
    expect(warnings).toEqual(['a call could not be taken up again']);
  });
});

describe('Engine', () => {
  it('I1 saves before it sends, and tells after it has saved', async () => {
    const order: string[] = [];
    const store = memoryConversations();
    const runner = scriptedRunner();
    const { engine } = testEngine({
      store: {
        ...store,
        saveStep: async (record) => {
          await settle();
          await store.saveStep(record);
          order.push(`saved ${record.conversation.step}`);
        },
      },
      runner: {
        ...runner,
        run: (...request) => {
          order.push('sent');
          return runner.run(...request);
        },
      },
      flows: libraryOf(flowOf(SENDING)),
    });
    engine.onStep(({ conversation }) => order.push(`told ${conversation.step}`));
    await engine.startCall({ flow: 'test' });
    runner.made[0]?.answer(SUCCESS);
    await engine.idle();
    expect(order).toEqual(['saved 1', 'sent', 'told 1', 'saved 2', 'told 2']);
  });

  it('I1 does nothing for a step that could not be saved', async () => {
    const store = memoryConversations();
    const failing = { ...store, saveStep: () => Promise.reject(new Error('disk full')) };
    const { engine, runner, clock } = testEngine({ store: failing, flows: libraryOf(flowOf(SENDING)) });
    const told: number[] = [];
    engine.onStep(({ conversation }) => told.push(conversation.step));
    await expect(engine.startCall({ flow: 'test' })).rejects.toThrow('disk full');
    await engine.idle();
    expect([runner.made, told, clock.pending]).toEqual([[], [], 0]);
  });

  it('tries again later what it could not save when it fell due', async () => {
    const store = memoryConversations();
    const disk = { isFull: false };
    const saveStep: ConversationStore['saveStep'] = (record) =>
      disk.isFull ? Promise.reject(new Error('disk full')) : store.saveStep(record);
    const { engine, clock, warnings } = testEngine({ store: { ...store, saveStep } });
    await engine.startCall({ flow: 'test' });
    disk.isFull = true;
    clock.advance(5_000);
    await engine.idle();
    expect(warnings).toEqual(['a wait that ran out could not be fired']);
    disk.isFull = false;
    clock.advance(30_000);
    await engine.idle();
    expect((await store.load('c1'))?.status).toBe('ended');
  });

  it('I3 repeats within the wait what may be repeated, three times at most', async () => {
    const runner = scriptedRunner({ mayRepeat: true });
    const { engine, store } = testEngine({ runner, flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    for (let attempt = 0; attempt < 3; attempt++) {
      runner.made[attempt]?.answer(UNKNOWN);
      await settle();
    }
    expect(runner.made.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['c1:1', 'c1:1', 'c1:1']);
    expect((await store.load('c1'))?.participantData).toEqual({ sent: 'failure outcome.unknown' });
  });

  it('I3 sends once what must not be repeated', async () => {
    const { engine, store, runner } = testEngine({ flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    runner.made[0]?.answer(UNKNOWN);
    await engine.idle();
    expect(runner.made).toHaveLength(1);
    expect((await store.load('c1'))?.participantData).toEqual({ sent: 'failure outcome.unknown' });
  });

  it('takes a runner that throws as an unknown outcome', async () => {
    const { engine, store, runner, warnings } = testEngine({ flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    runner.made[0]?.break(new Error('a bug'));
    await engine.idle();
    expect((await store.load('c1'))?.participantData).toEqual({ sent: 'failure outcome.unknown' });
    expect(warnings).toEqual(['a data action could not be run']);
  });

  it('keeps a call going when a listener throws', async () => {
    const { engine, warnings } = testEngine();
    const told: number[] = [];
    engine.onStep(() => {
      throw new Error('a bug');
    });
    const stop = engine.onStep(({ conversation }) => told.push(conversation.step));
    await engine.startCall({ flow: 'test' });
    stop();
    await engine.stimulate('c1', { type: 'pressed', keys: '1#' });
    expect(told).toEqual([1]);
    expect(warnings).toEqual(['a listener failed', 'a listener failed']);
  });

  it('drops a request under way when it closes, and sends nothing any more', async () => {
    const { engine, store, runner, clock } = testEngine({ flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    const starting = engine.startCall({ flow: 'test' });
    await engine.close();
    await starting;
    expect(runner.made.map(({ signal }) => signal.aborted)).toEqual([true]);
    clock.advance(60_000);
    await engine.idle();
    expect(await store.unanswered()).toEqual(['c1', 'c2']);
  });

  it('is idle only once the answer to a request is stored', async () => {
    const { engine, runner } = testEngine({ flows: libraryOf(flowOf(SENDING)) });
    await engine.startCall({ flow: 'test' });
    let isIdle = false;
    const idle = engine.idle().then(() => {
      isIdle = true;
    });
    await settle();
    expect(isIdle).toBe(false);
    runner.made[0]?.answer(SUCCESS);
    await idle;
    await engine.idle();
  });

  it.each<[string, readonly Json[]]>([
    ['digits', ASK],
    ['dataAction', SENDING],
    ['time', [{ wait: 60 }, { disconnect: true }]],
    ['agent', [{ transferToAcd: 'slow' }]],
    ['playback', [{ playAudio: 'A long goodbye.' }, { disconnect: true }]],
  ])('ends a call whose caller hangs up while it waits for %s', async (kind, actions) => {
    const { engine, store, runner, clock } = testEngine({ flows: libraryOf(flowOf(actions)) });
    expect((await engine.startCall({ flow: 'test' })).wait?.for).toBe(kind);
    await engine.stimulate('c1', { type: 'callerDisconnected' });
    expect(await store.load('c1')).toMatchObject({
      status: 'ended',
      ending: { reason: 'callerDisconnected', detail: `while waiting for ${kind}` },
    });
    expect(runner.made.every(({ signal }) => signal.aborted)).toBe(true);
    clock.advance(3_600_000);
    await engine.idle();
    expect(await store.steps('c1')).toHaveLength(2);
  });

  it('refuses a stimulus to a call it does not know, or that has ended', async () => {
    const { engine } = testEngine();
    const hangUp = { type: 'callerDisconnected' } as const;
    await expect(engine.stimulate('nobody', hangUp)).rejects.toMatchObject({ code: 'CONVERSATION_UNKNOWN' });
    await engine.startCall({ flow: 'test' });
    await engine.stimulate('c1', hangUp);
    await expect(engine.stimulate('c1', hangUp)).rejects.toMatchObject({ code: 'CONVERSATION_ENDED' });
  });

  it('refuses to start a flow it does not have, and names those it has', async () => {
    const { engine } = testEngine();
    await expect(engine.startCall({ flow: 'tset' })).rejects.toMatchObject({
      code: 'FLOW_UNKNOWN',
      message: 'there is no flow "tset"; known: test',
    });
  });
});

async function afterStopWithOpenRequest(
  store: ConversationStore,
  { mayRepeat }: { readonly mayRepeat: boolean },
) {
  const flows = libraryOf(flowOf(SENDING));
  const before = testEngine({ store, flows });
  await before.engine.startCall({ flow: 'test' });
  await before.engine.close();
  return testEngine({ store, flows, clock: before.clock, runner: scriptedRunner({ mayRepeat }) });
}

function sqliteStore(): ConversationStore {
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  return sqliteConversations(database);
}
