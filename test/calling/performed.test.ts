import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/actions/operation.ts';
import type { Json } from '../../src/authoring/json.ts';
import { parseFaultPreset, playFaults } from '../../src/calling/faults.ts';
import { createRequestBudget } from '../../src/calling/request-budget.ts';
import { watchedClock } from '../../src/calling/watched-clock.ts';
import { createDataActionPerformer } from '../../src/performing/data-action-performer.ts';
import { targetsByType } from '../../src/performing/target.ts';
import type { HttpClient } from '../../src/ports.ts';
import { createRecorder } from '../../src/recording/recorder.ts';
import { createReplay } from '../../src/recording/replay.ts';
import { answering, dataActionOf, jsonAnswer } from '../recording/data-action-of.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { settled } from './call-of.ts';

const INPUT = { phone: '+13175550123' };

/** Performs a data action once; time passes as long as somebody waits for it. */
async function perform(
  policies: { readonly [key: string]: Json },
  {
    fault,
    http = answering(jsonAnswer({ id: '7' })),
    wrap,
  }: { fault?: string; http?: HttpClient; wrap?: (http: HttpClient) => HttpClient } = {},
) {
  const fake = new FakeClock(0);
  const clock = watchedClock(fake);
  const dataAction = dataActionOf(policies);
  const read = fault === undefined ? undefined : parseFaultPreset(fault);
  const rules = read?.ok === true ? [{ dataAction: '*', fault: read.value }] : [];
  const faults = playFaults(rules, { clock });
  const target = {
    name: 'crm',
    honoursIdempotencyKey: false,
    budget: createRequestBudget({ concurrent: 1 }, clock),
  };
  const performer = createDataActionPerformer({
    http,
    clock,
    findTarget: targetsByType({ 'custom-rest-actions': target }),
    userAgent: 'attendant/test',
    random: () => 1,
  });
  const operations: Operation[] = [];
  const performing = performer.perform(dataAction, {
    input: INPUT,
    settings: {},
    idempotencyKey: '1',
    operations,
    wrapHttp: (inner) => faults.around(dataAction.id, (wrap ?? ((same) => same))(inner)),
  });
  let outcome: Awaited<typeof performing> | undefined;
  void performing.then((ended) => {
    outcome = ended;
  });
  for (await settled(); outcome === undefined; await settled()) fake.advanceTo(clock.next() ?? fake.now());
  return { outcome, operations, tookMs: fake.now() };
}

describe('a data action under a fault', () => {
  it.each<[string, string | undefined]>([
    ['429Storm', 'too.many.requests'],
    ['timeout', 'connection.timeout'],
    ['lateAnswer', 'connection.timeout'],
    ['connectionReset', 'connection.broken'],
    ['connectionRefused', 'connection.failed'],
    ['tooLarge', 'response.tooLarge'],
    ['tooDeep', 'response.tooDeep'],
    ['halfJson', 'response.notJson'],
    ['wrongType', 'output.contract'],
    ['serverErrors', 'service.unavailable'],
    ['notFound', 'not.found'],
    ['emptyBody', 'output.contract'],
    ['redirect', 'http.302'],
  ])('D3 %s ends as %s', async (fault, errorCode) => {
    const { outcome } = await perform({}, { fault });
    expect(outcome).toMatchObject({ result: 'failure', failure: { errorCode } });
  });

  it('D4 waits for a late answer no longer than its time-out', async () => {
    expect((await perform({}, { fault: 'lateAnswer' })).tookMs).toBe(60_000);
  });

  it.each([
    ['429Storm:2', 4000],
    ['serverErrors', 1500],
    ['connectionRefused:1', 500],
  ])('outlasts %s with a retry', async (fault, tookMs) => {
    const { outcome, ...rest } = await perform({ retry: {} }, { fault });
    expect(outcome).toEqual({ result: 'success', output: expect.anything(), outputs: { id: '7' } });
    expect(rest.tookMs).toBe(tookMs);
  });

  it('D6 shows the tries among the operations, numbered on', async () => {
    const { operations } = await perform({ retry: {} }, { fault: 'serverErrors:1' });
    expect(operations.map(({ step }) => step)).toEqual(operations.map((_one, index) => index + 1));
    const names = operations.map(({ name }) => name);
    expect(names.filter((name) => /Try|Wait|Send/.test(name))).toEqual([
      'Send the request',
      'Try 1 of 3',
      'Wait before the next try',
      'Send the request',
      'Try 2 of 3',
    ]);
  });
});

describe('a data action on a cassette', () => {
  it('gives on replay what it gave when it was recorded, for another caller, too', async () => {
    const clock = new FakeClock();
    const recorder = createRecorder({ clock, salt: 'salt', maskSecrets: (text) => text });
    const dataAction = dataActionOf();
    recorder.learn(INPUT);
    const recorded = await perform({}, { wrap: (http) => recorder.around(dataAction, http) });
    const cassette = recorder.cassette();
    expect(JSON.stringify(cassette)).not.toContain('3175550123');
    const replay = createReplay(cassette);
    const replayed = await perform({}, { http: answering(), wrap: () => replay.for(dataAction) });
    expect(replayed.outcome).toEqual(recorded.outcome);
    expect([replay.faults(), replay.unused()]).toEqual([[], []]);
  });

  it('fails with what is nearest when it is not on record', async () => {
    const replay = createReplay({
      exchanges: [
        {
          dataAction: 'look-up',
          request: { method: 'GET', url: 'https://crm.example.com/c' },
          failure: 'timeout',
        },
      ],
    });
    const { outcome } = await perform({}, { wrap: () => replay.for(dataActionOf()) });
    expect(outcome).toMatchObject({
      result: 'failure',
      failure: { userMessage: expect.stringContaining('exchange 1 is nearest and differs in the path') },
    });
  });
});
