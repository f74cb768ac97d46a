import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../crash/built-package.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { attendantProcess } from '../support/attendant-process.ts';

beforeAll(() => buildPackage());

describe('bin/attendant.js', () => {
  it('ends with the exit code of the command', async () => {
    const faulty = join(folderOf({ 'x.flow.json': '{' }), 'x.flow.json');
    const codes = [['check', 'flows'], ['check', faulty], ['chekc'], ['--version']].map(
      async (args) => (await attendantProcess(args).ended).code,
    );
    expect(await Promise.all(codes)).toEqual([0, 1, 2, 0]);
  });

  it('finds what ships from any folder', async () => {
    const { code, out, err } = await attendantProcess(['demo'], { cwd: newFolder() }).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('whatsapp message to 13175550123, delivered');
  });

  it('prints nothing but JSON lines with --json', async () => {
    const args = [
      'simulate',
      'flows/whatsapp-consent.flow.json',
      '--from',
      '+13175550123',
      '--keys',
      '1,1',
      '--json',
    ];
    const { code, out, err } = await attendantProcess(args).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const types = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly type: string }).type);
    expect(types.filter((type) => type === 'acceptedMessage')).toHaveLength(1);
  });

  it('ends without a complaint when its reader goes away', async () => {
    const child = attendantProcess(['demo']);
    child.process.stdout?.destroy();
    expect((await child.ended).err).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('serve stops in order on %s', async (signal) => {
    const server = attendantProcess(['serve', '--port', '0', '--data', newFolder()]);
    const [, url = ''] = /listens on (\S+)/.exec(await server.printed('Ctrl-C stops it')) ?? [];
    expect((await fetch(`${url}/attendant/flows`)).status).toBe(200);
    server.process.kill(signal);
    const { code, out, err } = await server.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Stopping: calls go on where they are at the next start\.\n$/);
  });

  it('serve refuses a data folder that another process uses, and leaves it alone', async () => {
    const data = newFolder();
    const first = attendantProcess(['serve', '--port', '0', '--data', data]);
    const [, url = ''] = /listens on (\S+)/.exec(await first.printed('Ctrl-C stops it')) ?? [];
    const { code, out, err } = await attendantProcess(['serve', '--port', '0', '--data', data]).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/in use|another/i);
    expect((await fetch(`${url}/attendant/flows`)).status).toBe(200);
  });
});
