import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compiledOf, openHostileDesk } from './hostile-desk.ts';
import { startRawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const GOOD = '{"a":1}';

/** A sound answer around a body. */
function whole(body: string | Buffer, headers = ''): Buffer {
  const head = `${OK}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

/** Writes the same again and again, as fast as it is taken. */
function endlessly(socket: Socket, text: string): void {
  while (!socket.destroyed && socket.write(text));
  if (!socket.destroyed) socket.once('drain', () => endlessly(socket, text));
}

/** Writes a little, now and then. */
function dripping(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
}

/** Has a data action sent to what answers like this; 300 ms are all it has. */
async function answered(answer: (socket: Socket) => void) {
  const server = await startRawServer(answer);
  onTestFinished(() => server.close());
  const { desk } = openHostileDesk({ allowedHosts: [server.host] });
  const dataAction = { ...compiledOf({ url: `${server.origin}/x` }), timeoutSeconds: 0.3 };
  const again = { ...dataAction, timeoutSeconds: 5 };
  return { ...(await desk.try(dataAction, {})), server, desk, again };
}

describe('an answer without an end', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['of chunks', (socket) => endlessly(socket.setNoDelay(), `${CHUNKED}1\r\n \r\n`), 'connection'],
    [
      'of large chunks',
      (socket) => {
        socket.write(CHUNKED);
        endlessly(socket, `10000\r\n${' '.repeat(65_536)}\r\n`);
      },
      'response.tooLarge',
    ],
    [
      'drop by drop',
      (socket) => {
        socket.write(`${OK}Content-Length: 1000\r\n\r\n`);
        dripping(socket, ' ');
      },
      'connection.timeout',
    ],
    [
      'of headers, drop by drop',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        dripping(socket, 'a: b\r\n');
      },
      'connection.timeout',
    ],
    [
      'of early hints',
      (socket) => dripping(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(50)),
      'connection.timeout',
    ],
    ['that never begins', () => {}, 'connection.timeout'],
  ])('D4 is ended: %s', async (_case, answer, errorCode) => {
    const { outcome } = await answered(answer);
    expect(outcome).toMatchObject({
      result: 'failure',
      failure: { errorCode: expect.stringContaining(errorCode) },
    });
  });
});

describe('an answer that is too much', () => {
  it.each<[string, Buffer, string]>([
    [
      'unpacks to 100 MB',
      whole(gzipSync(Buffer.alloc(100_000_000)), 'Content-Encoding: gzip\r\n'),
      'response.tooLarge',
    ],
    [
      'unpacks to 30 MB otherwise',
      whole(brotliCompressSync(Buffer.alloc(30_000_000)), 'Content-Encoding: br\r\n'),
      'response.tooLarge',
    ],
    [
      'is packed twice',
      whole(gzipSync(gzipSync(GOOD)), 'Content-Encoding: gzip, gzip\r\n'),
      'connection.broken',
    ],
    ['is packed by a prototype', whole(GOOD, 'Content-Encoding: constructor\r\n'), 'connection.broken'],
    ['has 2.1 MB', whole(`"${'x'.repeat(2_200_000)}"`), 'response.tooLarge'],
    ['has 51 levels', whole('['.repeat(51) + ']'.repeat(51)), 'response.tooDeep'],
    ['has a million levels', whole('['.repeat(1_000_000)), 'response.tooDeep'],
    ['has a header of 100 KB', whole(GOOD, `X: ${'a'.repeat(100_000)}\r\n`), 'connection.broken'],
    [
      'has trailers of 200 KB',
      Buffer.from(`${CHUNKED}7\r\n${GOOD}\r\n0\r\nX: ${'y'.repeat(200_000)}\r\n\r\n`),
      'connection.broken',
    ],
    ['has two lengths', whole(GOOD, 'Content-Length: 50\r\n'), 'connection.broken'],
    ['has a length and chunks', whole(GOOD, 'Transfer-Encoding: chunked\r\n'), 'connection.broken'],
    [
      'has a length below nothing',
      Buffer.from(`${OK}Content-Length: -1\r\n\r\n${GOOD}`),
      'connection.broken',
    ],
    ['has a chunk of 16 EB', Buffer.from(`${CHUNKED}ffffffffffffffff\r\n{}`), 'connection.broken'],
    [
      'has a body where none may be',
      Buffer.from(`HTTP/1.1 204 X\r\nContent-Length: 7\r\n\r\n${GOOD}`),
      'connection.broken',
    ],
    [
      'changes the protocol',
      Buffer.from('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      'connection.broken',
    ],
    ['has no status', Buffer.from('HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n'), 'connection.broken'],
    ['has a status of its own', Buffer.from('HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n'), 'http.999'],
    ['is no HTTP', Buffer.from(GOOD), 'connection.broken'],
    ['is HTTP/2', Buffer.from('000006040000000000000400003e80', 'hex'), 'connection.broken'],
    ['is UTF-16', whole(Buffer.from(`\ufeff${GOOD}`, 'utf16le')), 'response.notJson'],
    ['is half a text', whole('{"a":"\\'), 'response.notJson'],
    ['is nothing but quotation marks', whole('"\\'.repeat(1_000_000)), 'response.notJson'],
  ])('D4 is refused when it %s', async (_case, bytes, errorCode) => {
    const { server, desk, again } = await answered((socket) => socket.end(bytes));
    const { outcome } = await desk.try(again, {});
    expect(outcome).toMatchObject({ result: 'failure', failure: { errorCode } });
    expect(server.received.length).toBeGreaterThan(0);
  });
});

describe('an answer that leads elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('is not followed: %i', async (status) => {
    const { outcome, server } = await answered((socket) =>
      socket.end(
        `HTTP/1.1 ${status} X\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n`,
      ),
    );
    expect(outcome).toMatchObject({ failure: { errorCode: `http.${status}` } });
    expect(server.received).toHaveLength(1);
  });

  it('leaves no second answer for the next request', async () => {
    const { desk, again, server } = await answered((socket) =>
      socket.write(Buffer.concat([whole(GOOD), whole('{"stolen":1}')])),
    );
    for (let i = 0; i < 3; i++)
      expect(JSON.stringify((await desk.try(again, {})).outcome)).not.toContain('stolen');
    expect(server.received.every((one) => one.split('GET /x').length === 2)).toBe(true);
  });
});

describe('a connection that breaks', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['at once', (socket) => socket.resetAndDestroy()],
    ['without a word', (socket) => socket.end()],
    ['in the head', (socket) => socket.write('HTTP/1.1 2', () => socket.resetAndDestroy())],
    [
      'in the body',
      (socket) => socket.write(`${OK}Content-Length: 9\r\n\r\n{"a"`, () => socket.resetAndDestroy()),
    ],
    ['in a chunk', (socket) => socket.end(`${CHUNKED}5\r\n{"a"`)],
    ['before the last chunk', (socket) => socket.end(`${CHUNKED}7\r\n${GOOD}\r\n`)],
    ['after 100 Continue', (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n')],
  ])('D3 is never taken for an answer: %s', async (_case, answer) => {
    expect((await answered(answer)).outcome).toMatchObject({
      result: 'failure',
      failure: { errorCode: 'connection.broken' },
    });
  });
});

describe('an odd answer', () => {
  it.each<[string, Buffer | string, unknown]>([
    ['has keys twice', whole('{"a":1,"a":2}'), { a: 2 }],
    ['has prototypes', whole('{"a":{"__proto__":{"x":1}},"\\u005f_proto__":{"x":1}}'), { a: {} }],
    ['has half a character', whole('{"a":"\\ud800"}'), { a: '\ud800' }],
    ['is HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\n{"a":1}', { a: 1 }],
    ['comes after early hints', `HTTP/1.1 103 X\r\n\r\n${whole(GOOD)}`, { a: 1 }],
    [
      'has a trailer for its encoding',
      `${CHUNKED}7\r\n${GOOD}\r\n0\r\nContent-Encoding: gzip\r\n\r\n`,
      { a: 1 },
    ],
    ['has headers called like prototypes', whole(GOOD, '__proto__: x\r\nconstructor: y\r\n'), { a: 1 }],
  ])('harms nothing when it %s', async (_case, bytes, output) => {
    const { outcome } = await answered((socket) => socket.end(bytes));
    expect(outcome).toMatchObject({ result: 'success', output });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
