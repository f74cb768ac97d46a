import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { actionContractCommand } from '../../src/cli/contract-from-sample.ts';
import { actionSampleCommand } from '../../src/cli/contract-sample.ts';
import type { ExitCode, Io } from '../../src/cli/io.ts';

const SEND = 'flows/data-actions/send-whatsapp.data-action.json';

/** Runs one of the commands below `attendant action`. */
async function run(args: readonly string[]) {
  const text = { out: '', err: '' };
  let code: ExitCode | undefined;
  const io: Io = {
    out: (more) => {
      text.out += more;
    },
    err: (more) => {
      text.err += more;
    },
    stdin: Readable.from(['']),
    hasColors: false,
    env: () => undefined,
    onStop: () => () => {},
  };
  const action = new Command('action').exitOverride();
  const ended = async (work: () => Promise<ExitCode>) => {
    code = await work();
  };
  for (const { define } of [actionSampleCommand, actionContractCommand]) define(action, ended, io);
  await action.parseAsync([...args], { from: 'user' });
  return { code, ...text };
}

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'attendant-contract-')), 'sample.json');
  writeFileSync(file, text);
  return file;
}

describe('attendant action sample', () => {
  it('prints an input that fits the contract', async () => {
    const { code, out, err } = await run(['sample', SEND]);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ toAddress: '+13175550123' });
  });

  it('prints an answer from which the outputs come', async () => {
    const { code, out, err } = await run(['sample', SEND, '--output']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ id: expect.any(String) });
  });

  it('says why there is no answer', async () => {
    const definition = {
      name: 'Odd',
      integrationType: 'purecloud-data-actions',
      actionType: 'custom',
      contract: {
        input: { inputSchema: { type: 'object', properties: {} } },
        output: { successSchema: { type: 'object', properties: {} } },
      },
      config: {
        request: { requestType: 'GET', requestUrlTemplate: '/api/v2/x' },
        response: { successTemplate: '{rawResult}' },
      },
    };
    const done = await run(['sample', fileOf(JSON.stringify(definition)), '--output']);
    expect(done).toMatchObject({ code: 1, out: '' });
    expect(done.err).toContain('No answer was found: The success template gives no JSON');
  });

  it('tells of a file that is not there', async () => {
    const done = await run(['sample', 'flows/data-actions/nowhere.data-action.json']);
    expect(done).toMatchObject({ code: 1, out: '', err: expect.stringContaining('FILE_MISSING') });
  });
});

describe('attendant action contract', () => {
  it('prints a contract, and on standard error what the sample cannot tell', async () => {
    const done = await run(['contract', fileOf('{"id":"a","none":null}')]);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ properties: { id: { type: 'string' }, none: {} } });
    expect(done.err).toBe('`none` was null, so that its type is not known: {} allows anything.\n');
  });

  it('prints a contract of single inputs', async () => {
    const done = await run(['contract', fileOf('{"customer":{"id":"a"}}'), '--input']);
    expect(JSON.parse(done.out)).toMatchObject({ properties: { customerId: { type: 'string' } } });
    expect(done.err).toContain('`customer` is an object, and inputs are single values');
  });

  it('refuses what no contract can describe', async () => {
    await expect(run(['contract', fileOf('7')])).rejects.toThrow('An answer is a JSON object or a list');
    await expect(run(['contract', fileOf('[]'), '--input'])).rejects.toThrow('Inputs are a JSON object');
    expect(await run(['contract', fileOf('{"a":')])).toMatchObject({ code: 1, out: '' });
  });
});
