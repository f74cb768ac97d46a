import { describe, expect, it, onTestFinished } from 'vitest';
import { performingReceivers } from '../../src/simulator/receivers.ts';
import { simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { Simulation } from '../../src/simulator/simulation.ts';
import type { SimulationParts } from '../../src/simulator/simulation-parts.ts';
import { flowOf, SENDING, scriptedRunner } from '../engine/engine-under-test.ts';

function simulationOf(parts: Partial<SimulationParts> = {}): Simulation {
  const flow = flowOf(SENDING);
  const runner = scriptedRunner();
  return new Simulation({
    flow,
    clock: simulatedClock(0),
    environment: { queues: {}, speechCharactersPerSecond: 0 },
    receivers: performingReceivers(
      { ...runner, run: () => Promise.reject(new Error('the desk broke')) },
      flow,
    ),
    ...parts,
  });
}

/** Rejections that nobody heard while the test ran. */
function unheard(): readonly unknown[] {
  const heard: unknown[] = [];
  const hear = (error: unknown) => void heard.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  return heard;
}

describe('a simulated call', () => {
  it('D5 takes the outcome of a data action that could not be run for unknown', async () => {
    const simulation = simulationOf();
    await simulation.begin('c1', {});
    expect(simulation.steps.at(-1)).toMatchObject({
      stimulus: { type: 'failedDataAction', failure: { errorCode: 'outcome.unknown' } },
    });
  });

  it('S1 asks nobody for what could not be kept, and tells whoever acted', async () => {
    const rejections = unheard();
    const asked: string[] = [];
    const simulation = simulationOf({
      receivers: {
        async ask({ name }) {
          asked.push(name);
          return undefined;
        },
      },
      save: () => Promise.reject(new Error('the disk is full')),
    });
    await expect(simulation.begin('c1', {})).rejects.toThrow('the disk is full');
    await new Promise((resolve) => setImmediate(resolve));
    expect([asked, rejections]).toEqual([[], []]);
  });
});
