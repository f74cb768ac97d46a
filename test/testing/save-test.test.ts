import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { jsonLayout } from '../../src/authoring/json-layout.ts';
import type { RunnableFlow } from '../../src/engine/engine-options.ts';
import { loadEnvironment } from '../../src/files/environment.ts';
import { flowFiles, loadFlow } from '../../src/files/load-flow.ts';
import { mediumOf } from '../../src/runtime/medium.ts';
import { parseAct, parseWritten } from '../../src/simulator/caller-script.ts';
import { driveCall } from '../../src/simulator/driven-call.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';
import { createTestLoader } from '../../src/testing/load-tests.ts';
import { runTests } from '../../src/testing/run-tests.ts';
import { type SavedTest, saveTest } from '../../src/testing/save-test.ts';
import { folderOf } from '../files/folder.ts';
import { playTranscript, type TranscriptInput } from '../support/play-transcript.ts';
import { newRandom } from '../support/random.ts';

const FOLDER = 'test/transcripts/';
const WALKS = 120;
const AT = Date.parse('2026-01-15T06:00:00Z');
const LOADED = loadEnvironment('flows/local.environment.json');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
/** Its input is refused where calls begin over HTTP; it was launched past that. */
const CANNOT_BEGIN = 'appointment-reminder.number-not-readable.json';

function flowAt(file: string): RunnableFlow {
  const { program, ...rest } = loadFlow(file);
  if (program === undefined) throw new Error(`${file} has faults`);
  return { program, ...rest };
}

/** The test as its file, run. @returns what went otherwise. */
async function ran(flow: string, { definition }: SavedTest): Promise<readonly string[]> {
  const content = { flow: `${process.cwd()}/${flow}`, tests: { saved: definition } };
  const folder = folderOf({ 'saved.test.json': jsonLayout(content as unknown as Json) });
  const loaded = createTestLoader().load(`${folder}/saved.test.json`);
  const report = await runTests([loaded], { now: () => 0 });
  const results = report.files.flatMap((file) => file.results);
  expect(results).toHaveLength(loaded.diagnostics.length === 0 ? 1 : 0);
  return [
    ...loaded.diagnostics.map(({ message }) => message),
    ...results.flatMap(({ differences }) => differences.map(({ message }) => message)),
  ];
}

interface Recorded extends TranscriptInput {
  readonly flow: string;
  readonly flowPatch?: unknown;
}

function read(file: string): Recorded {
  return JSON.parse(readFileSync(FOLDER + file, 'utf8')) as Recorded;
}

/** A call of a flow that was broken for it has no flow file that a test could name. */
const OF_FLOW_FILES = FILES.filter((file) => read(file).flowPatch === undefined);

describe.each(OF_FLOW_FILES)('the call of %s', (file) => {
  const input = read(file);

  it('becomes a test that passes, and is the call', async () => {
    const flow = flowAt(input.flow);
    const { steps } = await playTranscript(flow, LOADED, input);
    const saved = await saveTest({ steps: steps as readonly StepRecord[], flow, ...LOADED });
    if (file === CANNOT_BEGIN) {
      expect(saved.notes).toEqual([expect.stringContaining('cannot be played')]);
      return;
    }
    expect(saved.notes).toEqual([]);
    expect(await ran(input.flow, saved)).toEqual([]);
  });
});

/** A call that a random caller made, and that data actions answered at random. */
async function walk(seed: number): Promise<{ readonly file: string; readonly steps: readonly StepRecord[] }> {
  const random = newRandom(seed);
  const file = random.pick(flowFiles('flows'));
  const flow = flowAt(file);
  const keys = [
    '1',
    '2',
    '9',
    '4915112345678#',
    '13175550199#',
    '!1',
    '!7',
    'silence',
    'say:yes',
    'say:orders',
  ];
  const outcomes = [
    { outputs: {} },
    { failure: { errorCode: 'http.500', userMessage: 'no' } },
    { timeout: true },
  ] as const;
  const medium = mediumOf(flow.program.type, { message: {} });
  const acts = Array.from({ length: 8 }, () => {
    const key = random.pick(keys);
    return medium === 'writing' ? parseWritten(key) : (parseAct(key) ?? { do: 'hangUp' as const });
  });
  const message = medium === 'writing' ? { message: { body: random.pick(['hello', 'order 123456']) } } : {};
  const steps = driveCall(
    {
      program: flow.program,
      environment: LOADED.environment,
      id: `walk-${seed}`,
      answer: () => ({
        ...random.pick(outcomes),
        ...(random.below(3) === 0 && { afterMs: random.below(20_000) }),
      }),
    },
    {
      at: AT + random.below(86_400_000),
      call: medium === 'writing' ? message : { ani: `tel:+${random.pick(['4915112345678', '13175550123'])}` },
      inputs: {},
      acts: acts.slice(0, random.below(8)),
      answers: {},
    },
  );
  return { file, steps };
}

describe('a random walk over the shipped flows', () => {
  it('becomes tests that pass', async () => {
    let same = 0;
    for (let seed = 0; seed < WALKS; seed++) {
      const { file, steps } = await walk(seed);
      const saved = await saveTest({ steps, flow: flowAt(file), ...LOADED });
      expect(await ran(file, saved), `walk ${seed} over ${file}`).toEqual([]);
      if (saved.notes.length === 0) same++;
      expect(JSON.stringify(saved)).not.toContain('4915112345678');
    }
    expect(same).toBe(WALKS);
  });
});

describe('a call with a secure data action', () => {
  const SECRET = 'sk-top-secret-4711';
  const action = {
    name: 'Key',
    secure: true,
    integrationType: 'custom-rest-actions',
    actionType: 'custom',
    templates: 'handlebars',
    contract: {
      input: { inputSchema: { type: 'object', properties: {} } },
      output: {
        successSchema: {
          type: 'object',
          properties: { key: { type: 'string' }, level: { type: 'integer' } },
        },
      },
    },
    config: { request: { requestType: 'GET', requestUrlTemplate: 'https://keys.example.com/key' } },
  };
  const flow = {
    type: 'inboundCall',
    name: 'Asks for a key',
    variables: { 'Flow.key': { type: 'string' } },
    startUp: { task: 'main' },
    tasks: {
      main: [
        { callData: { dataAction: 'key', inputs: {}, successOutputs: { key: 'Flow.key' } } },
        {
          decision: {
            condition: { '==': [{ var: 'Flow.key' }, SECRET] },
            outputs: { yes: [{ playAudio: 'Right.' }], no: [{ playAudio: 'Wrong.' }] },
          },
        },
        { disconnect: {} },
      ],
    },
  };

  it('D8 becomes a test without any of its values, and says so', async () => {
    const folder = folderOf({ 'a.flow.json': flow, 'data-actions/key.data-action.json': action });
    const loaded = flowAt(`${folder}/a.flow.json`);
    const { environment, settings } = LOADED;
    const steps = driveCall(
      {
        program: loaded.program,
        environment,
        id: 'c1',
        answer: () => ({ outputs: { key: SECRET, level: 3 } }),
      },
      { at: AT, call: {}, inputs: {}, acts: [], answers: {} },
    );
    expect(steps.flatMap(({ events }) => events).some(({ text }) => text === 'Right.')).toBe(true);
    const saved = await saveTest({ steps, flow: loaded, environment, settings });
    expect(JSON.stringify(saved)).not.toContain(SECRET);
    expect(saved.definition.dataActions).toEqual({ key: [{ outputs: { key: 'masked', level: 0 } }] });
    expect(saved.definition.expect?.heard).toEqual(['Wrong.']);
    expect(saved.notes).toEqual([
      expect.stringContaining('the flow does not go as the call did'),
      'key is secure: its values are not in the test, write some that fit',
    ]);
  });

  it('D8 fails without telling its values', async () => {
    const folder = folderOf({
      'a.flow.json': flow,
      'data-actions/key.data-action.json': action,
      'a.test.json': {
        tests: {
          a: {
            dataActions: { key: { outputs: { key: SECRET } } },
            expect: { heard: ['x'], variables: { 'Flow.key': 'other' } },
          },
        },
      },
    });
    const loaded = createTestLoader().load(`${folder}/a.test.json`);
    const report = await runTests([loaded], { now: () => 0 });
    const [result] = report.files.flatMap((file) => file.results);
    expect(result?.differences).toHaveLength(2);
    expect(JSON.stringify([result?.differences, result?.transcript])).not.toContain(SECRET);
  });
});
