import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { loadBundle } from '../../src/files/load-flow.ts';
import { COUNTING } from '../support/played-flows.ts';
import { openSimulationServer } from './simulation-server.ts';

const SECRET = 'pin-48151623';
const SENT = 'card-4000111122223333';

const LOOK_UP: JsonObject = {
  name: 'Look up',
  integrationType: 'attendant',
  templates: 'handlebars',
  secure: true,
  contract: {
    input: { inputSchema: { type: 'object', properties: { card: { type: 'string' } } } },
    output: { successSchema: { type: 'object', properties: { pin: { type: 'string' } } } },
  },
  config: {
    request: { requestType: 'GET', requestUrlTemplate: '/look-up/{{input.card}}' },
    response: { translationMap: { pin: '$.pin' } },
  },
};

const SECURE: JsonObject = {
  type: 'inboundCall',
  name: 'Secure',
  variables: {
    'Flow.pin': { type: 'string' },
    'Flow.copy': { type: 'string' },
    'Flow.card': { type: 'string', initialValue: SENT },
  },
  startUp: { task: 'ask' },
  tasks: {
    ask: [
      {
        callData: {
          dataAction: 'look-up',
          inputs: { card: { var: 'Flow.card' } },
          successOutputs: { pin: 'Flow.pin' },
        },
      },
      { updateData: { 'Flow.copy': { var: 'Flow.pin' } } },
      { updateData: { 'Flow.card': '' } },
      { callTask: 'inner' },
      { disconnect: {} },
    ],
    inner: [{ collectInput: { audio: 'Key?', digits: { exact: 1 }, saveAs: 'Flow.copy' } }],
  },
};

const BUNDLE = JSON.stringify({ flow: SECURE, taskFiles: {}, dataActions: { 'look-up': LOOK_UP } });

describe('a simulated call', () => {
  it('D8 shows no value of a secure data action, whoever answers it', async () => {
    const loaded = loadBundle(BUNDLE);
    expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const server = await openSimulationServer({ loaded: [loaded] });
    const begun = await server.begin({ flow: 'Secure', dataActions: 'ask' });
    expect(begun).toMatchObject({ pendingDataAction: { name: 'look-up', isSecure: true } });
    expect(JSON.stringify(begun['pendingDataAction'])).not.toContain(SENT);
    const { id } = begun;
    const after = await server.act(id, { answer: { outputs: { pin: SECRET } } });
    expect(after).toMatchObject({
      waitsFor: { for: 'digits' },
      variables: { 'Flow.pin': '••••', 'Flow.copy': '••••' },
    });
    const seen = [
      after,
      ...Array.from(
        { length: Number(after['moments']) },
        (_, index) => `/attendant/calls/${String(id)}/moments/${index + 1}`,
      ),
      `/attendant/calls/${String(id)}/moments`,
      `/attendant/calls/${String(id)}/comparison?with=${String(id)}`,
      '/attendant/simulations',
    ];
    for (const one of seen) {
      const text = JSON.stringify(typeof one === 'string' ? (await server.ask('GET', one)).body : one);
      expect(text, JSON.stringify(one)).not.toContain(SECRET);
    }
    const changed = await server.act(id, { change: { variables: { 'Flow.pin': 'mine-too' } } });
    expect(changed).toMatchObject({
      changes: { variables: [{ name: 'Flow.pin', was: '••••', is: '••••' }] },
    });
    expect(JSON.stringify(changed)).not.toMatch(/mine-too|pin-48151623/);
  });

  it('is for this machine only', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin({ flow: 'WhatsApp consent' });
    for (const url of [
      '/attendant/simulations',
      `/attendant/simulations/${String(id)}`,
      `/attendant/calls/${String(id)}/moments`,
      `/attendant/calls/${String(id)}/moments/1`,
      `/attendant/calls/${String(id)}/comparison?with=${String(id)}`,
      '/attendant/flows/WhatsApp%20consent/graph',
    ]) {
      const asked = { url, headers: { host: 'localhost' }, remoteAddress: '203.0.113.7' };
      expect((await server.host.server.inject(asked)).statusCode, url).toBe(403);
    }
  });

  it('tells its events as they come, and stops with the client', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin({ flow: 'WhatsApp consent', from: '+13175550123' });
    const leaving = new AbortController();
    const answer = await fetch(`${server.host.url}/attendant/simulations/${String(id)}/events`, {
      signal: leaving.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
    };
    await until('"for":"choice"');
    await server.act(id, { press: '1' });
    await until('"for":"digits"');
    leaving.abort();
  });

  it('answers with a moment of ten thousand at once', async () => {
    const server = await openSimulationServer({ flows: [COUNTING] });
    const { id, moments } = await server.begin({ flow: 'Counts far' });
    expect(moments).toBeGreaterThan(9_900);
    const began = performance.now();
    for (let index = 0; index < 20; index++) {
      const page = await server.ask(
        'GET',
        `/attendant/calls/${String(id)}/moments?from=${index * 400 + 1}&limit=200`,
      );
      expect(JSON.stringify(page.body).length).toBeLessThan(200_000);
      expect(
        (await server.ask('GET', `/attendant/calls/${String(id)}/moments/${index * 450 + 1}`)).status,
      ).toBe(200);
    }
    expect((performance.now() - began) / 20).toBeLessThan(300);
  });
});
