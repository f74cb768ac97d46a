import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../files/folder.ts';
import { run, start } from './run.ts';

/** An address in 127.0.0.0/8 stands for another of this machine's own: nothing leaves it. */
const OTHER_ADDRESS = '127.0.0.2';
const hasOther = process.platform === 'linux';

async function serve(...args: readonly string[]) {
  const running = start(['serve', '--port', '0', '--data', newFolder(), ...args]);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const out = await running.printed('Ctrl-C stops it');
  const [, port = ''] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(out) ?? [];
  return { out, port: Number(port), running };
}

interface Asked {
  readonly address?: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly form?: string;
}

/** One request to an address under a name of choice. */
function ask({
  address = '127.0.0.1',
  port,
  host,
  path,
  form,
}: Asked): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      host,
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const method = form === undefined ? 'GET' : 'POST';
    const asked = request({ host: address, port, path, method, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end(form);
  });
}

const LOGIN = 'grant_type=client_credentials&client_id=attendant-local&client_secret=attendant-local-secret';

describe('attendant serve --host', () => {
  it.skipIf(!hasOther)('O1 listens on a further address, and on loopback as before', async () => {
    const { out, port, running } = await serve('--host', OTHER_ADDRESS);
    expect(out).toContain(`and for other machines on ${OTHER_ADDRESS}, as ${OTHER_ADDRESS}; without TLS`);
    const organization = '/api/v2/organizations/me';
    const far = await ask({
      address: OTHER_ADDRESS,
      port,
      host: `${OTHER_ADDRESS}:${port}`,
      path: organization,
    });
    expect([far.status, far.body]).toEqual([401, expect.stringContaining('authentication.required')]);
    expect((await ask({ port, host: `localhost:${port}`, path: '/attendant/flows' })).status).toBe(200);
    running.stop();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    await expect(
      ask({ address: OTHER_ADDRESS, port, host: OTHER_ADDRESS, path: organization }),
    ).rejects.toThrow();
  });

  it('O1 no default credential and no register of the operator is there under another name', async () => {
    const { port } = await serve('--host', '0.0.0.0', '--allow-host', 'attendant.example.com');
    const far = { port, host: 'attendant.example.com' };
    const login = await ask({ ...far, path: '/oauth/token', form: LOGIN });
    expect([login.status, login.body]).toEqual([401, expect.stringContaining('invalid_client')]);
    for (const path of ['/attendant/flows', '/attendant/outbox', '/%61ttendant/outbox'])
      expect((await ask({ ...far, path })).status, path).toBe(403);
    expect((await ask({ port, host: 'other.example.com', path: '/oauth/token', form: LOGIN })).status).toBe(
      403,
    );
    expect((await ask({ port, host: 'localhost', path: '/oauth/token', form: LOGIN })).status).toBe(200);
  });

  it('O1 a proxy on this machine may pass on another name', async () => {
    const { out, port } = await serve('--allow-host', 'Attendant.example.com');
    expect(out).toContain('this machine only, also as attendant.example.com');
    const asked = { port, path: '/api/v2/organizations/me' };
    expect((await ask({ ...asked, host: 'attendant.example.com' })).status).toBe(401);
    expect((await ask({ ...asked, host: 'example.com' })).status).toBe(403);
  });

  it.each([
    [['--host', 'example.com'], '--host must be an IP address'],
    [['--host', '0.0.0.0'], '--host 0.0.0.0 needs --allow-host'],
    [['--allow-host', 'example.com:8080'], '--allow-host must be a name or an address without a port'],
    [['--allow-host', 'http://example.com'], '--allow-host must be a name'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(['serve', '--port', '0', '--data', newFolder(), ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('says that an address is not of this machine', async () => {
    const { code, err } = await run(['serve', '--port', '0', '--data', newFolder(), '--host', '203.0.113.7']);
    expect([code, err]).toEqual([1, expect.stringContaining('does not have the address 203.0.113.7')]);
  });
});
