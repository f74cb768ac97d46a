import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../files/folder.ts';
import { plantCampaign, withPlatform } from './campaign-data.ts';
import { run, start } from './run.ts';

const NUMBERS = [['13175550301'], ['13175550302'], ['no number']].map(([number = '']) => [number, 'Ann', '']);

/** A data folder with a campaign for three contacts, and the command line for it. */
async function setUp() {
  const data = newFolder();
  await plantCampaign(data, { rows: NUMBERS });
  const campaign = (...args: readonly string[]) => run(['campaign', ...args, '--data', data]);
  return { data, campaign };
}

async function serve(data: string) {
  const running = start(['serve', '--port', '0', '--data', data]);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const [, port = ''] = /127\.0\.0\.1:(\d+) /.exec(await running.printed('Ctrl-C stops it')) ?? [];
  return { port, running };
}

/** What commands load when they are chosen is loaded here, so that no test waits for it. */
beforeAll(async () => {
  await run(['campaign', 'list', '--data', 'no such folder']);
});

describe('attendant campaign', () => {
  it('lists, starts, stops and resets without a server, and nothing goes out', async () => {
    const { data, campaign } = await setUp();
    expect((await campaign('list')).out).toBe('Summer  WhatsApp  off  not begun  at most 3,000 a minute\n');
    expect(await campaign('start', 'summer')).toEqual({
      code: 0,
      out: 'Summer is on.\n',
      err: 'Nothing goes out before Attendant runs: attendant serve, or attendant campaign run <campaign>.\n',
    });
    const { code, out } = await campaign('status', 'Summer');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^Summer: on\n {2}sends {5}WhatsApp, at most 3,000 a minute\n {2}contacts {2}3 in List of Summer\n {2}progress {2}0 of 3 \(0 %\)\n {2}started {3}\S+Z\n$/,
      ),
    ]);
    expect(await campaign('reset', 'Summer')).toMatchObject({
      code: 1,
      out: '',
      err: 'The campaign is on or stopping; stop it first, and wait until it is off.\n',
    });
    expect(await campaign('stop', 'SUMMER')).toEqual({ code: 0, out: 'Summer is off.\n', err: '' });
    expect((await campaign('reset', 'Summer')).out).toMatch(/^Summer is reset\. Its next start/);
    const messages = await withPlatform(data, async (platform) => platform.messages.newest({ limit: 10 }));
    expect(messages).toEqual([]);
  });

  it('does the same through the Attendant that serves from the data folder, on whichever port', async () => {
    const { data, campaign } = await setUp();
    const { port } = await serve(data);
    expect(await campaign('start', 'Summer')).toEqual({ code: 0, out: 'Summer is on.\n', err: '' });
    await expect.poll(async () => (await campaign('status', 'Summer')).out).toContain('Summer: complete');
    const { out } = await campaign('status', 'Summer');
    expect(out).toContain('progress  3 of 3 (100 %)');
    expect(out).toContain('skipped   2 no consent, 1 invalid address');
    const json = await run(['campaign', 'status', 'Summer', '--port', port, '--data', newFolder(), '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      name: 'Summer',
      status: 'complete',
      progress: { skipped: 3 },
    });
    expect(JSON.parse((await campaign('list', '--json')).out)).toMatchObject([{ name: 'Summer' }]);
  });

  it('what was started without a server goes out when one serves', async () => {
    const { data, campaign } = await setUp();
    await campaign('start', 'Summer');
    await serve(data);
    await expect.poll(async () => (await campaign('status', 'Summer')).out).toContain('Summer: complete');
  });

  it('names the campaign that was meant, served or not', async () => {
    const { data, campaign } = await setUp();
    const meant = 'There is no campaign "sumer": did you mean `Summer`?\n';
    for (const command of ['status', 'start', 'stop', 'reset'])
      expect(await campaign(command, 'sumer')).toEqual({ code: 1, out: '', err: meant });
    await serve(data);
    expect(await campaign('stop', 'sumer')).toEqual({ code: 1, out: '', err: meant });
    for (const odd of ['x'.repeat(400), 'a/b', '%', '..', '\u001b[2J'])
      expect(await campaign('status', odd)).toMatchObject({ code: 1, out: '' });
    expect((await campaign('status', '\u001b[2J')).err).not.toContain('\u001b');
  });

  it('says all that keeps a campaign from being started', async () => {
    const { data, campaign } = await setUp();
    await withPlatform(data, (_platform, database) =>
      database.commits.add(() => {
        database.sqlite.exec('delete from contact; update contact_list set contact_count = 0');
      }),
    );
    const { code, out, err } = await campaign('start', 'Summer', '--platform', withoutTemplates());
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^Summer cannot be started:\n {2}The contact list List of Summer has no contacts; import a file, or add some\.\n {2}\S.*\n$/,
    );
    expect((await campaign('status', 'Summer')).out).toMatch(
      /^Summer: invalid\n(.*\n)*.*because {3}The contact list/,
    );
  });

  it('reads where nothing is stored without making anything', async () => {
    const data = join(newFolder(), 'none');
    expect(await run(['campaign', 'list', '--data', data])).toEqual({
      code: 0,
      out: '',
      err: 'There are no campaigns yet; attendant campaign create <file> makes one.\n',
    });
    expect(await run(['campaign', 'list', '--data', data, '--json'])).toEqual({
      code: 0,
      out: '[]\n',
      err: '',
    });
    expect((await run(['campaign', 'status', 'x', '--data', data])).err).toBe(
      'There is no campaign "x": there are none yet; attendant campaign create <file> makes one\n',
    );
    expect(existsSync(data)).toBe(false);
  });

  it.each<[string, readonly string[], string]>([
    ['no campaign', ['start'], 'missing required argument'],
    ['an unknown subcommand', ['strat', 'x'], 'unknown command'],
    ['a port that is none', ['list', '--port', 'http'], '--port must be a number from 1 to 65535.'],
    ['a port that is too large', ['list', '--port', '65536'], '--port must be a number from 1 to 65535.'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, out, err } = await run(['campaign', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('the Attendant that is asked', () => {
  it('is not taken for another that listens where it did', async () => {
    const { data, campaign } = await setUp();
    const { port: wrong } = await serve(newFolder());
    const { running } = await serve(data);
    const file = join(data, 'attendant.db.serving');
    const serving = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...serving, url: `http://127.0.0.1:${wrong}` }));
    const { code, out, err } = await campaign('list');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('is in use, but no Attendant answers for it.');
    writeFileSync(file, JSON.stringify(serving));
    expect((await campaign('list')).out).toContain('Summer');
    running.stop();
    await running.ended;
    expect(existsSync(file)).toBe(false);
  });

  it('is nobody where the port is closed, or where something else answers', async () => {
    const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = String((other.address() as AddressInfo).port);
    expect(await run(['campaign', 'list', '--port', port])).toEqual({
      code: 1,
      out: '',
      err: 'What answers there is no Attendant.\n',
    });
    other.close();
    const { code, err } = await run(['campaign', 'list', '--port', port]);
    expect([code, err]).toEqual([1, `No Attendant answers on http://127.0.0.1:${port}.\n`]);
  });
});

/** A platform file like the shipped one whose templates are not approved. */
function withoutTemplates(): string {
  const file = join(newFolder(), 'own.platform.json');
  writeFileSync(
    file,
    readFileSync('flows/local.platform.json', 'utf8').replaceAll(
      '"status": "approved"',
      '"status": "rejected"',
    ),
  );
  return file;
}
