import { describe, expect, it } from 'vitest';
import { type CallServer, openCallServer } from './call-server.ts';

const EXECUTIONS = '/api/v2/flows/executions';
const NUMBER = '+13175550123';

async function openWithToken(): Promise<CallServer & { readonly token: { authorization: string } }> {
  const server = await openCallServer();
  return { ...server, token: await server.login('launcher') };
}

describe('POST /api/v2/flows/executions', () => {
  it('launches a workflow by name, and tells how it goes', async () => {
    const server = await openWithToken();
    const launch = await server.post(
      EXECUTIONS,
      { flowId: 'Add up', inputData: { 'Flow.count': 41 } },
      server.token,
    );
    expect(launch.statusCode).toBe(200);
    const { id } = launch.json();
    expect(launch.json()).toEqual({
      id,
      name: 'Add up',
      flowVersion: { id: 'hash of Add up', name: 'Add up' },
      selfUri: `${EXECUTIONS}/${id}`,
    });
    const running = (await server.get(`${EXECUTIONS}/${id}`, server.token)).json();
    expect(running).toEqual({
      ...launch.json(),
      dateLaunched: '2026-01-15T12:00:00.000Z',
      status: 'RUNNING',
    });
    server.clock.advance(60_000);
    await server.engine.idle();
    expect((await server.get(`${EXECUTIONS}/${id}`, server.token)).json()).toEqual({
      ...running,
      status: 'COMPLETED',
      dateCompleted: '2026-01-15T12:01:00.000Z',
      completionReason: 'added',
      outputData: { 'Flow.total': 42, 'Flow.note': null },
    });
  });

  it('takes the id of a flow, a name for the execution, the version, and inputs of every type', async () => {
    const server = await openWithToken();
    const { entities } = (await server.get('/attendant/flows')).json();
    const flowId = entities[1].id.toUpperCase();
    const inputData = {
      number: NUMBER,
      COUNT: 1,
      'flow.Words': ['a', 'b'],
      isFast: true,
      'Flow.from': '2026-01-15T12:00:00+01:00',
    };
    const body = { flowId, flowVersion: entities[1].version, name: 'Nightly', inputData, unknown: 'ignored' };
    const launch = await server.post(EXECUTIONS, body, server.token);
    expect(launch.json()).toMatchObject({ name: 'Nightly' });
    const { id } = launch.json();
    expect((await server.get(`${EXECUTIONS}/${id}`, server.token)).json().name).toBe('Nightly');
    expect((await server.store.load(id))?.variables).toEqual({
      'Flow.number': expect.objectContaining({ e164: NUMBER }),
      'Flow.count': 1,
      'Flow.words': ['a', 'b'],
      'Flow.isFast': true,
      'Flow.from': '2026-01-15T11:00:00Z',
    });
  });

  it('leaves an input that is null NOT_SET', async () => {
    const server = await openWithToken();
    const launch = await server.post(
      EXECUTIONS,
      { flowId: 'Add up', inputData: { count: null } },
      server.token,
    );
    expect((await server.store.load(launch.json().id))?.variables).toEqual({});
  });

  it('tells that an execution failed, and why', async () => {
    const server = await openWithToken();
    const { id } = (await server.post(EXECUTIONS, { flowId: 'Fail' }, server.token)).json();
    expect((await server.get(`${EXECUTIONS}/${id}`, server.token)).json()).toMatchObject({
      status: 'FAILED',
      completionReason: expect.stringContaining('integer'),
      flowErrorInfo: { code: 'ExpressionError', message: expect.stringContaining('integer'), contextId: id },
      outputData: {},
    });
  });

  it('tells that the operator ended an execution', async () => {
    const server = await openWithToken();
    const { id } = (await server.post(EXECUTIONS, { flowId: 'Add up' }, server.token)).json();
    await server.post(`/attendant/calls/${id}/stimuli`, { hangUp: true });
    expect((await server.get(`${EXECUTIONS}/${id}`, server.token)).json()).toMatchObject({
      status: 'TERMINATED',
    });
  });

  const input = (inputData: unknown) => ({ flowId: 'Add up', inputData });
  it.each([
    ['no body', undefined, 400, 'bad.request', undefined],
    ['no flowId', {}, 400, 'constraint.validation', 'flowId'],
    ['an empty flowId', { flowId: '' }, 400, 'constraint.validation', 'flowId'],
    ['an unknown flow', { flowId: 'Add' }, 404, 'not.found', 'flowId'],
    ['a call flow', { flowId: 'Ask' }, 400, 'constraint.validation', 'flowId'],
    [
      'another version',
      { flowId: 'Add up', flowVersion: '2.0' },
      400,
      'constraint.validation',
      'flowVersion',
    ],
    ['a name of two lines', { flowId: 'Add up', name: 'a\nb' }, 400, 'constraint.validation', 'name'],
    ['inputs that are text', input('{}'), 400, 'constraint.validation', 'inputData'],
    ['an unknown input', input({ cuont: 1 }), 400, 'constraint.validation', 'inputData.cuont'],
    [
      'a number as the name of an input',
      input({ '13175550123': 1 }),
      400,
      'constraint.validation',
      'inputData',
    ],
    ['a variable that is no input', input({ inner: 'x' }), 400, 'constraint.validation', 'inputData.inner'],
    [
      'an input twice',
      input({ count: 1, 'Flow.count': 2 }),
      400,
      'constraint.validation',
      'inputData.Flow.count',
    ],
    ['text for an integer', input({ count: '1' }), 400, 'constraint.validation', 'inputData.count'],
    ['a fraction for an integer', input({ count: 1.5 }), 400, 'constraint.validation', 'inputData.count'],
    ['an integer that is too large', input({ count: 1e15 }), 400, 'constraint.validation', 'inputData.count'],
    ['text for a boolean', input({ isFast: 'true' }), 400, 'constraint.validation', 'inputData.isFast'],
    ['a day for a time', input({ from: '2026-01-15' }), 400, 'constraint.validation', 'inputData.from'],
    [
      'a number without +',
      input({ number: '13175550123' }),
      400,
      'constraint.validation',
      'inputData.number',
    ],
    [
      'a number as a number',
      input({ number: 13175550123 }),
      400,
      'constraint.validation',
      'inputData.number',
    ],
    ['text for a list', input({ words: 'a' }), 400, 'constraint.validation', 'inputData.words'],
    ['a list of other things', input({ words: ['a', 1] }), 400, 'constraint.validation', 'inputData.words'],
  ])('refuses %s and names the field', async (_case, body, status, code, field) => {
    const server = await openWithToken();
    const answer = await server.post(EXECUTIONS, body as never, server.token);
    expect(answer.json()).toMatchObject({
      status,
      code,
      details: field === undefined ? [] : [{ errorCode: code, fieldName: field }],
    });
    expect(answer.body).not.toContain('3175550123');
    expect(await server.store.list(10)).toEqual([]);
  });

  it('names the inputs there are, and the workflows', async () => {
    const server = await openWithToken();
    const unknown = await server.post(EXECUTIONS, { flowId: 'Add up', inputData: { x: 1 } }, server.token);
    expect(unknown.json().message).toBe(
      'inputData.x is no input of the flow; known: Flow.number, Flow.count, Flow.words, Flow.isFast, Flow.from.',
    );
    const none = await server.post(EXECUTIONS, { flowId: 'x' }, server.token);
    expect(none.json().message).toContain('Add up, Fail');
  });

  it('O1 needs a token and the permission', async () => {
    const server = await openCallServer();
    const nobody = await server.login('nobody');
    expect((await server.post(EXECUTIONS, { flowId: 'Add up' })).json()).toMatchObject({
      status: 401,
      code: 'authentication.required',
    });
    expect((await server.post(EXECUTIONS, { flowId: 'Add up' }, nobody)).json()).toMatchObject({
      status: 403,
      code: 'missing.any.permissions',
      message: expect.stringContaining('architect:flow:launch'),
    });
    expect((await server.get(`${EXECUTIONS}/x`, nobody)).json()).toMatchObject({
      status: 403,
      message: expect.stringContaining('architect:flowExecution:view'),
    });
  });
});

describe('GET /api/v2/flows/executions/{id}', () => {
  it('knows neither what is not there nor calls', async () => {
    const server = await openWithToken();
    for (const id of ['x', await server.startAsk()])
      expect((await server.get(`${EXECUTIONS}/${id}`, server.token)).json()).toMatchObject({
        status: 404,
        code: 'not.found',
      });
  });
});
