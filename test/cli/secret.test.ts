import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import { readSecretFile } from '../../src/integrations/secret-file.ts';
import { newFolder } from '../files/folder.ts';
import { run } from './run.ts';

const PASSPHRASE = 'correct horse battery staple';
const env = { ATTENDANT_SECRETS_PASSPHRASE: PASSPHRASE };
const VALUE = 'hunter2 and more';

function setUp() {
  const data = join(newFolder(), 'data');
  const file = join(data, 'secrets.attendant');
  const secret = (args: readonly string[], stdin = '', more: Partial<typeof env> = env) =>
    run(['secret', ...args, '--data', data], { stdin, env: more });
  const stored = () => {
    const read = readSecretFile(file, PASSPHRASE);
    return read.ok ? Object.fromEntries(read.secrets) : read.message;
  };
  return { data, file, secret, stored };
}

describe('attendant secret', () => {
  it('D8 stores what comes in by standard input, and prints names only', async () => {
    const { file, secret, stored } = setUp();
    const set = await secret(['set', 'CRM_PASSWORD'], `${VALUE}\n`);
    expect(set).toEqual({ code: 0, out: `Stored CRM_PASSWORD in ${file}.\n`, err: '' });
    await secret(['set', 'A_KEY'], '-----BEGIN\r\nabc\r\n');
    expect(stored()).toEqual({ CRM_PASSWORD: VALUE, A_KEY: '-----BEGIN\r\nabc' });
    expect(await secret(['list'], '', {})).toEqual({ code: 0, out: 'A_KEY\nCRM_PASSWORD\n', err: '' });
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  });

  it('replaces and removes', async () => {
    const { file, secret, stored } = setUp();
    await secret(['set', 'CRM_PASSWORD'], 'old');
    expect((await secret(['set', 'CRM_PASSWORD'], 'new')).out).toBe(`Replaced CRM_PASSWORD in ${file}.\n`);
    expect(stored()).toEqual({ CRM_PASSWORD: 'new' });
    expect((await secret(['remove', 'CRM_PASWORD'])).err).toContain('did you mean `CRM_PASSWORD`?');
    expect((await secret(['remove', 'CRM_PASSWORD'])).code).toBe(0);
    expect([stored(), (await secret(['list'])).err]).toEqual([{}, `No secret is stored in ${file}.\n`]);
  });

  it('D8 reads from a terminal without showing what is typed', async () => {
    const { data, stored } = setUp();
    const modes: boolean[] = [];
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true as const,
      setRawMode(mode: boolean) {
        modes.push(mode);
        if (mode) setImmediate(() => stdin.write('hunterX\u007f2 and more\r'));
        return stdin;
      },
    }) as unknown as ReadStream & PassThrough;
    const shown: string[] = [];
    const print = (text: string) => void shown.push(text);
    const io = {
      ...{ out: print, err: print, stdin, hasColors: false },
      env: (name: string) => (name === 'ATTENDANT_SECRETS_PASSPHRASE' ? PASSPHRASE : undefined),
      onStop: () => () => {},
    };
    expect(await runCli(['secret', 'set', 'CRM_PASSWORD', '--data', data], io, '1.2.3')).toBe(0);
    expect([stored(), modes]).toEqual([{ CRM_PASSWORD: VALUE }, [true, false]]);
    expect(shown[0]).toBe('Value of CRM_PASSWORD (not shown): ');
    expect(shown.join('')).not.toContain('hunter');
  });

  it.each<[string, readonly string[], string, { ATTENDANT_SECRETS_PASSPHRASE?: string }, number, string]>([
    ['no passphrase', ['set', 'A'], 'x', {}, 2, 'Set the environment variable ATTENDANT_SECRETS_PASSPHRASE'],
    [
      'a short passphrase',
      ['set', 'A'],
      'x',
      { ATTENDANT_SECRETS_PASSPHRASE: 'short' },
      2,
      'at least 12 characters',
    ],
    [
      'a value as the name',
      ['set', 'hunter2 !'],
      'x',
      env,
      2,
      'The name of a secret has letters, digits and _',
    ],
    ['a value as an argument', ['set', 'A', 'hunter2'], '', env, 2, 'too many arguments'],
    ['a name of the system', ['set', 'PATH'], 'x', env, 2, 'PATH is a variable of the system'],
    ['no value', ['set', 'A'], '\n', env, 1, 'No value was given; nothing was changed'],
    [
      'an endless value',
      ['set', 'A'],
      'x'.repeat(20_000),
      env,
      1,
      'The value is longer than 16000 characters',
    ],
    ['a NUL', ['set', 'A'], 'a\0b', env, 1, 'The value holds a NUL character'],
    ['one that is not there', ['remove', 'B'], '', env, 1, 'No secret B is stored'],
  ])('D8 refuses %s', async (_what, args, stdin, more, code, message) => {
    const { secret } = setUp();
    const ran = await secret(args, stdin, more);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(message)]);
    expect(ran.err + ran.out).not.toContain('hunter2');
  });

  it('D8 changes nothing in a file that another passphrase opens, or that was changed', async () => {
    const { file, secret } = setUp();
    await secret(['set', 'A'], 'x');
    const before = readFileSync(file, 'utf8');
    const other = await secret(['set', 'B'], 'y', { ATTENDANT_SECRETS_PASSPHRASE: 'another passphrase' });
    expect([other.code, other.err]).toEqual([1, `${file} is not opened by this passphrase.\n`]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    writeFileSync(file, before.replace('"A"', '"C"'));
    expect((await secret(['remove', 'C'])).err).toContain('was changed by something else');
  });
});
