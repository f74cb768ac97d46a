import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { TestFileSchema } from '../../src/testing/test-file.ts';
import { run } from '../cli/run.ts';
import { folderOf } from '../files/folder.ts';

const PAGE = readFileSync('docs/flow-tests.md', 'utf8');

it('shows a test that passes', async () => {
  const [, text = ''] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? [];
  const flow = resolve('flows/whatsapp-consent.flow.json');
  const folder = folderOf({ 'a.test.json': text.replace('whatsapp-consent.flow.json', flow) });
  expect(await run(['test', folder])).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') });
});

it('R10 tells of every member, and of no other', () => {
  const {
    tests,
    expect: expected,
    caller,
    ...members
  } = TestFileSchema.properties as Record<string, unknown> & {
    readonly caller: { readonly properties: object };
    readonly expect: { readonly properties: object };
  };
  expect(tests).toBeDefined();
  const names = [
    ...Object.keys(members).filter((name) => name !== '$schema'),
    ...Object.keys(expected.properties),
    ...Object.keys(caller.properties),
  ];
  expect(names.filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
  const rows = /## What must happen\n([\s\S]*?)\n## /.exec(PAGE)?.[1] ?? '';
  const told = [...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(told).toEqual(Object.keys(expected.properties));
});

it('tells the options that there are', async () => {
  const { out } = await run(['test', '--help']);
  for (const option of ['--name', '--watch', '--junit', '--html', '--json']) {
    expect(out).toContain(option);
    expect(PAGE).toContain(`\`${option}`);
  }
});
