import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { createTestLoader } from '../../src/testing/load-tests.ts';
import { runTest, type TestResult } from '../../src/testing/run-test.ts';
import { folderOf } from '../files/folder.ts';

const LOOK_UP = {
  name: 'Look up',
  integrationType: 'custom-rest-actions',
  actionType: 'custom',
  templates: 'handlebars',
  idempotent: true,
  retry: { attempts: 3, backoffSeconds: 1 },
  contract: {
    input: {
      inputSchema: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 2 } } },
    },
    output: {
      successSchema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
  },
  config: {
    request: { requestType: 'GET', requestUrlTemplate: 'https://api.example.com/people/{{input.id}}' },
    response: { translationMap: { name: '$.person.name' }, successTemplate: { name: '{{name}}' } },
    timeoutSeconds: 10,
  },
};

const flowWith = (id: string, count = 1) => ({
  type: 'workflow',
  name: 'Looks up',
  variables: {
    'Flow.name': { type: 'string' },
    'Flow.code': { type: 'string' },
    'Flow.way': { type: 'string' },
  },
  startUp: { task: 'main' },
  tasks: {
    main: [
      ...Array.from({ length: count }, (_, index) => ({
        id: `look${index}`,
        callData: {
          dataAction: 'look-up',
          inputs: { id },
          timeoutSeconds: 20,
          successOutputs: { name: 'Flow.name' },
          failureOutputs: { errorCode: 'Flow.code' },
          outputs: {
            success: [{ updateData: { 'Flow.way': 'success' } }],
            failure: [{ updateData: { 'Flow.way': 'failure' } }],
            timeout: [{ updateData: { 'Flow.way': 'timeout' } }],
          },
        },
      })),
      { endWorkflow: true },
    ],
  },
});

/** One test of the flow above. */
async function played(
  test: JsonObject,
  { id = 'ab', count = 1, files = {} }: { id?: string; count?: number; files?: JsonObject } = {},
): Promise<TestResult> {
  const folder = folderOf({
    'a.flow.json': flowWith(id, count),
    'data-actions/look-up.data-action.json': LOOK_UP,
    'a.test.json': { tests: { only: test } },
    ...files,
  });
  const { tests, diagnostics } = createTestLoader().load(join(folder, 'a.test.json'));
  expect(diagnostics).toEqual([]);
  const [only] = tests;
  if (only === undefined) throw new Error('there is no test');
  return runTest(only, () => 0);
}

const end = ({ played: { steps } }: TestResult) => steps.at(-1)?.conversation.variables;
const seconds = ({ played: { steps } }: TestResult) => ((steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0)) / 1000;
const messages = ({ differences }: TestResult) => differences.map(({ message }) => message);
const answer = (...list: readonly JsonObject[]) => ({
  dataActions: { 'look-up': list.length === 1 ? (list[0] ?? {}) : list },
});

describe('an answer of a test', () => {
  it('may be the outputs, and the request is rendered all the same', async () => {
    const result = await played(answer({ outputs: { name: 'Ada' } }));
    expect(end(result)).toEqual({ 'Flow.name': 'Ada', 'Flow.way': 'success' });
    expect(result.played.requests).toMatchObject([
      {
        dataAction: 'look-up',
        method: 'GET',
        url: 'https://api.example.com/people/ab',
        inputs: { id: 'ab' },
      },
    ]);
    expect(JSON.stringify(result.played.requests)).not.toContain('Authorization');
    expect(result.differences).toEqual([]);
  });

  it('goes through translation map, template and contract when it is one of HTTP', async () => {
    const sound = await played(answer({ body: { person: { name: 'Ada' } } }));
    expect(end(sound)).toEqual({ 'Flow.name': 'Ada', 'Flow.way': 'success' });
    const broken = await played(answer({ status: 200, body: { person: { name: 7 } } }));
    expect(end(broken)).toMatchObject({ 'Flow.way': 'failure', 'Flow.code': 'output.contract' });
    const text = await played(answer({ text: '<html>' }));
    expect(end(text)).toMatchObject({ 'Flow.code': 'response.notJson' });
    const error = await played(answer({ status: 404, body: { code: 'not.found', message: 'No' } }));
    expect(end(error)).toMatchObject({ 'Flow.code': 'not.found' });
  });

  it('may be a failure, or none until the step gives up', async () => {
    const failed = await played(answer({ failure: { errorCode: 'it.broke' } }));
    expect(end(failed)).toEqual({ 'Flow.way': 'failure', 'Flow.code': 'it.broke' });
    const late = await played(answer({ timeout: true }));
    expect(end(late)).toEqual({ 'Flow.way': 'timeout' });
    expect(seconds(late)).toBe(20);
  });

  it('takes its time on the virtual clock', async () => {
    const slow = await played(answer({ outputs: { name: 'Ada' }, afterSeconds: 19 }));
    expect([end(slow)?.['Flow.way'], seconds(slow)]).toEqual(['success', 19]);
    const tooSlow = await played(answer({ outputs: { name: 'Ada' }, afterSeconds: 21 }));
    expect([end(tooSlow)?.['Flow.way'], seconds(tooSlow)]).toEqual(['timeout', 20]);
    // An HTTP answer that comes after the data action's own ten seconds is no answer.
    const late = await played(answer({ body: { person: { name: 'Ada' } }, afterSeconds: 11 }));
    expect(end(late)).toMatchObject({ 'Flow.way': 'failure' });
  });

  it('that stands in a list is given once, in order, retries counted', async () => {
    const result = await played(
      answer({ status: 503 }, { status: 503 }, { body: { person: { name: 'Ada' } } }),
    );
    expect(end(result)).toMatchObject({ 'Flow.way': 'success', 'Flow.name': 'Ada' });
    expect(result.played.requests).toHaveLength(3);
    expect(seconds(result)).toBeGreaterThan(0);
    expect(result.differences).toEqual([]);
    const two = await played(answer({ outputs: { name: 'Ada' } }, { outputs: { name: 'Bob' } }), {
      count: 2,
    });
    expect(end(two)).toMatchObject({ 'Flow.name': 'Bob' });
  });

  it('may be a fault, and then the answer beside it', async () => {
    const result = await played(answer({ fault: 'serverErrors:2', body: { person: { name: 'Ada' } } }));
    expect(end(result)).toMatchObject({ 'Flow.way': 'success' });
    expect(result.played.requests).toHaveLength(3);
    const list = await played(
      answer({ fault: '429Storm:1', body: { person: { name: 'Ada' } } }, { outputs: { name: 'Bob' } }),
      { count: 2 },
    );
    expect(end(list)).toMatchObject({ 'Flow.name': 'Bob' });
    expect(list.differences).toEqual([]);
  });

  it('changes nothing where the request cannot be made', async () => {
    const result = await played(answer({ outputs: { name: 'Ada' } }), { id: 'a' });
    expect(end(result)).toMatchObject({ 'Flow.way': 'failure', 'Flow.code': 'input.contract' });
    expect(result.played.requests).toEqual([]);
  });

  it('goes before what the environment simulates', async () => {
    const environment = { dataActions: { 'look-up': { outputs: { name: 'Simulated' } } } };
    expect(end(await played({ environment }))).toMatchObject({ 'Flow.name': 'Simulated' });
    const own = await played({ environment, ...answer({ outputs: { name: 'Ada' } }) });
    expect(end(own)).toMatchObject({ 'Flow.name': 'Ada' });
  });
});

describe('a test fails', () => {
  it('when nothing answers a data action, and says what to write', async () => {
    const result = await played({ expect: {} });
    expect(result.differences).toMatchObject([
      {
        message: 'nothing answers the data action look-up',
        hint: 'write "dataActions": { "look-up": {"outputs":{"name":"…"}} }',
      },
    ]);
  });

  it('when a list of answers is too short, or too long', async () => {
    const short = await played(answer({ status: 503 }, { status: 503 }));
    expect(messages(short)).toEqual([
      'look-up was asked more than 2 times, and the test has no further answer',
    ]);
    const long = await played(answer({ outputs: { name: 'a' } }, { outputs: { name: 'b' } }));
    expect(messages(long)).toEqual(['look-up was asked once, and the test has 2 answers in order']);
  });
});

describe('a cassette', () => {
  const cassette = (url: string) => ({
    'a.cassette.json': {
      exchanges: [
        {
          dataAction: 'look-up',
          request: { method: 'GET', url },
          answer: { status: 200, body: { person: { name: 'On record' } } },
          tookMs: 1500,
        },
      ],
    },
  });

  it('answers what the test does not, in its time', async () => {
    const files = cassette('https://api.example.com/people/ab');
    const result = await played({ cassette: 'a.cassette.json' }, { files });
    expect(end(result)).toMatchObject({ 'Flow.name': 'On record' });
    expect(seconds(result)).toBe(1.5);
    expect(result.differences).toEqual([]);
    const own = await played(
      { cassette: 'a.cassette.json', ...answer({ outputs: { name: 'Ada' } }) },
      { files },
    );
    expect(end(own)).toMatchObject({ 'Flow.name': 'Ada' });
  });

  it('fails the test where nothing on record fits', async () => {
    const result = await played(
      { cassette: 'a.cassette.json' },
      { files: cassette('https://api.example.com/people/cd') },
    );
    expect(messages(result)).toEqual([expect.stringContaining('no recorded request fits')]);
  });
});

it('R3 plays the same each time', async () => {
  const test = answer({ fault: 'serverErrors:2', body: { person: { name: 'Ada' } } });
  const [one, other] = [await played(test), await played(test)];
  expect(JSON.stringify(one.played)).toBe(JSON.stringify(other.played));
});
