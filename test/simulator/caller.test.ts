import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { scriptedCaller } from '../../src/simulator/caller.ts';
import { type CallerAct, parseAct } from '../../src/simulator/caller-script.ts';
import { textPrinter } from '../../src/simulator/printer.ts';
import { performingReceivers } from '../../src/simulator/receivers.ts';
import { simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { Simulations } from '../../src/simulator/simulations.ts';
import { openPlay } from '../../src/simulator/terminal/open-play.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { sqliteSimulations } from '../../src/store/sqlite-simulations.ts';
import { flowOf, libraryOf, scriptedRunner } from '../engine/engine-under-test.ts';
import { FakeClock } from '../support/fake-clock.ts';

const START = Date.UTC(2026, 0, 15, 12);

/** Asks for one digit up to three times, five seconds each; texts take no time. */
const ASKING: readonly Json[] = [
  {
    loop: {
      count: 3,
      outputs: {
        loop: [
          {
            collectInput: {
              audio: 'A digit?',
              digits: { exact: 1 },
              saveAs: 'Flow.digits',
              outputs: { success: [{ disconnect: {} }] },
            },
          },
        ],
      },
    },
  },
  { disconnect: {} },
];

/** A prompt that is answered before its time-out, then one with a longer one. */
const TWICE: readonly Json[] = [
  { collectInput: { audio: 'One?', digits: { exact: 1 }, saveAs: 'Flow.digits' } },
  { collectInput: { audio: 'Two?', digits: { exact: 1 }, saveAs: 'Flow.digits', noEntryTimeoutSeconds: 8 } },
  { disconnect: {} },
];

/** Plays a call; tells its events with the seconds they came after. */
async function played(
  acts: readonly CallerAct[],
  answersEach: 'prompt' | 'key' = 'prompt',
  actions = ASKING,
) {
  const clock = simulatedClock(START);
  const flow = flowOf(actions);
  const environment = { queues: {}, speechCharactersPerSecond: 0 };
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  const flows = libraryOf(flow);
  const simulations = new Simulations({
    store: sqliteSimulations(database),
    calls: memoryConversations(),
    flows,
    environment,
    receivers: () => performingReceivers(scriptedRunner(), flow),
    goesOutside: false,
    clockAt: () => clock,
    clock: new FakeClock(),
    ids: { next: () => 'c1' },
  });
  const asked: number[] = [];
  const script = scriptedCaller(acts);
  const caller = {
    answersEach,
    command: script.command,
    answer: (...prompt: Parameters<typeof script.answer>) => {
      asked.push((clock.now() - START) / 1000);
      return script.answer(...prompt);
    },
  };
  const told: StepRecord[] = [];
  const printer = { ...textPrinter(() => {}, false), step: (step: StepRecord) => void told.push(step) };
  const parts = { simulations, dataActions: 'perform', printer, say: () => {} } as const;
  const session = await openPlay(parts, { flow, start: { flow: 'test' }, at: START }, []);
  const { ending, variables } = await session.play(caller);
  const events = told.flatMap(({ at, events: some }) =>
    some.map(({ type }) => `${(at - START) / 1000} ${type}`),
  );
  return { ending, variables, events, asked };
}

const acts = (...items: readonly string[]) =>
  items.map((item) => parseAct(item) ?? ({ do: 'keepSilent' } as const));

describe('R11 a simulated caller', () => {
  it('presses a key, and time stands still meanwhile', async () => {
    const { variables, events } = await played(acts('7'));
    expect(variables).toEqual({ 'Flow.digits': '7' });
    expect(events).toContain('0 collectedInput');
  });

  it.each(['prompt', 'key'] as const)(
    'keeps silent, and is asked again exactly when the time-out is over (%s)',
    async (each) => {
      const { events, asked, variables } = await played(acts('silence', 'silence', '7'), each);
      expect(asked).toEqual([0, 5, 10]);
      expect(events.filter((event) => event.endsWith('failedInput'))).toEqual([
        '5 failedInput',
        '10 failedInput',
      ]);
      expect(variables).toEqual({ 'Flow.digits': '7' });
    },
  );

  it('keeps silent until the present time-out, also past an older one that no longer counts', async () => {
    const { asked, events } = await played(acts('7', 'silence'), 'key', TWICE);
    expect(asked).toEqual([0, 0]);
    expect(events).toContain('8 failedInput');
  });

  it('hangs up', async () => {
    const { ending } = await played(acts('silence', 'hangup'));
    expect(ending).toMatchObject({ reason: 'callerDisconnected' });
  });

  it('says nothing more once the script is over', async () => {
    const { ending, events } = await played(acts());
    expect(events.filter((event) => event.endsWith('failedInput'))).toHaveLength(3);
    expect(ending).toMatchObject({ reason: 'flowDisconnected' });
  });
});

describe('the simulated clock', () => {
  it('rings in order, each alarm at its own time', () => {
    const clock = simulatedClock(0);
    const rung: string[] = [];
    clock.at(20, () => rung.push(`b ${clock.now()}`));
    clock.at(10, () => {
      rung.push(`a ${clock.now()}`);
      clock.at(15, () => rung.push(`c ${clock.now()}`));
    });
    const cancel = clock.at(12, () => rung.push('never'));
    cancel();
    expect(clock.next()).toBe(10);
    clock.advanceTo(30);
    expect(rung).toEqual(['a 10', 'c 15', 'b 20']);
    clock.advanceTo(5);
    expect(clock.now()).toBe(30);
  });
});
