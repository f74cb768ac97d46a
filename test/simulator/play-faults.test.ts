import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { parseFaultPreset, playFaults } from '../../src/calling/faults.ts';
import { watchedClock } from '../../src/calling/watched-clock.ts';
import type { DataActionRunner } from '../../src/engine/engine-options.ts';
import { createDataActionPerformer } from '../../src/performing/data-action-performer.ts';
import { targetsByType } from '../../src/performing/target.ts';
import { playScript } from '../../src/simulator/caller.ts';
import { performingReceivers } from '../../src/simulator/receivers.ts';
import { simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { Simulation } from '../../src/simulator/simulation.ts';
import { flowOf } from '../engine/engine-under-test.ts';
import { answering, dataActionOf, jsonAnswer } from '../recording/data-action-of.ts';

const START = Date.UTC(2026, 0, 15, 12);
const actions = (timeoutSeconds: number): readonly Json[] => [
  {
    callData: {
      dataAction: 'send',
      inputs: { to: 'somebody' },
      timeoutSeconds,
      failureOutputs: { errorCode: 'Flow.id' },
      outputs: {
        success: [{ setParticipantData: { sent: 'success' } }],
        failure: [{ setParticipantData: { sent: 'failure {{Flow.id}}' } }],
        timeout: [{ setParticipantData: { sent: 'timeout' } }],
      },
    },
  },
  { disconnect: true },
];

async function played(
  fault: string,
  timeoutSeconds: number,
  policies: { readonly [key: string]: Json } = {},
) {
  const clock = simulatedClock(START);
  const calls = watchedClock(clock);
  const preset = parseFaultPreset(fault);
  if (!preset.ok) throw new Error(preset.message);
  const faults = playFaults([{ dataAction: '*', fault: preset.value }], { clock: calls });
  const dataAction = dataActionOf(policies);
  const performer = createDataActionPerformer({
    http: answering(jsonAnswer({ id: '7' })),
    clock: calls,
    findTarget: targetsByType({ 'custom-rest-actions': { name: 'crm', honoursIdempotencyKey: false } }),
    userAgent: 'test',
    random: () => 1,
  });
  const flow = flowOf(actions(timeoutSeconds));
  const runner: DataActionRunner = {
    mayRepeat: () => false,
    run: (_one, { idempotencyKey, signal }) =>
      performer.perform(dataAction, {
        input: { phone: '1' },
        settings: {},
        idempotencyKey,
        signal,
        wrapHttp: (http) => faults.around('send', http),
      }),
  };
  const simulation = new Simulation({
    flow,
    clock,
    receivers: performingReceivers(runner, flow, calls),
    environment: { queues: {}, speechCharactersPerSecond: 0 },
  });
  await simulation.begin('c1', {});
  await playScript(simulation, []);
  const { steps } = simulation;
  const ends = ['completedDataAction', 'failedDataAction', 'timedOutDataAction'];
  return steps.flatMap(({ at, events }) =>
    events.filter(({ type }) => ends.includes(type)).map(({ type }) => `${(at - START) / 1000} ${type}`),
  );
}

describe('R11 a simulated call under a fault', () => {
  it.each<[string, number, { readonly [key: string]: Json }, string]>([
    ['lateAnswer', 5, {}, '5 timedOutDataAction'],
    ['lateAnswer', 120, {}, '60 failedDataAction'],
    ['timeout', 120, {}, '60 failedDataAction'],
    ['notFound', 60, {}, '0 failedDataAction'],
    ['serverErrors:1', 60, { retry: {} }, '0.5 completedDataAction'],
    ['429Storm:1', 60, { retry: {} }, '2 completedDataAction'],
  ])('%s goes on in virtual time, with a step that waits %i s', async (fault, seconds, policies, end) => {
    expect(await played(fault, seconds, policies)).toEqual([end]);
  });
});
