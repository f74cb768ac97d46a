// A process of its own for sends.js: `bare`, a fastify route that writes one row per request, or `attendant`, the local platform.
// Both commit what is ready at the same moment in one transaction, synchronous=FULL. Tells its port, and on `memory` its resident MB.
import fastify from 'fastify';
import { buildServer } from '../dist/api/server.js';
import { openPlatform } from '../dist/platform/platform.js';
import { AttendantDatabase } from '../dist/store/database.js';
import { systemClock } from '../dist/system-clock.js';
import { timeOrderedIds } from '../dist/time-ordered-ids.js';

const [mode, file, recipients] = process.argv.slice(2);
const ids = timeOrderedIds();
const database = AttendantDatabase.open(file);
const server = mode === 'bare' ? bare() : await attendant();
await server.listen({ host: '127.0.0.1', port: 0 });
process.on('message', () => process.send({ memory: Math.round(process.memoryUsage.rss() / 1e6) }));
process.on('disconnect', () => process.exit());
process.send({ port: server.server.address().port });

function bare() {
  database.sqlite.exec(
    'create table bench_row (id text primary key, body text not null) strict, without rowid',
  );
  const insert = database.sqlite.prepare('insert into bench_row (id, body) values (?, ?)');
  const server = fastify();
  server.post('/api/v2/conversations/messages/agentless', async (request, reply) => {
    const id = ids.next();
    await database.commits.add(() => insert.run(id, JSON.stringify(request.body)));
    return reply.code(202).send({ id });
  });
  return server;
}

async function attendant() {
  const log = { info: () => {}, warn: (message, details) => console.error(message, details) };
  const parts = { database, clock: systemClock, ids, log };
  const platform = await openPlatform({ ...parts, seed: seed() });
  return buildServer({ ids: parts.ids, log, platform });
}

function seed() {
  const consents = Array.from({ length: Number(recipients) }, (_, index) => ({
    channel: 'whatsapp',
    address: String(4930000000 + index),
    method: 'bench',
    businessName: 'Bench',
  }));
  return {
    organization: { name: 'Bench' },
    limits: { requestsPerMinutePerToken: 0 },
    oauthClients: [
      {
        id: 'bench',
        name: 'Bench',
        secret: 'bench-secret',
        localOnly: true,
        permissions: ['conversation:message:create'],
      },
    ],
    whatsappIntegrations: [{ id: 'wa', name: 'Bench', phoneNumber: '+493012345', status: 'active' }],
    templates: [
      {
        id: 'order',
        name: 'order',
        language: 'en',
        status: 'approved',
        body: 'Your order {{1}} has left us.',
        parameters: [{ id: '1', kind: 'text', component: 'body' }],
      },
    ],
    consents,
  };
}
