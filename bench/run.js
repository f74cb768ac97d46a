// npm run bench: prints how fast Attendant is here, and what this machine's disk allows. Figures, not tests.
import { cpus } from 'node:os';
import { contactsPerSecond } from './contacts.js';
import { dataActionsPerSecond } from './data-actions.js';
import { fsyncsPerSecond, rowsPerSecond } from './disk.js';
import { flowTestsPerSecond } from './flow-tests.js';
import { importRows } from './import.js';
import { nodesPerSecond } from './nodes.js';
import { sendsPerSecond } from './sends.js';
import { sessionsPerSecond } from './sessions.js';

const show = (name, value, unit) =>
  console.log(`${name.padEnd(52)} ${Math.round(value).toLocaleString('en-US').padStart(12)} ${unit}`);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
show('bare interpreter', nodesPerSecond(), 'actions/s');
const flowTests = await flowTestsPerSecond();
show(
  `flow tests that ship, ${flowTests.tests} of up to ${flowTests.steps} steps`,
  flowTests.perSecond,
  'tests/s',
);
show('disk: fdatasync of 4 KB', fsyncsPerSecond(), '/s');
for (const rows of [1, 64])
  show(`SQLite, synchronous=FULL, ${rows} rows a transaction`, rowsPerSecond(rows), 'rows/s');
const ways = await dataActionsPerSecond();
for (const { name, perSecond, cpuMicros } of ways) {
  const share = Math.round((perSecond / ways[0].perSecond) * 100);
  show(
    `data actions, 64 in flight: ${name}`,
    perSecond,
    `/s, ${share} %; ${cpuMicros.toFixed(1)} µs of CPU each`,
  );
}
const [bare, own] = await sendsPerSecond();
show('bare fastify route, one row a request, 64 in flight', bare.perSecond, 'requests/s');
show(
  'agentless messages accepted over HTTP',
  own.perSecond,
  `/s, ${Math.round((own.perSecond / bare.perSecond) * 100)} % of the bare route`,
);
for (const [ids, { perSecond, perCpuSecond }] of Object.entries(await contactsPerSecond(['none', 'ordered'])))
  show(
    `contacts added to a list of a million, ids: ${ids}`,
    perSecond,
    `/s; ${perCpuSecond} in a second of CPU`,
  );
const runs = [];
for (let run = 1; run <= 3; run++) {
  runs.push(await sessionsPerSecond());
  show(`durable sessions, synchronous=FULL, 64 in flight (${run})`, runs.at(-1), 'sessions/s');
}
show('durable sessions, median', runs.sort((a, b) => a - b)[1], 'sessions/s');
const imported = await importRows();
show(
  'CSV import of a million contacts over HTTP',
  imported.perSecond,
  `rows/s, ${Math.round(imported.memory)} MB resident at most; other answers p99 ${Math.round(imported.times.p99)} ms`,
);
process.exit(0);
