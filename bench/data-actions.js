// How many data actions a second, beside the same request made with bare undici? The receiver is a process of its own.
import { fork } from 'node:child_process';
import { Pool } from 'undici';
import { compileDataAction } from '../dist/actions/compile-data-action.js';
import { openGuardedClient } from '../dist/http/guarded-client.js';
import { createDataActionPerformer } from '../dist/performing/data-action-performer.js';
import { targetsByType } from '../dist/performing/target.js';

const IN_FLIGHT = 64;
const WARM_UP = 6000;
/** Short turns, many of them: what else the machine does then meets all ways alike. */
const TURNS = 60;
const REQUESTS_A_TURN = 1500;
const INPUT = { fromAddress: '+13175550100', toAddress: '+13175550123', textBody: 'Your order has left us.' };
const TEXTS = { type: 'string', maxLength: 800 };

const contract = {
  input: {
    inputSchema: {
      type: 'object',
      required: ['fromAddress', 'toAddress', 'textBody'],
      properties: { fromAddress: TEXTS, toAddress: TEXTS, textBody: TEXTS },
    },
  },
  output: { successSchema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
};

const native = {
  name: 'Send SMS',
  integrationType: 'attendant',
  templates: 'handlebars',
  contract,
  config: {
    request: {
      requestType: 'POST',
      requestUrlTemplate: '/effect',
      requestTemplate: {
        fromAddress: '{{input.fromAddress}}',
        toAddress: '{{input.toAddress}}',
        toAddressMessengerType: 'sms',
        textBody: '{{input.textBody}}',
      },
    },
    response: { translationMap: { ok: '$.ok' }, successTemplate: { ok: '{{ok}}' } },
  },
};

const exported = {
  name: 'Send SMS',
  integrationType: 'attendant',
  actionType: 'custom',
  contract,
  config: {
    request: {
      requestType: 'POST',
      requestUrlTemplate: '/effect',
      requestTemplate:
        '{"fromAddress": "${input.fromAddress}", "toAddress": "${input.toAddress}", "toAddressMessengerType": "sms", "textBody": "$esc.jsonString(${input.textBody})"}',
    },
    response: {
      translationMap: { ok: '$.ok' },
      translationMapDefaults: { ok: 'false' },
      successTemplate: '{"ok": ${ok}}',
    },
  },
};

/** @returns of bare undici, the native and the exported form, in turns: the medians of requests a second, and of CPU µs a request. */
export async function dataActionsPerSecond(turns = TURNS) {
  const stub = fork(new URL('./stub.js', import.meta.url));
  const port = await new Promise((resolve) => stub.once('message', resolve));
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: IN_FLIGHT });
  const http = openGuardedClient({ allowedHosts: [`127.0.0.1:${port}`], connectionsPerHost: IN_FLIGHT });
  try {
    const ways = {
      'bare undici': () => bareUndici(pool),
      native: performerOf(native, http, port),
      exported: performerOf(exported, http, port),
    };
    return await measure(ways, turns);
  } finally {
    await http.close();
    await pool.close();
    stub.kill();
  }
}

async function measure(ways, turns) {
  const all = Object.entries(ways).map(([name, way]) => ({ name, way, rates: [], cpu: [] }));
  for (const { way } of all) await run(way, WARM_UP);
  for (let turn = 0; turn < turns; turn++)
    for (const { way, rates, cpu } of all) {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      await run(way, REQUESTS_A_TURN);
      rates.push(REQUESTS_A_TURN / ((performance.now() - begun) / 1000));
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / REQUESTS_A_TURN);
    }
  return all.map(({ name, rates, cpu }) => ({ name, perSecond: median(rates), cpuMicros: median(cpu) }));
}

async function run(way, requests) {
  let left = requests;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (left-- > 0) await way();
    }),
  );
}

async function bareUndici(pool) {
  const { statusCode, body } = await pool.request({
    path: '/effect',
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'bench', 'Idempotency-Key': key() },
    body: JSON.stringify({ ...INPUT, toAddressMessengerType: 'sms' }),
  });
  const answer = JSON.parse(await body.text());
  if (statusCode !== 200 || answer.ok !== true) throw new Error(`status ${statusCode}`);
}

function performerOf(definition, http, port) {
  const { dataAction, diagnostics } = compileDataAction(definition, 'bench.data-action.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  const performer = createDataActionPerformer({
    http,
    clock: { now: Date.now, at: () => () => {} },
    findTarget: targetsByType({
      attendant: { name: 'bench', baseUrl: `http://127.0.0.1:${port}`, honoursIdempotencyKey: true },
    }),
    userAgent: 'bench',
    random: Math.random,
  });
  return async () => {
    const outcome = await performer.perform(dataAction, {
      input: INPUT,
      settings: {},
      idempotencyKey: key(),
    });
    if (outcome.result !== 'success' || outcome.outputs.ok !== true) throw new Error(JSON.stringify(outcome));
  };
}

let keys = 0;
function key() {
  return `bench-${++keys}`;
}

function median(all) {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
}
