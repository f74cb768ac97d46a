import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from './cli/run.ts';
import { folderOf } from './files/folder.ts';

const README = readFileSync('README.md', 'utf8');
const FLOW = /```json\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

/** What the README shows below a command or a heading line. */
function shown(after: string): string {
  const start = README.indexOf(after);
  expect(start).toBeGreaterThan(0);
  return README.slice(start + after.length, README.indexOf('```', start + after.length));
}

it('the first screen plays its flow as it says', async () => {
  const folder = folderOf({ 'ask-first.flow.json': FLOW });
  const { code, out } = await run([
    'simulate',
    join(folder, 'ask-first.flow.json'),
    '--from',
    '+13175550123',
    '--keys',
    '1',
  ]);
  expect(code).toBe(0);
  expect(out).toBe(shown('--from +13175550123 --keys 1\n'));
});

it('the main line plays as it says', async () => {
  const command =
    'simulate flows/main-line.flow.json --from +13175550123 --at 2026-11-23T10:00:00Z --keys 2,1';
  const { code, out } = await run(command.split(' '));
  expect(code).toBe(0);
  expect(out).toBe(shown(`${command}\n`));
});

it('check finds in it what the README says', async () => {
  const folder = folderOf({
    'ask-first.flow.json': FLOW.replace('"jumpToTask": "thank"', '"jumpToTask": "thnak"'),
  });
  const { code, out } = await run(['check', folder]);
  expect(code).toBe(1);
  expect(out.replaceAll(`${folder}/`, 'flows/')).toBe(
    shown('```console\nflows/ask-first').replace(/^/, 'flows/ask-first'),
  );
});
