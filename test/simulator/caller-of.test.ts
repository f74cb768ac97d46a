import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/files/environment.ts';
import { loadFlow } from '../../src/files/load-flow.ts';
import type { CallEvent } from '../../src/runtime/conversation.ts';
import { callerOf } from '../../src/simulator/caller-of.ts';
import { driveCall } from '../../src/simulator/driven-call.ts';
import { beginCall, bringStimulus } from '../../src/simulator/played-steps.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';
import { compilePartial, NOW, SILENT } from '../runtime/play.ts';
import { playTranscript, type TranscriptInput } from '../support/play-transcript.ts';

const FOLDER = 'test/transcripts/';
const LOADED = loadEnvironment('flows/local.environment.json');
const { environment } = LOADED;
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

/** What happened, without times of audio that was cut short elsewhere. */
const eventsOf = (steps: readonly StepRecord[]): readonly CallEvent[] =>
  steps.flatMap(({ events }) => events);

describe.each(FILES)('%s', (file) => {
  it('is the same call when its caller does the same again', async () => {
    const input = JSON.parse(readFileSync(FOLDER + file, 'utf8')) as TranscriptInput & {
      readonly flow: string;
      readonly flowPatch?: unknown;
    };
    if (input.flowPatch !== undefined) return;
    const { program, ...rest } = loadFlow(input.flow);
    if (program === undefined) throw new Error(`${input.flow} has faults`);
    const { steps } = await playTranscript({ program, ...rest }, LOADED, input);
    const id = steps[0]?.conversation.id ?? '';
    const again = driveCall({ program, environment, id }, callerOf(steps));
    expect(eventsOf(again)).toEqual(eventsOf(steps));
  });
});

const ASKING = {
  name: 'Asks',
  actions: [
    { collectInput: { audio: 'Number?', digits: { min: 2, max: 8, terminator: '#' }, saveAs: 'Task.a' } },
    { collectInput: { audio: 'Again?', digits: { min: 2, max: 2 }, saveAs: 'Task.b' } },
    { callData: { dataAction: 'look', successOutputs: { name: 'Task.name' } }, id: 'look' },
    { playAudio: 'Hello {{Task.name}}' },
    { disconnect: {} },
  ],
};
const CONTRACTS = { look: { inputs: {}, outputs: { name: 'string' } } } as const;

describe('callerOf', () => {
  const { program } = compilePartial(ASKING, CONTRACTS);
  if (program === undefined) throw new Error('the flow has faults');
  const playing = { program, environment: SILENT };

  it('takes keys of one prompt together, silence, answers and their times', () => {
    const steps = [beginCall(playing, { id: 'c', at: NOW, call: { ani: 'tel:+13175550123' } })];
    const bring = (stimulus: Parameters<typeof bringStimulus>[2], at: number) => {
      const step = bringStimulus(playing, steps.at(-1)?.conversation as never, stimulus, NOW + at);
      if (step !== undefined) steps.push(step);
    };
    bring({ type: 'pressed', keys: '1' }, 100);
    bring({ type: 'pressed', keys: '2#' }, 200);
    bring({ type: 'timeElapsed', step: steps.length }, 5_200);
    bring({ type: 'completedDataAction', step: steps.length, outputs: { name: 'Ann' } }, 7_200);
    const caller = callerOf(steps);
    expect(caller).toEqual({
      at: NOW,
      call: { ani: 'tel:+13175550123' },
      acts: [{ do: 'press', keys: '12#', bargeIn: false }, { do: 'keepSilent' }],
      answers: { look: [{ outputs: { name: 'Ann' }, afterMs: 2000 }] },
    });
    expect(eventsOf(driveCall({ ...playing, id: 'c' }, caller))).toEqual(eventsOf(steps));
  });

  it('hangs up where the caller did, at a prompt or while a data action is under way', () => {
    const acts = [
      { do: 'press', keys: '12#', bargeIn: false },
      { do: 'press', keys: '34', bargeIn: false },
    ] as const;
    const hangsUpWhile = { for: 'dataAction', times: 1 } as const;
    const call = { at: NOW, call: {}, answers: {} };
    const atPrompt = driveCall({ ...playing, id: 'c' }, { ...call, acts: [{ do: 'hangUp' }] });
    expect(callerOf(atPrompt)).toEqual({ ...call, acts: [{ do: 'hangUp' }] });
    const underWay = driveCall({ ...playing, id: 'c' }, { ...call, acts, hangsUpWhile });
    expect(eventsOf(underWay).map(({ type }) => type)).toContain('abandonedDataAction');
    expect(callerOf(underWay)).toEqual({ ...call, acts, hangsUpWhile });
  });
});
