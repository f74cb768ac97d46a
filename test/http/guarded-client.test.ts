import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGuardedClient } from '../../src/http/guarded-client.ts';
import type { ResolveName } from '../../src/http/guarded-lookup.ts';
import type { HttpClient, HttpRequest, HttpResult } from '../../src/ports.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';

const ANSWERS: { readonly [path: string]: (response: ServerResponse) => void } = {
  '/ok': (response) => response.writeHead(200, { 'X-Kind': 'plain' }).end('{"a":"é"}'),
  '/empty': (response) => response.writeHead(204).end(),
  '/redirect': (response) => response.writeHead(302, { Location: '/ok' }).end(),
  '/silent': () => {},
  '/half': (response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"a":');
    setImmediate(() => response.socket?.destroy());
  },
  '/slow-body': (response) => response.writeHead(200).write('{"a":'),
  '/reset': (response) => response.socket?.resetAndDestroy(),
  '/huge': (response) => response.writeHead(200).end('x'.repeat(5000)),
  '/gzip': (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"a":1}')),
  '/br': (response) =>
    response.writeHead(200, { 'Content-Encoding': 'br' }).end(brotliCompressSync('{"a":1}')),
  '/bomb': (response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000))),
  '/not-gzip': (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('plain'),
  '/odd-encoding': (response) => response.writeHead(200, { 'Content-Encoding': 'zstd-x' }).end('plain'),
};

let server: LoopbackServer;
let client: HttpClient;
const opened: HttpClient[] = [];

beforeAll(async () => {
  server = await startLoopbackServer((request, response) =>
    ANSWERS[request.url?.split('?')[0] ?? '']?.(response),
  );
  client = open({ allowedReceivers: [server.host], maxAnswerBytes: 4000 });
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await server.close();
});

function open(options: Parameters<typeof openGuardedClient>[0]): HttpClient {
  const one = openGuardedClient(options);
  opened.push(one);
  return one;
}

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });
const fetchPath = (path: string, timeoutMs = 5000) => client.send(get(server.origin + path), { timeoutMs });
const kindOf = (result: HttpResult) => (result.ok ? `status ${result.response.status}` : result.failure);

describe('the guarded client: answers', () => {
  it('reads an answer', async () => {
    const result = await fetchPath('/ok');
    expect(result).toMatchObject({
      ok: true,
      response: { status: 200, body: '{"a":"é"}', headers: { 'x-kind': 'plain' } },
    });
  });

  it('sends a body as it is', async () => {
    const request = {
      method: 'POST',
      url: `${server.origin}/ok?q=1`,
      headers: { 'X-A': 'b' },
      body: '{"é":1}',
    };
    expect(kindOf(await client.send(request, { timeoutMs: 5000 }))).toBe('status 200');
    expect(server.requests.at(-1)).toMatchObject({ method: 'POST', url: '/ok?q=1', body: '{"é":1}' });
    expect(server.requests.at(-1)?.headers['x-a']).toBe('b');
  });

  it.each([
    ['/empty', 'status 204'],
    ['/redirect', 'status 302'],
    ['/gzip', 'status 200'],
    ['/br', 'status 200'],
    ['/huge', 'tooLarge'],
    ['/bomb', 'tooLarge'],
    ['/half', 'broken'],
    ['/reset', 'broken'],
    ['/not-gzip', 'broken'],
    ['/odd-encoding', 'broken'],
  ])('D3 ends %s as %s', async (path, kind) => {
    expect(kindOf(await fetchPath(path))).toBe(kind);
  });

  it.each(['/silent', '/slow-body'])('D4 ends %s at its deadline', async (path) => {
    expect(kindOf(await fetchPath(path, 80))).toBe('timeout');
  });

  it('goes on after trouble', async () => {
    expect(kindOf(await fetchPath('/ok'))).toBe('status 200');
  });

  it('is given up by its caller', async () => {
    const controller = new AbortController();
    const sent = client.send(get(`${server.origin}/silent`), { timeoutMs: 5000, signal: controller.signal });
    await expect.poll(() => server.requests.at(-1)?.url).toBe('/silent');
    controller.abort();
    expect(kindOf(await sent)).toBe('broken');
    const aborted = AbortSignal.abort();
    const before = server.requests.length;
    const never = await client.send(get(`${server.origin}/ok`), { timeoutMs: 5000, signal: aborted });
    expect(kindOf(never)).toBe('unreachable');
    expect(server.requests.length).toBe(before);
  });

  it('sends many at once over few connections', async () => {
    const results = await Promise.all(Array.from({ length: 300 }, () => fetchPath('/ok')));
    expect(new Set(results.map(kindOf))).toEqual(new Set(['status 200']));
  });
});

describe('the guarded client: I4 tells what was certainly not sent', () => {
  it('says unreachable where nobody listens', async () => {
    const gone = await startLoopbackServer(() => {});
    await gone.close();
    const one = open({ allowedReceivers: [gone.host] });
    expect(kindOf(await one.send(get(gone.origin), { timeoutMs: 5000 }))).toBe('unreachable');
  });

  it('says unreachable for a name without an address', async () => {
    const resolve: ResolveName = (_name, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    const one = open({ resolve });
    expect(kindOf(await one.send(get('https://nowhere.example'), { timeoutMs: 5000 }))).toBe('unreachable');
  });

  it('never sends what was given up while it waited for a connection', async () => {
    const addresses: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];
    const held: (() => void)[] = [];
    let isReleased = false;
    const resolve: ResolveName = (_name, callback) => {
      if (isReleased) callback(null, addresses);
      else held.push(() => callback(null, addresses));
    };
    const one = open({ resolve, allowedReceivers: [`late.example:${server.port}`] });
    const before = server.requests.length;
    const result = await one.send(get(`http://late.example:${server.port}/ok`), { timeoutMs: 50 });
    expect(kindOf(result)).toBe('unreachable');
    isReleased = true;
    for (const release of held) release();
    const after = await one.send(get(`http://late.example:${server.port}/empty`), { timeoutMs: 5000 });
    expect(kindOf(after)).toBe('status 204');
    expect(server.requests.slice(before).map(({ url }) => url)).toEqual(['/empty']);
  });

  it('says unreachable when TLS is not spoken', async () => {
    const plain = createServer((socket) =>
      socket.on('error', () => {}).once('data', () => socket.end('no TLS here')),
    );
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const address = plain.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const one = open({ allowedReceivers: [host] });
    expect(kindOf(await one.send(get(`https://${host}/`), { timeoutMs: 5000 }))).toBe('unreachable');
    await one.close();
    await new Promise((resolve) => plain.close(resolve));
  });
});

describe('the guarded client: where it may not go', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://168.63.129.16/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://metadata.google.internal/',
    'https://METADATA.google.internal./',
    'http://example.com/',
    'https://user:secret@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'not a url',
    '/api/v2/x',
  ])('refuses %s', async (url) => {
    const result = await client.send(get(url), { timeoutMs: 1000 });
    expect(kindOf(result)).toBe('refused');
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it.each<[string, LookupAddress[]]>([
    ['a private address', [{ address: '10.0.0.1', family: 4 }]],
    ['loopback', [{ address: '::1', family: 6 }]],
    [
      'a public and a private one',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
    ['the metadata service', [{ address: '169.254.169.254', family: 4 }]],
    ['nothing', []],
  ])('refuses a name that leads to %s', async (_what, addresses) => {
    const one = open({ resolve: (_name, callback) => callback(null, addresses) });
    expect(kindOf(await one.send(get('https://rebind.example/'), { timeoutMs: 1000 }))).toBe('refused');
  });

  it('keeps metadata services out even where a host is allowed', async () => {
    const one = open({
      allowedReceivers: ['sneaky.example:80', '169.254.169.254:80'],
      resolve: (_name, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    expect(kindOf(await one.send(get('http://sneaky.example/'), { timeoutMs: 1000 }))).toBe('refused');
    expect(kindOf(await one.send(get('http://169.254.169.254/'), { timeoutMs: 1000 }))).toBe('refused');
  });

  it('allows exactly one port of a host', async () => {
    expect(kindOf(await client.send(get('http://127.0.0.1:1/'), { timeoutMs: 1000 }))).toBe('refused');
  });

  it.each([
    ['Host', 'evil.example'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '5'],
    ['Connection', 'upgrade'],
    ['X-A', 'b\r\nX-Evil: 1'],
    ['X-A', 'b\u0000'],
    ['X A', 'b'],
    ['X-A\r\nX-Evil', 'b'],
  ])('D7 refuses the header %j: %j', async (name, value) => {
    const before = server.requests.length;
    const request = { method: 'GET', url: `${server.origin}/ok`, headers: { [name]: value } };
    expect(kindOf(await client.send(request, { timeoutMs: 1000 }))).toBe('refused');
    expect(server.requests.length).toBe(before);
  });

  it('refuses a method that is none', async () => {
    const request = { method: 'GET /evil HTTP/1.1\r\nX: y', url: `${server.origin}/ok`, headers: {} };
    expect(kindOf(await client.send(request, { timeoutMs: 1000 }))).toBe('refused');
  });
});
