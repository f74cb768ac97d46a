// How many durable sessions a second? A session: start, 8 actions, park, a digit, 4 actions, one HTTP effect, end.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { compileDataAction } from '../dist/actions/compile-data-action.js';
import { Engine } from '../dist/engine/engine.js';
import { openGuardedClient } from '../dist/http/guarded-client.js';
import { createDataActionPerformer } from '../dist/performing/data-action-performer.js';
import { targetsByType } from '../dist/performing/target.js';
import { compileFlow } from '../dist/runtime/compile.js';
import { AttendantDatabase } from '../dist/store/database.js';
import { sqliteConversations } from '../dist/store/sqlite-conversations.js';

const IN_FLIGHT = 64;
const WARM_UP = 4000;
const v = (name) => ({ var: `Flow.${name}` });
const disconnect = [{ disconnect: {} }];

const flow = {
  type: 'inboundCall',
  name: 'Session benchmark',
  variables: {
    'Flow.hour': { type: 'integer', initialValue: 10 },
    'Flow.tier': { type: 'string', initialValue: 'gold' },
    'Flow.note': { type: 'string', initialValue: 'x'.repeat(120) },
    'Flow.balance': { type: 'integer' },
    'Flow.lang': { type: 'string' },
    'Flow.queue': { type: 'string' },
    'Flow.priority': { type: 'integer' },
    'Flow.choice': { type: 'string' },
  },
  startUp: { task: 'main' },
  tasks: {
    main: [
      { updateData: { 'Flow.lang': 'en', 'Flow.balance': 120 } },
      { decision: { condition: { '>=': [v('hour'), 8] }, outputs: { no: disconnect } } },
      { updateData: { 'Flow.queue': 'main' } },
      {
        switch: {
          value: v('tier'),
          cases: [{ case: 'gold', actions: [{ updateData: { 'Flow.priority': 1 } }] }],
        },
      },
      { decision: { condition: { '>': [v('balance'), 100] }, outputs: { no: disconnect } } },
      { updateData: { 'Flow.queue': 'top' } },
      { updateData: { 'Flow.priority': 2 } },
      { collectInput: { audio: 'Press a key.', digits: { exact: 1 }, saveAs: 'Task.digit' } },
      { switch: { value: { var: 'Task.digit' }, cases: [{ case: '1', actions: [] }], default: disconnect } },
      { updateData: { 'Flow.choice': 'accounts' } },
      { decision: { condition: { '==': [v('lang'), 'en'] }, outputs: { no: disconnect } } },
      { updateData: { 'Flow.priority': 3 } },
      {
        callData: {
          dataAction: 'effect',
          inputs: { choice: v('choice') },
          outputs: { failure: disconnect, timeout: disconnect },
        },
      },
      { disconnect: {} },
    ],
  },
};

const effect = {
  name: 'Effect',
  integrationType: 'attendant',
  actionType: 'custom',
  templates: 'handlebars',
  contract: {
    input: { inputSchema: { type: 'object', properties: { choice: { type: 'string' } } } },
    output: { successSchema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
  },
  config: {
    request: {
      requestType: 'POST',
      requestUrlTemplate: '/effect',
      requestTemplate: { choice: '{{input.choice}}' },
    },
    response: {},
  },
};

/** @returns sessions a second and what was checked: every session ended well, and every effect was asked for once. */
export async function sessionsPerSecond(sessions = 20_000) {
  const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? '.', 'bench-'));
  const stub = fork(new URL('./stub.js', import.meta.url));
  const port = await new Promise((resolve) => stub.once('message', resolve));
  const bench = open(join(folder, 'attendant.db'), port);
  try {
    await run(bench, WARM_UP);
    const begun = performance.now();
    await run(bench, sessions);
    const seconds = (performance.now() - begun) / 1000;
    const stats = await (await fetch(`http://127.0.0.1:${port}/stats`)).json();
    const expected = WARM_UP + sessions;
    if (stats.keys !== expected || stats.requests !== expected)
      throw new Error(`effects: ${JSON.stringify(stats)}, not ${expected}`);
    return sessions / seconds;
  } finally {
    await bench.close();
    stub.kill();
    rmSync(folder, { recursive: true });
  }
}

function open(file, port) {
  const { dataAction, diagnostics } = compileDataAction(effect, 'effect.data-action.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  const contract = { inputs: { choice: { type: 'string', required: false } }, outputs: { ok: 'boolean' } };
  const compiled = compileFlow({
    file: 'bench',
    flow,
    taskFiles: new Map(),
    dataActions: new Map([['effect', contract]]),
    hash: 'bench',
  });
  if (compiled.program === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
  const runnable = {
    program: compiled.program,
    dataActions: new Map([['effect', dataAction]]),
    bundle: '{}',
  };
  const database = AttendantDatabase.open(file);
  const clock = {
    now: Date.now,
    at: (at, callback) => {
      const timer = setTimeout(callback, at - Date.now());
      return () => clearTimeout(timer);
    },
  };
  const http = openGuardedClient({ allowedHosts: [`127.0.0.1:${port}`] });
  const performer = createDataActionPerformer({
    http,
    clock,
    findTarget: targetsByType({
      attendant: { name: 'bench', baseUrl: `http://127.0.0.1:${port}`, honoursIdempotencyKey: true },
    }),
    userAgent: 'bench',
    random: Math.random,
  });
  const engine = new Engine({
    store: sqliteConversations(database),
    flows: { find: () => runnable, names: () => [flow.name], fromBundle: () => runnable },
    dataActions: {
      run: (action, { inputs, ...rest }) =>
        performer.perform(action, { input: inputs, settings: {}, ...rest }),
      mayRepeat: performer.mayRepeat,
    },
    environment: { queues: {}, speechCharactersPerSecond: 0 },
    clock,
    ids: { next: v7 },
    log: { info() {}, warn: console.error },
  });
  const close = async () => {
    await engine.close();
    await http.close();
    database.close();
  };
  return { engine, close };
}

/** Plays sessions with a fixed number in flight; each is awaited to its durable end. */
async function run({ engine }, sessions) {
  const ends = new Map();
  const stop = engine.onStep(({ conversation }) => {
    if (conversation.status !== 'ended') return;
    ends.get(conversation.id)?.(conversation);
    ends.delete(conversation.id);
  });
  let left = sessions;
  const one = async () => {
    while (left-- > 0) {
      const { id } = await engine.startCall({ flow: flow.name });
      const ended = new Promise((resolve) => ends.set(id, resolve));
      await engine.stimulate(id, { type: 'pressed', keys: '1' });
      const { ending, variables } = await ended;
      if (ending.reason !== 'flowDisconnected' || variables['Flow.priority'] !== 3)
        throw new Error(JSON.stringify(ending));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  stop();
}
