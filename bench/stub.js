// The HTTP end of the benchmarks, in a process of its own: answers at once and counts requests per key. Nothing but
// node:http, so that it never is what they wait for.
import { createServer } from 'node:http';

const seen = new Map();
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => answer(response, request.url === '/stats' ? stats() : effect(request.headers)));
});

function effect(headers) {
  const key = headers['idempotency-key'];
  seen.set(key, (seen.get(key) ?? 0) + 1);
  return { ok: true };
}

function stats() {
  return { keys: seen.size, requests: [...seen.values()].reduce((sum, count) => sum + count, 0) };
}

function answer(response, json) {
  const body = JSON.stringify(json);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
