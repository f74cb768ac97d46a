import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { start } from './run.ts';

const CLIENT = Buffer.from('attendant-local:attendant-local-secret').toString('base64');
const ACTIONS = 'flows/data-actions';

/** Calls a data action that ships, and ends the flow when that fails. */
function callData(dataAction: string, inputs: JsonObject, successOutputs: JsonObject = {}): JsonObject {
  const outputs = {
    failure: [{ endWorkflow: `${dataAction} failed` }],
    timeout: [{ endWorkflow: `${dataAction} is late` }],
  };
  return { callData: { dataAction, inputs, successOutputs, outputs } };
}

/** Makes a callback, moves it and cancels it, by the data actions that ship with Attendant. */
const CALL_BACK = {
  type: 'workflow',
  name: 'Call back',
  startUp: { task: 'main' },
  variables: { 'Flow.callback': { type: 'string', isOutput: true } },
  tasks: {
    main: [
      callData(
        'create-callback',
        { number: '+13175550123', queueId: 'support', note: 'about "77"' },
        {
          conversationId: 'Flow.callback',
        },
      ),
      callData('reschedule-callback', {
        conversationId: { var: 'Flow.callback' },
        agentId: 'ann',
        scheduledTime: soon(),
      }),
      callData('cancel-callback', { conversationId: { var: 'Flow.callback' } }),
      callData('create-agent-callback', {
        number: '+13175550124',
        queueId: 'support',
        agentId: 'ann',
        scheduledTime: soon(),
      }),
      { endWorkflow: 'done' },
    ],
  },
};

/** A call that waits in the queue Support. */
const WAIT = {
  type: 'inboundCall',
  name: 'Line',
  startUp: { task: 'main' },
  tasks: { main: [{ transferToAcd: { queue: 'Support' } }] },
};

/** Two hours from now, as the data actions want it. */
function soon(): string {
  return new Date(Date.now() + 7_200_000).toISOString();
}

/** A served Attendant with those flows, asked with the token of the client that ships with it. */
async function served() {
  const actions = readdirSync(ACTIONS).map((name) => [
    `data-actions/${name}`,
    readFileSync(join(ACTIONS, name), 'utf8'),
  ]);
  const flows = folderOf({
    'call-back.flow.json': CALL_BACK,
    'line.flow.json': WAIT,
    'local.environment.json': {
      settings: {
        whatsappIntegrationId: 'w',
        smsNumber: '+1',
        emailFromAddress: 'a@b.example',
        businessName: 'B',
      },
      queues: { Support: { outcome: 'never' } },
    },
    ...Object.fromEntries(actions),
  });
  const running = start(['serve', '--port', '0', '--data', newFolder(), '--flows', flows]);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await running.printed('Ctrl-C stops it'))?.[0] ?? '';
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${CLIENT}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
  };
}

describe('callbacks of a served Attendant', () => {
  it('are made, moved and cancelled by the data actions that ship', async () => {
    const ask = await served();
    const { id } = (await ask('POST', '/api/v2/flows/executions', { flowId: 'Call back' })).body;
    let ended = (await ask('GET', `/api/v2/flows/executions/${id}`)).body;
    while (ended.status === 'RUNNING') ended = (await ask('GET', `/api/v2/flows/executions/${id}`)).body;
    expect(ended).toMatchObject({ status: 'COMPLETED', outputData: { 'Flow.callback': expect.any(String) } });
    expect((await ask('GET', '/attendant/callbacks')).body.entities).toMatchObject([
      { numbers: ['+13175550124'], ownerId: 'ann', state: 'scheduled' },
    ]);
    expect((await ask('GET', '/attendant/callbacks?state=disconnected')).body.entities).toMatchObject([
      { conversationId: ended.outputData['Flow.callback'], preferredAgentIds: ['ann'] },
    ]);
  });

  it('K4 K5 K8 are asked for in a call of a flow: its caller, its queue, one', async () => {
    const ask = await served();
    const { id } = (await ask('POST', '/attendant/calls', { flow: 'Line', from: '+13175550199' })).body;
    const url = `/api/v2/conversations/${id}/participants/${id}-customer/callbacks`;
    expect(await ask('POST', url, {})).toEqual({ status: 201, body: undefined });
    expect((await ask('GET', '/attendant/callbacks')).body.entities).toMatchObject([
      { conversationId: id, numbers: ['+13175550199'], queueId: 'support', state: 'scheduled' },
    ]);
    expect((await ask('POST', url, {})).status).toBe(409);
    expect((await ask('POST', url.replace('-customer', '-other'), {})).status).toBe(404);
  });
});
