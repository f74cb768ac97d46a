import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { DrivenCaller } from '../../src/simulator/caller-of.ts';
import { driveCall } from '../../src/simulator/driven-call.ts';
import { coverageOf } from '../../src/testing/coverage/coverage.ts';
import { coverageItems } from '../../src/testing/coverage/coverage-items.ts';
import { coverageText } from '../../src/testing/coverage/coverage-text.ts';
import { coveredBy } from '../../src/testing/coverage/watch.ts';
import { NOW, SILENT } from '../runtime/play.ts';
import { programOf } from './explored.ts';

const SPEAKING = { ...SILENT, speechCharactersPerSecond: 15 };

function press(...keys: readonly string[]): DrivenCaller['acts'] {
  return keys.map((one) =>
    one === 'silence' ? { do: 'keepSilent' } : { do: 'press', keys: one, bargeIn: false },
  );
}

/** Keys that a call takes and that count. */
function taken(
  flow: JsonObject,
  caller: Partial<DrivenCaller>,
  {
    environment = SILENT,
    others = {},
  }: { environment?: typeof SILENT; others?: { [name: string]: JsonObject } } = {},
): readonly string[] {
  const program = programOf(flow, others);
  const steps = driveCall(
    { program, environment, id: 'c' },
    { at: NOW, call: {}, acts: [], answers: {}, ...caller },
  );
  const covered = coveredBy({ program, environment }, steps);
  return coverageItems(program)
    .filter(({ key }) => covered.has(key))
    .map(({ key }) => key)
    .sort();
}

describe('coverage', () => {
  it('counts actions, output paths and no input of Collect Input', () => {
    const flow = {
      actions: [
        {
          collectInput: {
            audio: 'Digit?',
            digits: { exact: 1 },
            saveAs: 'Task.x',
            outputs: { failure: [{ playAudio: 'No.' }] },
          },
          id: 'ask',
        },
        { disconnect: {}, id: 'bye' },
      ],
    };
    expect(coverageItems(programOf(flow)).map(({ key }) => key)).toEqual(
      ['bye', 'ask', 'ask → failure', 'ask → success', 'ask ↓ noInput', 'ask/failure/playAudio'].sort(
        (a, b) => order(flow, a) - order(flow, b),
      ),
    );
    expect(taken(flow, { acts: press('1') })).toEqual(['ask', 'ask → success', 'bye']);
    expect(taken(flow, {})).toEqual([
      'ask',
      'ask → failure',
      'ask ↓ noInput',
      'ask/failure/playAudio',
      'bye',
    ]);
  });

  it('R11 does not count an action when the caller hangs up in the audio before it', () => {
    const flow = {
      actions: [{ playAudio: 'A long text.' }, { callData: { dataAction: 'look' }, id: 'look' }],
    };
    const hungUp = { hangsUpWhile: { for: 'playback', times: 1 } } as const;
    expect(taken(flow, hungUp, { environment: SPEAKING })).toEqual(['playAudio'].map((one) => `main/${one}`));
    expect(taken(flow, { answers: { look: [{ outputs: {} }] } }, { environment: SPEAKING })).toEqual([
      'look',
      'look → success',
      'main/playAudio',
    ]);
  });

  it('tells going on behind a loop from leaving it otherwise', () => {
    const looping = (inner: JsonObject) => ({
      actions: [
        { loop: { count: 2, outputs: { loop: [inner] } }, id: 'loop' },
        { disconnect: {}, id: 'bye' },
      ],
    });
    expect(taken(looping({ playAudio: 'x' }), {})).toContain('loop ↓ behind');
    expect(taken(looping({ disconnect: {} }), {})).not.toContain('loop ↓ behind');
    const waits = { collectInput: { audio: 'x', digits: { exact: 1 }, saveAs: 'Task.x' } };
    const hangUp = { acts: [{ do: 'hangUp' }] } as const;
    expect(taken(looping(waits), hangUp)).not.toContain('loop ↓ behind');
    expect(taken(looping(waits), {})).toContain('loop ↓ behind');
  });

  it('counts choices of menus, silence, wrong keys, and making no choice', () => {
    const flow = {
      startUp: { menu: 'main' },
      menus: {
        main: { audio: 'Choose.', repeatCount: 2, choices: { '1': { actions: [{ disconnect: {} }] } } },
      },
    };
    const menu = 'menu:main';
    expect(taken(flow, { acts: press('1') })).toEqual([menu, `${menu} → 1`, `${menu}/1/disconnect`]);
    expect(taken(flow, { acts: press('7', '1') })).toContain(`${menu} ↓ noMatch`);
    expect(taken(flow, {})).toEqual([menu, `${menu} ↓ defaultChoice`, `${menu} ↓ noInput`]);
  });

  it('marks what no call can take with its reason, and does not count it', () => {
    const flow = {
      actions: [
        {
          decision: {
            condition: true,
            outputs: { yes: [{ playAudio: 'Yes.' }], no: [{ playAudio: 'No.' }] },
          },
          id: 'if',
        },
        { disconnect: {} },
        { playAudio: 'Never.', id: 'never' },
      ],
    };
    const out = coverageItems(programOf(flow)).filter(({ unreachable }) => unreachable !== undefined);
    expect(out.map(({ key, unreachable }) => [key, unreachable])).toEqual(
      [
        ['never', 'no path leads to this action'],
        ['if → no', 'its condition is always the same'],
      ].sort((a, b) => order(flow, a[0] ?? '') - order(flow, b[0] ?? '')),
    );
  });

  it('counts a flow that several lead to once, and says what is missing where', () => {
    const module = {
      type: 'commonModule',
      actions: [
        { playAudio: 'In the module.' },
        { callData: { dataAction: 'look' }, id: 'look' },
        { endTask: {} },
      ],
      startUp: { task: 'main' },
    };
    const others = { shared: module };
    const main = { actions: [{ callCommonModule: 'shared' }, { disconnect: {} }] };
    const other = { ...main, name: 'other' };
    const run = (flow: JsonObject, answer: DrivenCaller['answers'][string]) => {
      const program = programOf(flow, others);
      const steps = driveCall(
        { program, environment: SILENT, id: 'c' },
        { at: NOW, call: {}, acts: [], answers: { look: answer } },
      );
      return { program, covered: coveredBy({ program, environment: SILENT }, steps) };
    };
    const both = coverageOf([run(main, [{ outputs: {} }]), run(other, [{ failure: { errorCode: 'x' } }])]);
    const shared = both.flows.filter(({ flow }) => flow === 'shared');
    expect(shared).toHaveLength(1);
    expect(shared[0]?.missing.map(({ key }) => key)).toEqual(['flow:shared/look → timeout']);
    const text = coverageText(both, () => 12);
    expect(text).toContain('not taken: shared.flow.json:12 flow:shared/look: → timeout');
    expect(text).toMatch(/^all +\d+\.\d %/m);
  });
});

/** Where an action stands among the steps of its program. */
function order(flow: JsonObject, key: string): number {
  return coverageItems(programOf(flow)).findIndex((item) => item.key === key);
}
