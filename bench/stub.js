// The HTTP end of the session benchmark, in a process of its own: answers at once and counts requests per key.
import fastify from 'fastify';

const seen = new Map();
const app = fastify();
app.post('/effect', async (request) => {
  const key = request.headers['idempotency-key'];
  seen.set(key, (seen.get(key) ?? 0) + 1);
  return { ok: true };
});
app.get('/stats', async () => ({
  keys: seen.size,
  requests: [...seen.values()].reduce((sum, count) => sum + count, 0),
}));
await app.listen({ host: '127.0.0.1', port: 0 });
process.send(app.server.address().port);
process.on('disconnect', () => process.exit(0));
