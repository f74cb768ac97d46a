import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../files/folder.ts';
import { run, start } from './run.ts';

interface Made {
  readonly organization: { readonly id: string; readonly name: string };
  readonly homeDivision: { readonly id: string };
  readonly client: { readonly id: string; readonly name: string; readonly secret: string };
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

async function init(data: string, ...args: readonly string[]): Promise<Made> {
  const { code, out, err } = await run(['init', '--data', data, '--json', ...args]);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Made;
}

/** Serves a data folder until the test ends, or until it is stopped. */
async function serve(data: string) {
  const running = start(['serve', '--port', '0', '--data', data]);
  const stop = async () => {
    running.stop();
    await running.ended;
  };
  onTestFinished(stop);
  const [, url = ''] = /listens on (\S+)/.exec(await running.printed('Ctrl-C stops it')) ?? [];
  return { url, stop };
}

async function login(url: string, id: string, secret: string): Promise<Response> {
  return fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
}

async function get(url: string, token: Response, path: string) {
  const { access_token } = (await token.json()) as { readonly access_token: string };
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${access_token}` } });
  return { status: answer.status, body: (await answer.json()) as { readonly [name: string]: unknown } };
}

describe('attendant init', () => {
  it('O1 makes an organization and a client that may do everything once it is served', async () => {
    const data = join(newFolder(), 'data');
    const made = await init(data, '--name', 'Muster & Söhne', '--client', 'Shop');
    expect(made).toEqual({
      organization: { id: expect.stringMatching(UUID), name: 'Muster & Söhne' },
      homeDivision: { id: expect.stringMatching(UUID) },
      client: {
        id: expect.stringMatching(UUID),
        name: 'Shop',
        secret: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    const { url } = await serve(data);
    const { id, secret } = made.client;
    const organization = await get(url, await login(url, id, secret), '/api/v2/organizations/me');
    expect(organization.body, 'a seed file does not rename it').toMatchObject(made.organization);
    const home = await get(url, await login(url, id, secret), '/api/v2/authorization/divisions/home');
    expect(home.body).toMatchObject({ id: made.homeDivision.id, homeDivision: true });
    const deleted = await get(url, await login(url, id, secret), '/api/v2/authorization/divisions/deleted');
    expect(deleted.status).toBe(200);
    expect((await login(url, 'attendant-local', 'attendant-local-secret')).status).toBe(200);
  });

  it('O1 shows the secret and how to go on; the secret itself is stored nowhere', async () => {
    const data = newFolder();
    const { code, out, err } = await run(['init', '--data', data]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('The secret is not shown again');
    expect(out).toContain(`attendant serve --data ${data}`);
    const [, secret = ''] = /client secret +(\S+)/.exec(out) ?? [];
    expect(secret).toHaveLength(43);
    for (const file of ['attendant.db', 'attendant.db-wal'].map((name) => join(data, name)))
      if (existsSync(file)) expect(readFileSync(file, 'latin1')).not.toContain(secret);
  });

  it('O1 refuses a second organization, and says how to get another client', async () => {
    const data = newFolder();
    const first = await init(data, '--name', 'One');
    for (const args of [[], ['--name', 'Two'], ['--name', 'Two', '--client', 'Other']]) {
      const { code, out, err } = await run(['init', '--data', data, ...args]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('The organization "One" is there already');
      expect(err).toContain('--client <name>');
    }
    const second = await init(data, '--client', 'Second');
    expect(second.organization).toEqual(first.organization);
    expect(second.client.id).not.toBe(first.client.id);
    const { url } = await serve(data);
    for (const { client } of [first, second])
      expect((await login(url, client.id, client.secret)).status).toBe(200);
  });

  it('O1 takes over what was served from a seed file before', async () => {
    const data = newFolder();
    const before = await serve(data);
    const token = await login(before.url, 'attendant-local', 'attendant-local-secret');
    const { body } = await get(before.url, token, '/api/v2/organizations/me');
    await before.stop();
    const made = await init(data, '--name', 'Mine');
    expect(made.organization).toEqual({ id: body['id'], name: 'Mine' });
  });

  it.each([
    ['--name', ''],
    ['--name', ' '],
    ['--name', 'a\nb'],
    ['--client', 'x'.repeat(201)],
  ])('refuses %s %j', async (option, value) => {
    const { code, err } = await run(['init', '--data', newFolder(), option, value]);
    expect(code).toBe(2);
    expect(err).toBe(`${option} must be one line of 1 to 200 characters.\n`);
  });

  it('refuses a data folder that a server uses', async () => {
    const data = newFolder();
    await serve(data);
    const { code, err } = await run(['init', '--data', data]);
    expect(code).toBe(1);
    expect(err).toContain('is in use by another Attendant');
  });
});
