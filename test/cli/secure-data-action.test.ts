import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { folderOf } from '../files/folder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { run } from './run.ts';

const PIN = '4711-0815';
const CARD = '4111-1111';
const VALUES = new RegExp(`${PIN}|${CARD}`);
const TEXT = { type: 'string' };

/** A secure data action that looks up a card with a PIN, and the flow that calls it. */
function files(origin: string): { [name: string]: Json } {
  return {
    'data-actions/look-up.custom.json': {
      name: 'Look up',
      integrationType: 'custom-rest-actions',
      secure: true,
      config: {
        request: {
          requestUrlTemplate: `${origin}/cards/$esc.url(\${input.pin})`,
          requestType: 'POST',
          headers: { 'X-Pin': '${input.pin}', 'Content-Type': 'application/json' },
          requestTemplate: '{"pin": "$esc.jsonString(${input.pin})"}',
        },
        response: { translationMap: { card: '$.card' }, successTemplate: '{"card": ${card}}' },
      },
      contract: {
        input: { inputSchema: { type: 'object', required: ['pin'], properties: { pin: TEXT } } },
        output: { successSchema: { type: 'object', properties: { card: TEXT } } },
      },
    },
    'main.flow.json': {
      type: 'inboundCall',
      name: 'main',
      variables: { 'Flow.card': { type: 'string', isOutput: true } },
      startUp: { task: 'main' },
      tasks: {
        main: [
          {
            callData: {
              dataAction: 'look-up',
              inputs: { pin: PIN },
              successOutputs: { card: 'Flow.card' },
              outputs: { failure: [{ disconnect: {} }], timeout: [{ disconnect: {} }] },
            },
          },
          { disconnect: {} },
        ],
      },
    },
  };
}

async function workspace(status: number, answer: Json) {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  onTestFinished(() => server.close());
  const root = folderOf(files(server.origin));
  const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
  const test = (...options: readonly string[]) => {
    const file = join(root, 'data-actions/look-up.custom.json');
    return run(['action', 'test', file, '--input', JSON.stringify({ pin: PIN }), ...options], { env });
  };
  const simulate = (...options: readonly string[]) =>
    run(['simulate', join(root, 'main.flow.json'), '--keys', '', ...options], { env });
  return { server, test, simulate };
}

describe('a secure data action on the command line', () => {
  it('D8 shows that it succeeded, and the names of its outputs', async () => {
    const { server, test } = await workspace(200, { card: CARD });
    const { code, out, err } = await test();
    expect([code, err]).toEqual([0, expect.not.stringMatching(VALUES)]);
    expect(out).toContain('4 ✓ Fill the body\n     ••••\n');
    expect(out).toContain('Success: {"card":"••••"}');
    expect(out).not.toMatch(VALUES);
    expect(server.requests[0]?.body).toBe(`{"pin": "${PIN}"}`);
  });

  it('D8 shows no more as JSON', async () => {
    const { test } = await workspace(200, { card: CARD });
    const { out } = await test('--json');
    expect(JSON.parse(out)).toMatchObject({ success: true, finalResult: { card: '••••' } });
    expect(out).not.toMatch(VALUES);
    expect(out).not.toContain('"notes"');
  });

  it.each([[[]], [['--json']]])('D8 does not repeat what a receiver says %j', async (options) => {
    const { test } = await workspace(422, { code: PIN, message: `${PIN} belongs to ${CARD}` });
    const { code, out, err } = await test(...options);
    expect(code).toBe(1);
    expect(out).toContain('http.422');
    expect(out + err).not.toMatch(VALUES);
  });

  it('says what is wrong with an input without its value', async () => {
    const { test } = await workspace(200, {});
    const { out } = await test('--input', '{"pin": 4711}');
    expect(out).toContain('input.contract');
    expect(out).not.toContain('4711');
  });

  it.each([[[]], [['--json']]])('D8 plans the request as its author wrote it %j', async (options) => {
    const { server, test } = await workspace(200, {});
    const { code, out } = await test('--dry-run', ...options);
    expect([code, server.requests.length]).toEqual([0, 0]);
    expect(out).toContain(`${server.origin}/cards/$esc.url(\${input.pin})`);
    expect(out).not.toMatch(VALUES);
  });

  it.each([[[]], [['--json']]])('D8 simulates a call and shows no value %j', async (options) => {
    const { server, simulate } = await workspace(200, { card: CARD });
    const { code, out, err } = await simulate(...options);
    expect([code, server.requests.length]).toEqual([0, 1]);
    expect(out).toContain('••••');
    expect(out + err).not.toMatch(VALUES);
  });
});
