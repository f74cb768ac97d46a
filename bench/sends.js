// How many agentless messages a second are accepted over HTTP, beside a bare fastify route that writes one row per request?
// Both keep what they answered for: one transaction for what is ready at the same moment, synchronous=FULL. Attendant checks token,
// permission, template, parameters and consent, and delivers to its outbox in the same seconds.
// `node bench/sends.js --million` sends a million messages and prints the server's memory on the way.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';

const IN_FLIGHT = 64;
const PATH = '/api/v2/conversations/messages/agentless';
const RECIPIENTS = 10_000;
const TURNS = 10;
const REQUESTS_A_TURN = 5_000;
const WARM_UP = 5_000;

/** @returns of the bare route and of Attendant, in turns: the medians of accepted requests a second. */
export async function sendsPerSecond(turns = TURNS) {
  const servers = await Promise.all(['bare', 'attendant'].map(start));
  try {
    for (const server of servers) await send(server, WARM_UP);
    for (let turn = 0; turn < turns; turn++)
      for (const server of servers) server.rates.push(await send(server, REQUESTS_A_TURN));
    return servers.map(({ name, rates }) => ({ name, perSecond: median(rates) }));
  } finally {
    for (const server of servers) await stop(server);
  }
}

/** Sends `count` messages and tells after each tenth how many are stored and how much memory the server holds. */
export async function memoryOver(count, tell) {
  const server = await start('attendant');
  try {
    for (let part = 1; part <= 10; part++) {
      const perSecond = await send(server, count / 10);
      tell({ stored: (part * count) / 10, perSecond, megabytes: await memoryOf(server) });
    }
  } finally {
    await stop(server);
  }
}

async function start(name) {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-bench-'));
  const file = join(folder, 'bench.db');
  const child = fork(new URL('./sends-server.js', import.meta.url), [name, file, String(RECIPIENTS)]);
  const { port } = await heard(child);
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: IN_FLIGHT });
  const authorization = name === 'bare' ? 'Bearer none' : await login(pool);
  return { name, folder, child, pool, authorization, rates: [], sent: 0 };
}

function heard(child) {
  return new Promise((resolve) => child.once('message', resolve));
}

async function login(pool) {
  const { body } = await pool.request({
    method: 'POST',
    path: '/oauth/token',
    headers: {
      authorization: `Basic ${Buffer.from('bench:bench-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return `Bearer ${(await body.json()).access_token}`;
}

async function send(server, count) {
  let left = count;
  const began = performance.now();
  const lane = async () => {
    while (left-- > 0) await sendOne(server);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (count / (performance.now() - began)) * 1000;
}

async function sendOne(server) {
  const number = server.sent++;
  const { statusCode, body } = await server.pool.request({
    method: 'POST',
    path: PATH,
    headers: { authorization: server.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      fromAddress: 'wa',
      toAddress: String(4930000000 + (number % RECIPIENTS)),
      toAddressMessengerType: 'whatsapp',
      messagingTemplate: { responseId: 'order', bodyParameters: [{ id: '1', value: `A-${number}` }] },
    }),
  });
  const answer = await body.text();
  if (statusCode !== 202) throw new Error(`${statusCode} ${answer}`);
}

async function memoryOf({ child }) {
  const answer = heard(child);
  child.send('memory');
  return (await answer).memory;
}

async function stop({ child, pool, folder }) {
  await pool.close();
  child.disconnect();
  await new Promise((ended) => child.once('exit', ended));
  rmSync(folder, { recursive: true });
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

if (process.argv.includes('--million'))
  await memoryOver(1_000_000, ({ stored, perSecond, megabytes }) =>
    console.log(
      `${stored.toLocaleString('en-US').padStart(9)} stored  ${Math.round(perSecond).toLocaleString('en-US')}/s  ${megabytes} MB`,
    ),
  );
