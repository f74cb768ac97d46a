import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowHosts, readHostEntry, readHostList } from '../../src/http/allowed-hosts.ts';
import { type GuardedClient, openGuardedClient } from '../../src/http/guarded-client.ts';
import type { ResolveName } from '../../src/http/guarded-lookup.ts';
import type { HttpRequest, HttpResult } from '../../src/ports.ts';
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
let client: GuardedClient;
const opened: GuardedClient[] = [];

beforeAll(async () => {
  server = await startLoopbackServer((request, response) =>
    ANSWERS[request.url?.split('?')[0] ?? '']?.(response),
  );
  client = open({ allowedHosts: [server.host], maxAnswerBytes: 4000 });
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await server.close();
});

function open(options: Parameters<typeof openGuardedClient>[0]): GuardedClient {
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

  it('keeps connections to no more receivers than it can hold, and ends what is under way', async () => {
    const one = open({
      allowedHosts: Array.from({ length: 300 }, (_, index) => `host-${index}.example:${server.port}`),
      resolve: (_name, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const ask = (index: number) =>
      one.send(get(`http://host-${index}.example:${server.port}/ok`), { timeoutMs: 5000 });
    const results = await Promise.all(Array.from({ length: 300 }, (_, index) => ask(index)));
    expect(new Set(results.map(kindOf))).toEqual(new Set(['status 200']));
    expect(kindOf(await ask(0))).toBe('status 200');
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
    const one = open({ allowedHosts: [gone.host] });
    expect(kindOf(await one.send(get(gone.origin), { timeoutMs: 5000 }))).toBe('unreachable');
  });

  it('says unreachable for a name without an address', async () => {
    const resolve: ResolveName = (_name, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    const one = open({ resolve, allowedHosts: ['nowhere.example'] });
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
    const one = open({ resolve, allowedHosts: [`late.example:${server.port}`] });
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
    const one = open({ allowedHosts: [host] });
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
    ['the metadata service by a translator', [{ address: '2a00:64::a9fe:a9fe', family: 6 }]],
    ['nothing', []],
  ])('refuses a name that leads to %s', async (_what, addresses) => {
    const one = open({
      allowedHosts: ['rebind.example'],
      resolve: (_name, callback) => callback(null, addresses),
    });
    expect(kindOf(await one.send(get('https://rebind.example/'), { timeoutMs: 1000 }))).toBe('refused');
  });

  it('keeps metadata services out even where a host is allowed', async () => {
    const one = open({
      allowedHosts: ['sneaky.example:80', '169.254.169.254:80'],
      resolve: (_name, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    expect(kindOf(await one.send(get('http://sneaky.example/'), { timeoutMs: 1000 }))).toBe('refused');
    expect(kindOf(await one.send(get('http://169.254.169.254/'), { timeoutMs: 1000 }))).toBe('refused');
  });

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::a9fe:a9fe',
    'fe80::5efe:a9fe:a9fe',
    '64:ff9b::a83f:8110',
    '168.63.129.16',
    '100.100.100.200',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fe80::1',
  ])('keeps the metadata service at %s out where the host is allowed', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const one = open({
      allowedHosts: ['sneaky.example:80', `${family === 6 ? `[${address}]` : address}:80`],
      resolve: (_name, callback) => callback(null, [{ address, family }]),
    });
    for (const host of ['sneaky.example', family === 6 ? `[${address}]` : address])
      expect(kindOf(await one.send(get(`http://${host}/`), { timeoutMs: 1000 }))).toBe('refused');
  });

  it('connects to the address it has checked, whatever a second look-up says', async () => {
    const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    let asked = 0;
    const host = `moving.example:${server.port}`;
    const one = open({
      allowedHosts: [host],
      resolve: (_name, callback) => callback(null, [{ address: answers[asked++] ?? '', family: 4 }]),
    });
    expect(kindOf(await one.send(get(`http://${host}/ok`), { timeoutMs: 5000 }))).toBe('status 200');
    expect(asked).toBe(1);
  });

  it('follows no redirect', async () => {
    const before = server.requests.length;
    expect(kindOf(await fetchPath('/redirect'))).toBe('status 302');
    expect(server.requests.slice(before).map(({ url }) => url)).toEqual(['/redirect']);
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

  it.each(['application/json', 'application/json, text/plain', 'application/hal+json;q=0.9', '*/*'])(
    'takes Accept: %s',
    async (accept) => {
      const request = { method: 'GET', url: `${server.origin}/ok`, headers: { Accept: accept } };
      expect(kindOf(await client.send(request, { timeoutMs: 5000 }))).toBe('status 200');
    },
  );

  it.each(['text/html', 'application/xml', 'json', 'text/plain; application/json'])(
    'refuses Accept: %s, since every answer is read as JSON',
    async (accept) => {
      const request = { method: 'GET', url: `${server.origin}/ok`, headers: { accept } };
      expect(await client.send(request, { timeoutMs: 1000 })).toEqual({
        ok: false,
        failure: 'refused',
        message: 'The header Accept must take JSON, such as application/json',
      });
    },
  );
});

describe('the guarded client: the hosts that an operator allows', () => {
  const ALLOWED = [
    'api.example.com',
    '*.eu.example.com',
    'bücher.example',
    '93.184.216.34',
    'crm.local:8443',
  ];
  /** Nothing has an address, so that what may be called is merely unreachable. */
  const resolve: ResolveName = (_name, callback) =>
    callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
  const send = (request: HttpRequest) =>
    open({ allowedHosts: ALLOWED, resolve }).send(request, { timeoutMs: 1000 });
  const messageOf = (result: HttpResult) => (result.ok ? '' : result.message);

  it.each([
    'https://api.example.com/orders',
    'https://API.Example.COM/orders',
    'https://api.example.com./orders',
    'https://api.example.com:443/orders',
    'https://fra.eu.example.com/',
    'https://bücher.example/',
    'https://xn--bcher-kva.example/',
    'https://crm.local:8443/',
    'http://crm.local:8443/',
  ])('lets %s through', async (url) => {
    expect(kindOf(await send(get(url)))).toBe('unreachable');
  });

  it.each([
    'https://example.com/',
    'https://evil.com/?api.example.com',
    'https://api.example.com.evil.com/',
    'https://api-example.com/',
    'https://evilapi.example.com/',
    'https://api.example.com:8443/',
    'http://api.example.com/',
    'http://api.example.com:443/',
    'https://eu.example.com/',
    'https://a.b.eu.example.com/',
    'https://eu.example.com.evil.com/',
    'https://evileu.example.com/',
    'https://.eu.example.com/',
    'https://crm.local/',
    'https://crm.local:8444/',
    'https://api.example.com@evil.com/',
    'https://evil.com\\@api.example.com/',
    'https://api。example。com.evil.com/',
    'https://[::ffff:93.184.216.34]/',
    'https://93.184.216.34:8443/',
    'https://1572395043/',
  ])('refuses %s', async (url) => {
    expect(kindOf(await send(get(url)))).toBe('refused');
  });

  it('reads an address in any spelling', async () => {
    const one = open({ allowedHosts: ['127.0.0.1:1', '[::1]:1'] });
    for (const host of ['2130706433', '0x7f.1', '127.1', '0177.0.0.1', '[0:0:0:0:0:0:0:1]'])
      expect(kindOf(await one.send(get(`http://${host}:1/`), { timeoutMs: 1000 }))).toBe('unreachable');
  });

  it.each([
    ['https://other.example.com/x', 'add "other.example.com" to ATTENDANT_ALLOWED_HOSTS'],
    ['http://other.example.com/x', 'add "other.example.com:80" to'],
    ['https://other.example.com:8443/x', 'add "other.example.com:8443" to'],
    ['https://10.0.0.1/x', 'is not public, and not allowed; if it is meant, add "10.0.0.1:443" to'],
    ['http://localhost:9000/x', 'add "localhost:9000" to'],
  ])('says what would allow %s', async (url, hint) => {
    expect(messageOf(await send(get(url)))).toContain(hint);
  });

  it('D7 shows no value that is part of a host', async () => {
    const request = { ...get('https://13175550123.example.com/'), hostPattern: '*.example.com' };
    expect(messageOf(await send(request))).toBe(
      'The host *.example.com is not one that may be called; if it is meant, add "*.example.com" to ATTENDANT_ALLOWED_HOSTS',
    );
  });

  it('says what would allow a name that leads to a private address', async () => {
    const one = open({
      allowedHosts: ['intern.example.com'],
      resolve: (_name, callback) => callback(null, [{ address: '10.0.0.1', family: 4 }]),
    });
    expect(messageOf(await one.send(get('https://intern.example.com/'), { timeoutMs: 1000 }))).toContain(
      'add "intern.example.com:443" to',
    );
  });

  it('D8 keeps each view to its own hosts, over the same connections', async () => {
    const view = client.within(allowHosts(['crm.example.com']), 'to "hosts" of the integration `crm`');
    const refusal = await view.send(get(`${server.origin}/ok`), { timeoutMs: 1000 });
    expect(messageOf(refusal)).toContain(`add "${server.host}" to "hosts" of the integration \`crm\``);
    await view.close();
    expect(kindOf(await fetchPath('/ok'))).toBe('status 200');
  });
});

describe('entries of allowed hosts', () => {
  it.each([
    ['API.example.com.', 'host', 'api.example.com'],
    ['bücher.example', 'host', 'xn--bcher-kva.example'],
    ['*.example.com', 'below', 'example.com'],
    ['crm.local:08443', 'receiver', 'crm.local:8443'],
    ['[::1]:8080', 'receiver', '[::1]:8080'],
    ['[0:0::1]:8080', 'receiver', '[::1]:8080'],
  ])('reads %s', (text, kind, host) => {
    expect(readHostEntry(text)).toEqual({ ok: true, kind, host });
  });

  it.each([
    ['https://api.example.com/x', 'a host is written without https://', 'write api.example.com'],
    ['api.example.com/orders', 'a host has no path', 'write api.example.com'],
    ['me:secret@example.com', 'a host has no user name or password', 'credentials'],
    ['*.com', 'anybody can have a host below this domain', 'name a domain that is yours'],
    ['*.co.uk', 'anybody can have a host below this domain', 'name a domain that is yours'],
    ['*.github.io', 'anybody can have a host below this domain', 'name a domain that is yours'],
    ['*.eu-west-1.amazonaws.com', 'anybody can have a host below this domain', 'name a domain that is yours'],
    ['*', 'a * stands only for the whole first part of a host', '*.example.com'],
    ['api-*.example.com', 'a * stands only for the whole first part of a host', '*.example.com'],
    ['*.*.example.com', 'a * stands only for the whole first part of a host', '*.example.com'],
    ['*.example.com:8443', 'a * goes with no port', 'by itself'],
    ['*.1.2.3.4', 'this is no domain', 'api.example.com'],
    ['10.0.0.1', 'a private address is allowed by host and port only', 'write 10.0.0.1:443'],
    ['crm', 'a name without a domain is allowed by host and port only', 'write crm:443'],
    ['169.254.169.254:80', 'the metadata service of a cloud cannot be called', 'remove it'],
    ['metadata.google.internal', 'the metadata service of a cloud cannot be called', 'remove it'],
    ['crm.local:99999', 'there is no such port', '65535'],
    ['a.example b.example', 'this is more than one host', 'entry of its own'],
    ['exa mple', 'this is more than one host', 'entry of its own'],
    ['ex%61mple.com', 'this is no host', 'api.example.com'],
    ['', 'a host is empty', 'api.example.com'],
  ])('refuses %j', (text, message, hint) => {
    expect(readHostEntry(text)).toEqual({ ok: false, message, hint: expect.stringContaining(hint) });
  });

  it('reads a list with commas, and names the first entry that is wrong', () => {
    expect(readHostList(' a.example.com , crm.local:8443,')).toEqual({
      ok: true,
      hosts: ['a.example.com', 'crm.local:8443'],
    });
    const { ok, ...rest } = readHostList('a.example.com,*.com');
    expect([ok, rest]).toEqual([false, { message: expect.stringMatching(/^"\*\.com": anybody can/) }]);
    expect(JSON.stringify(readHostList('me:secret@example.com'))).not.toContain('secret');
  });
});
