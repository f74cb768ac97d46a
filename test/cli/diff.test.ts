import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { flowFiles } from '../../src/files/load-flow.ts';
import { newFolder } from '../files/folder.ts';
import { run, start } from './run.ts';

interface Told {
  readonly callers: number;
  readonly noticing: number;
  readonly differences: readonly {
    readonly callers: readonly { readonly name: string; readonly source: string }[];
    readonly old?: { readonly kind: string; readonly text: string };
    readonly new?: { readonly kind: string; readonly text: string };
  }[];
}

type Change = (text: string) => string;

/** Compares a shipped flow with the same, changed in a copy of the flows. */
async function compared(
  flow: string,
  change: Change,
  { file = `${flow}.flow.json`, more = [] as string[] } = {},
) {
  const folder = newFolder();
  cpSync('flows', join(folder, 'flows'), { recursive: true });
  const changedFile = join(folder, 'flows', file);
  const before = readFileSync(changedFile, 'utf8');
  writeFileSync(changedFile, change(before));
  expect(change(before) === before, 'the change finds nothing').toBe(change === same);
  const args = ['diff', `flows/${flow}.flow.json`, join(folder, 'flows', `${flow}.flow.json`), ...more];
  return run(args);
}

const same: Change = (text) => text;

async function told(...args: Parameters<typeof compared>): Promise<Told> {
  const [flow, change, { more = [], ...options } = {}] = args;
  const { out, err } = await compared(flow, change, { ...options, more: [...more, '--json'] });
  expect(err).toBe('');
  return JSON.parse(out) as Told;
}

/** What commands load when they are chosen is loaded here, so that no test waits for it. */
beforeAll(async () => {
  await run(['diff', 'no such flow', 'nor this']);
});

describe('attendant diff', () => {
  it.each(flowFiles('flows').map((file) => /([^/]+)\.flow\.json$/.exec(file)?.[1] ?? ''))(
    'R3 finds no difference between %s and itself',
    async (flow) => {
      const { code, out, err } = await compared(flow, same);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^\d+ callers? (hears and sends|hear and send) the same from both\.\n$/);
    },
  );

  it('tells who hears another prompt, once for all of them, with the words marked', async () => {
    const { code, out } = await compared('whatsapp-consent', (text) =>
      text.replace('May we send your order confirmation on WhatsApp?', 'May we write to you on WhatsApp?'),
    );
    expect(code).toBe(1);
    expect(out).toContain(
      '“a caller declines, and nothing is sent” (test), “a caller who says nothing is not written to” (test)',
    );
    expect(out).toContain('hear something else\n');
    expect(out).toContain('May we [-send your order confirmation-]{+write to you+} on WhatsApp?');
    expect(out.match(/hear something else/g)).toHaveLength(1);
  });

  it('tells of every difference of a call, not of the first alone', async () => {
    const { differences } = await told('whatsapp-consent', (text) =>
      text
        .replace('May we send your order confirmation on WhatsApp?', 'May we write?')
        .replace('All right, we will not send it on WhatsApp. Goodbye.', 'As you like.'),
    );
    expect(differences.map(({ new: now }) => now?.text)).toEqual([
      expect.stringContaining('May we write?'),
      '“As you like.”',
    ]);
  });

  it('tells who notices when a condition changes, and that not everybody does', async () => {
    const { noticing, callers, differences } = await told('main-line', (text) =>
      text.replace('IsSet(ToPhoneNumber(Call.Ani))', 'IsNotSetOrEmpty(Call.Ani)'),
    );
    expect(noticing).toBeGreaterThan(0);
    expect(noticing).toBeLessThan(callers);
    expect(differences.length).toBeGreaterThan(0);
  });

  it('W4 tells who gets another message, also when only a template of a data action changed', async () => {
    const { differences } = await told(
      'whatsapp-consent',
      (text) => text.replace('"toAddress": "{{input.toAddress}}"', '"toAddress": "+{{input.toAddress}}"'),
      { file: 'data-actions/send-whatsapp.data-action.json' },
    );
    expect(differences).toHaveLength(differences.filter(({ new: now }) => now?.kind === 'sends').length);
    expect(differences[0]?.old?.text).toContain('"toAddress":"13175550123"');
    expect(differences[0]?.new?.text).toContain('"toAddress":"+13175550123"');
  });

  it('takes no notice of names of actions, notes and where tasks stand', async () => {
    const { code, out } = await compared('whatsapp-consent', (text) => {
      const flow = JSON.parse(text) as { tasks: Record<string, unknown> };
      const { recordAndSend: [first, ...rest] = [], ...tasks } = flow.tasks as {
        recordAndSend?: readonly Record<string, unknown>[];
      };
      const renamed = [{ ...first, id: 'anotherName', note: 'moved' }, ...rest];
      return JSON.stringify({ ...flow, tasks: { recordAndSend: renamed, ...tasks } });
    });
    expect(out).toContain('the same from both');
    expect(code).toBe(0);
  });

  it('has recorded callers call', async () => {
    const data = join(newFolder(), 'data');
    await run([
      'simulate',
      'flows/whatsapp-consent.flow.json',
      '--from',
      '+4915112345678',
      '--keys',
      '2',
      '--data',
      data,
    ]);
    const serving = start(['serve', '--port', '0', '--data', data]);
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await serving.printed('Ctrl-C stops it')) ?? [];
    const body = JSON.stringify({ flow: 'WhatsApp consent', from: '+13175550123' });
    const headers = { 'content-type': 'application/json' };
    const call = (await (
      await fetch(`${url}/attendant/calls`, { method: 'POST', headers, body })
    ).json()) as { readonly id: string };
    const hangUp = JSON.stringify({ hangUp: true });
    await fetch(`${url}/attendant/calls/${call.id}/stimuli`, { method: 'POST', headers, body: hangUp });
    serving.stop();
    await serving.ended;
    const more = ['--recorded', data, '--no-explore', '--callers', join(newFolder(), '.')];
    const { callers, differences } = await told(
      'whatsapp-consent',
      (text) => text.replace('All right, we will not send it on WhatsApp. Goodbye.', 'As you like.'),
      { more },
    );
    expect(callers).toBe(2);
    expect(differences).toMatchObject([
      { callers: [{ source: 'recorded' }], new: { text: '“As you like.”' } },
    ]);
  });

  it.each([
    [['nowhere.flow.json', 'flows/main-line.flow.json'], 2, 'There is no nowhere.flow.json.'],
    [['flows/main-line.flow.json', 'flows/main-line.flow.json', '--budget', '0'], 2, '--budget must be'],
    [
      ['flows/main-line.flow.json', 'flows/main-line.flow.json', '--recorded', 'flows'],
      2,
      '--recorded: there is no',
    ],
    [['flows/main-line.flow.json', 'flows/local.environment.json'], 1, 'FILE_UNKNOWN_KIND'],
  ])('refuses %j', async (args, code, message) => {
    const ran = await run(['diff', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
    expect(ran.out).toBe('');
  });
});
