import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { scriptedCaller } from '../../src/simulator/caller.ts';
import { type CallerAct, parseAct } from '../../src/simulator/caller-script.ts';
import { performingReceivers } from '../../src/simulator/receivers.ts';
import { simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { Simulation } from '../../src/simulator/simulation.ts';
import { TerminalSession } from '../../src/simulator/terminal/session.ts';
import { flowOf, scriptedRunner } from '../engine/engine-under-test.ts';

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
  const fork = () => Promise.reject(new Error('nobody forks'));
  const simulation = new Simulation({
    flow,
    clock,
    receivers: performingReceivers(scriptedRunner(), flow),
    environment,
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
  await simulation.begin('c1', {});
  const session = new TerminalSession(
    { flow, environment, fork, newId: () => 'c2', say: () => {} },
    simulation,
  );
  const { ending, variables } = await session.play(caller);
  const events = simulation.steps.flatMap(({ at, events: some }) =>
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
