import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { ASK, flowOf, libraryOf, testEngine } from './engine-under-test.ts';

const CALLS = 20_000;
const MB = 1024 * 1024;

it('I4 a parked call costs no memory', { timeout: 60_000 }, async () => {
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  const { engine, store, clock } = testEngine({
    store: sqliteConversations(database),
    flows: libraryOf(flowOf(ASK)),
  });
  await park(engine.startCall.bind(engine), 2_000);
  const before = heapUsed();
  await park(engine.startCall.bind(engine), CALLS);
  expect(heapUsed() - before).toBeLessThan(3 * MB);
  expect(clock.pending).toBe(1);
  expect(await store.list(CALLS * 2)).toHaveLength(CALLS + 2_000);
});

/** In groups, as calls come in: what is open at one moment does cost memory. */
async function park(start: (call: { flow: string }) => Promise<unknown>, calls: number): Promise<void> {
  for (let n = 0; n < calls; n += 100)
    await Promise.all(Array.from({ length: 100 }, () => start({ flow: 'test' })));
}

/** Bytes on JavaScript's heap after a full collection; SQLite's own memory is not in it. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
