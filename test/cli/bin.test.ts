import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildPackage } from '../crash/built-package.ts';
import { folderOf, newFolder } from '../files/folder.ts';

const BIN = resolve('bin/attendant.js');

beforeAll(() => buildPackage());

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Its standard output as soon as it holds the text. */
  printed(text: string): Promise<string>;
}

/** Runs bin/attendant.js as a process of its own, with nothing on its input. */
function attendant(args: readonly string[], cwd = resolve('.')): Child {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return {
    process: child,
    ended,
    async printed(text) {
      while (!out.includes(text)) {
        const over = await Promise.race([
          once(child.stdout, 'data').then(() => false),
          ended.then(() => true),
        ]);
        if (over && !out.includes(text)) throw new Error(`it ended without printing "${text}": ${err}`);
      }
      return out;
    },
  };
}

describe('bin/attendant.js', () => {
  it('ends with the exit code of the command', async () => {
    const faulty = join(folderOf({ 'x.flow.json': '{' }), 'x.flow.json');
    const codes = [['check', 'flows'], ['check', faulty], ['chekc'], ['--version']].map(
      async (args) => (await attendant(args).ended).code,
    );
    expect(await Promise.all(codes)).toEqual([0, 1, 2, 0]);
  });

  it('finds what ships from any folder', async () => {
    const { code, out, err } = await attendant(['demo'], newFolder()).ended;
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
    const { code, out, err } = await attendant(args).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const types = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly type: string }).type);
    expect(types.filter((type) => type === 'acceptedMessage')).toHaveLength(1);
  });

  it('ends without a complaint when its reader goes away', async () => {
    const child = attendant(['demo']);
    child.process.stdout?.destroy();
    expect((await child.ended).err).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('serve stops in order on %s', async (signal) => {
    const server = attendant(['serve', '--port', '0', '--data', newFolder()]);
    const [, url = ''] = /listens on (\S+)/.exec(await server.printed('Ctrl-C stops it')) ?? [];
    expect((await fetch(`${url}/attendant/flows`)).status).toBe(200);
    server.process.kill(signal);
    const { code, out, err } = await server.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Stopping: calls go on where they are at the next start\.\n$/);
  });

  it('serve refuses a data folder that another process uses, and leaves it alone', async () => {
    const data = newFolder();
    const first = attendant(['serve', '--port', '0', '--data', data]);
    const [, url = ''] = /listens on (\S+)/.exec(await first.printed('Ctrl-C stops it')) ?? [];
    const { code, out, err } = await attendant(['serve', '--port', '0', '--data', data]).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/in use|another/i);
    expect((await fetch(`${url}/attendant/flows`)).status).toBe(200);
  });
});
