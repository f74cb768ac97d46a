import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from './cli/run.ts';
import { folderOf } from './files/folder.ts';

const README = readFileSync('README.md', 'utf8');
const FLOW = /```json\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

const POST_NOTE = JSON.stringify({
  name: 'Post Note',
  integrationType: 'custom-rest-actions',
  actionType: 'custom',
  contract: {
    input: { inputSchema: { type: 'object', properties: { text: { type: 'string' } } } },
    output: { successSchema: { type: 'object', properties: {} } },
  },
  config: {
    request: {
      requestUrlTemplate: 'https://crm.example.com/notes',
      requestType: 'POST',
      headers: {},
      requestTemplate: '{"text": "${input.text}"}',
    },
    response: { translationMap: {}, translationMapDefaults: {}, successTemplate: '${rawResult}' },
  },
});

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

it('a test of it fails as it says', async () => {
  const test = /```json\n(\{\n {2}"caller"[\s\S]*?)```/.exec(README)?.[1] ?? '';
  const folder = folderOf({ 'ask-first.flow.json': FLOW, 'ask-first.test.json': test });
  const { code, out } = await run(['test', join(folder, 'ask-first.test.json')]);
  expect(code).toBe(1);
  expect(out.replaceAll(`${folder}/`, 'flows/').replace(/\nin \S+ s|in [\d.]+ s/, 'in 0.01 s')).toBe(
    shown('attendant test flows/ask-first.test.json\n'),
  );
});

it('the main line plays as it says', async () => {
  const command =
    'simulate flows/main-line.flow.json --from +13175550123 --at 2026-11-23T10:00:00Z --keys 2,hangup';
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

it('a data action says which escape is missing, as it says', async () => {
  const command = shown('attendant action test flows/data-actions/Post-Note').split('\n');
  const input = /--input '(.*)'$/.exec(command[0] ?? '')?.[1] ?? '';
  const folder = folderOf({ 'data-actions/Post-Note.custom.json': POST_NOTE });
  const file = join(folder, 'data-actions/Post-Note.custom.json');
  const env = { ATTENDANT_ALLOWED_HOSTS: 'crm.example.com' };
  const { code, out } = await run(['action', 'test', file, '--input', input], { env });
  expect(code).toBe(1);
  const told = command.slice(2, -1);
  expect(told).toHaveLength(2);
  expect(out).toContain(told.join('\n'));
});
