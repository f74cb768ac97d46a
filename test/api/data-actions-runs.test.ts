import { describe, expect, it } from 'vitest';
import { type FailureOutputs, failureOf } from '../../src/actions/failure-outputs.ts';
import type { BenchResult } from '../../src/platform/data-actions/data-action-bench.ts';
import { ACTIONS, NEW_ACTION, openDataActionServer } from './data-action-server.ts';

const INPUT = { id: 'q1' };

function failed(failure: FailureOutputs, result: 'failure' | 'unknown' = 'failure'): BenchResult {
  return {
    outcome: { result, failure },
    operations: [
      { step: 1, name: 'Check the input', success: true, result: INPUT },
      { step: 2, name: 'Send the request', success: false, error: failure.userMessage },
    ],
  };
}

describe('POST …/execute', () => {
  it('answers the output, flattened where that is asked for', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const whole = await server.ask('POST', `${ACTIONS}/${id}/execute`, INPUT);
    expect(whole.statusCode).toBe(200);
    expect(whole.json()).toEqual({ queue: { name: 'Support' }, members: [{ id: 'a' }, { id: 'b' }] });
    const flat = await server.ask('POST', `${ACTIONS}/${id}/execute?flatten=true`, INPUT);
    expect(flat.json()).toEqual({ 'queue.name': 'Support', 'members.id': ['a', 'b'] });
    expect(server.ran).toEqual([
      { id, method: 'GET', input: INPUT, traced: false },
      { id, method: 'GET', input: INPUT, traced: false },
    ]);
  });

  it('answers texts, numbers and lists as JSON', async () => {
    for (const output of ['text', 7, true, null, ['a']]) {
      const server = await openDataActionServer({
        result: () => ({ outcome: { result: 'success', output, outputs: {} }, operations: [] }),
      });
      const answer = await server.ask('POST', `${ACTIONS}/look-up/execute`, {});
      expect(answer.headers['content-type']).toContain('application/json');
      expect(answer.json()).toEqual(output);
    }
  });

  it('runs those of files, and takes no body for an empty input', async () => {
    const server = await openDataActionServer();
    expect((await server.ask('POST', `${ACTIONS}/look-up/execute`)).statusCode).toBe(200);
    expect(server.ran).toMatchObject([{ id: 'look-up', input: {}, method: 'POST' }]);
  });

  it('runs the newest version', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    await server.ask('POST', `${ACTIONS}/${id}/execute`, INPUT);
    const config = { ...NEW_ACTION.config, request: { ...NEW_ACTION.config.request, requestType: 'DELETE' } };
    await server.ask('PATCH', `${ACTIONS}/${id}`, { version: 1, config });
    await server.ask('POST', `${ACTIONS}/${id}/execute`, INPUT);
    expect(server.ran.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
  });

  it.each<[string, FailureOutputs, 'failure' | 'unknown', number, string, string]>([
    [
      'an input that breaks the contract',
      failureOf('input.contract', 'it does not fit'),
      'failure',
      400,
      'invalid.schema',
      'ACTION.PROCESSING',
    ],
    [
      'a value that would leave its place',
      failureOf('request.value', 'use $esc'),
      'failure',
      500,
      'invalid.substitution',
      'ACTION.PROCESSING',
    ],
    [
      'an answer that is no JSON',
      failureOf('response.notJson', 'it is not JSON', 200),
      'failure',
      500,
      'internal.server.error',
      'ACTION.PROCESSING',
    ],
    [
      'an answer of 404',
      failureOf('http.404', 'The service answered with status 404', 404),
      'failure',
      500,
      'internal.server.error',
      'ACTION.REMOTE_ENDPOINT',
    ],
    [
      'a code of the receiver like ours',
      failureOf('input.wrong', 'Wrong input.', 422),
      'failure',
      500,
      'internal.server.error',
      'ACTION.REMOTE_ENDPOINT',
    ],
    [
      'no connection',
      failureOf('connection.failed', 'nothing was sent'),
      'failure',
      500,
      'internal.server.error',
      'ACTION.REMOTE_ENDPOINT',
    ],
    [
      'credentials that are refused',
      failureOf('token.denied', 'not accepted'),
      'failure',
      500,
      'internal.server.error',
      'ACTION.AUTHENTICATION',
    ],
    [
      'no answer in time',
      failureOf('connection.timeout', 'too late'),
      'failure',
      504,
      'request.timeout',
      'ACTION.REMOTE_ENDPOINT',
    ],
    [
      'an outcome that nobody knows',
      failureOf('outcome.unknown', 'too late'),
      'unknown',
      504,
      'request.timeout',
      'ACTION.REMOTE_ENDPOINT',
    ],
    [
      'a budget that is used up',
      failureOf('budget.exhausted', 'too many'),
      'failure',
      429,
      'too.many.requests',
      'ACTION.PROCESSING',
    ],
    [
      'an open circuit',
      failureOf('circuit.open', 'try later'),
      'failure',
      503,
      'service.unavailable',
      'ACTION.REMOTE_ENDPOINT',
    ],
  ])('D3 tells a failure in the error body: %s', async (_case, failure, result, status, code, part) => {
    const server = await openDataActionServer({ result: () => failed(failure, result) });
    const { id } = await server.make();
    const answer = await server.ask('POST', `${ACTIONS}/${id}/execute`, INPUT);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({
      status,
      code,
      message: expect.stringContaining(failure.userMessage.replace(/\.$/, '')),
      contextId: answer.headers['inin-correlation-id'],
      details: [{ errorCode: part }],
      errors: [{ code: failure.errorCode, message: failure.userMessage }],
    });
  });

  it('D8 repeats nothing that a receiver says of a secure data action', async () => {
    const failure = failureOf('rejected', 'The card 4111 is not valid', 400);
    const server = await openDataActionServer({ result: () => failed(failure) });
    const answer = await server.ask('POST', `${ACTIONS}/look-up/execute`, {});
    expect(answer.body).not.toContain('4111');
    expect(answer.json()).toMatchObject({ errors: [{ code: 'http.400', status: 400 }] });
  });

  it('does not run what only asks for credentials', async () => {
    const server = await openDataActionServer();
    for (const path of ['execute', 'test'])
      expect((await server.ask('POST', `${ACTIONS}/log-in/${path}`, {})).json()).toMatchObject({
        status: 400,
        code: 'attendant.action.not.executable',
      });
    expect(server.ran).toEqual([]);
  });
});

describe('POST …/test', () => {
  it('D6 shows every operation, its notes, and the final result', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const tested = await server.ask('POST', `${ACTIONS}/${id}/test`, INPUT);
    expect(tested.json()).toEqual({
      operations: [
        { step: 1, name: 'Check the input', success: true, result: { id: 'q1' } },
        {
          step: 2,
          name: 'Make the request',
          success: true,
          result: { url: '/api/v2/routing/queues/q1' },
          notes: [{ about: '${input.id}', message: 'became q1', hint: 'nothing to do' }],
        },
      ],
      success: true,
      finalResult: { queue: { name: 'Support' }, members: [{ id: 'a' }, { id: 'b' }] },
    });
    const flat = await server.ask('POST', `${ACTIONS}/${id}/test?flatten=TRUE`, INPUT);
    expect(flat.json().finalResult).toEqual({ 'queue.name': 'Support', 'members.id': ['a', 'b'] });
    expect(server.ran.every(({ traced }) => traced)).toBe(true);
  });

  it('D6 tells a failure in the operation and at the end, with status 200', async () => {
    const server = await openDataActionServer({
      result: () => failed(failureOf('http.500', 'The service answered with status 500', 500)),
    });
    const { id } = await server.make();
    const tested = await server.ask('POST', `${ACTIONS}/${id}/test`, INPUT);
    expect(tested.statusCode).toBe(200);
    expect(tested.json()).toMatchObject({
      success: false,
      error: { code: 'internal.server.error', details: [{ errorCode: 'ACTION.REMOTE_ENDPOINT' }] },
      operations: [
        { step: 1, success: true },
        {
          step: 2,
          success: false,
          error: {
            message: 'The service answered with status 500',
            code: 'internal.server.error',
            status: 500,
          },
        },
      ],
    });
    expect(tested.json().finalResult).toBeUndefined();
  });

  it('D8 shows no value of a secure data action', async () => {
    const server = await openDataActionServer();
    const tested = (await server.ask('POST', `${ACTIONS}/look-up/test`, { key: 'k' })).json();
    expect(tested).toEqual({
      operations: [
        { step: 1, name: 'Check the input', success: true },
        { step: 2, name: 'Make the request', success: true },
      ],
      success: true,
    });
    const refusing = await openDataActionServer({
      result: () => failed(failureOf('rejected', 'The card 4111 is not valid', 400)),
    });
    const failing = await refusing.ask('POST', `${ACTIONS}/look-up/test`, { key: 'k' });
    expect(failing.json()).toMatchObject({ success: false });
    expect(failing.body).not.toContain('4111');
  });

  it('tests a draft, and tells the faults of one that cannot be run', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const at = `${ACTIONS}/${id}/draft`;
    await server.ask('POST', at);
    const config = { ...NEW_ACTION.config, request: { ...NEW_ACTION.config.request, requestType: 'HEAD' } };
    await server.ask('PATCH', at, { version: 1, config });
    expect((await server.ask('POST', `${at}/test`, INPUT)).json()).toMatchObject({ success: true });
    expect(server.ran).toMatchObject([{ id, method: 'HEAD' }]);
    await server.ask('PATCH', at, { version: 2, config: {} });
    expect((await server.ask('POST', `${at}/test`, INPUT)).json()).toMatchObject({
      status: 400,
      code: 'attendant.action.not.valid',
    });
    expect(server.ran).toHaveLength(1);
  });
});

describe('?attendantFault=', () => {
  it('plays a fault that is known, with or without a number', async () => {
    const server = await openDataActionServer();
    for (const fault of ['timeout', '429Storm:3'])
      for (const path of ['test', 'execute'])
        await server.ask('POST', `${ACTIONS}/look-up/${path}?attendantFault=${fault}`, {});
    expect(server.ran.map(({ fault }) => fault)).toEqual(['timeout', 'timeout', '429Storm:3', '429Storm:3']);
  });

  it.each([
    ['timeot', 'did you mean `timeout`?'],
    ['earthquake', 'known: timeout, 429Storm'],
    ['timeout:', 'timeout'],
    ['', 'known: timeout'],
    ['__proto__', 'known: timeout'],
  ])('refuses another: %s', async (fault, hint) => {
    const server = await openDataActionServer();
    for (const path of ['test', 'draft/test', 'execute']) {
      const refused = await server.ask('POST', `${ACTIONS}/look-up/${path}?attendantFault=${fault}`, {});
      expect(refused.json()).toMatchObject({
        status: 400,
        code: 'invalid.query.param.value',
        message: expect.stringContaining(hint),
        details: [{ fieldName: 'attendantFault' }],
      });
    }
    expect(server.ran).toEqual([]);
  });
});
