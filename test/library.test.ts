import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../src/authoring/json.ts';
import { run } from './cli/run.ts';
import { newFolder } from './files/folder.ts';

const DOCUMENT = readFileSync('docs/library.md', 'utf8');
const SHIPPED = readdirSync('flows/data-actions').map((file) => file.replace('.data-action.json', ''));

/** What is told of each data action: its example call and its test run. */
const SECTIONS = DOCUMENT.split(/^## /m)
  .slice(1)
  .map((text) => ({
    id: text.slice(0, text.indexOf('\n')),
    snippet: /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '',
    command: /```sh\nattendant (.*)\n```/.exec(text)?.[1] ?? '',
  }));

/** A workflow whose one task is an example. */
function flowOf(snippet: string): Json {
  const text = { type: 'string', isInput: true };
  return {
    type: 'workflow',
    name: 'Example',
    variables: {
      'Flow.number': { type: 'phoneNumber', isInput: true },
      'Flow.participant': text,
      'Flow.callback': text,
      'Flow.thread': text,
      'Flow.email': text,
      'Flow.name': text,
    },
    ...(snippet.includes('send-whatsapp') && { assumes: { consent: ['Flow.number'] } }),
    startUp: { task: 'example' },
    tasks: { example: [...(JSON.parse(snippet) as Json[]), { endWorkflow: 'done' }] },
  };
}

describe('docs/library.md', () => {
  it('tells of every shipped data action', () => {
    expect(SECTIONS.map(({ id }) => id).sort()).toEqual(SHIPPED.toSorted());
  });

  it.each(SECTIONS)('$id: its call has no fault', async ({ id, snippet }) => {
    expect(snippet).toContain(`"dataAction": "${id}"`);
    const folder = newFolder();
    cpSync('flows/data-actions', join(folder, 'data-actions'), { recursive: true });
    cpSync('flows/local.environment.json', join(folder, 'local.environment.json'));
    cpSync('flows/tables', join(folder, 'tables'), { recursive: true });
    writeFileSync(join(folder, 'example.flow.json'), JSON.stringify(flowOf(snippet), null, 2));
    const { code, out, err } = await run(['check', folder]);
    expect(out + err).toContain('no errors, no warnings');
    expect(code).toBe(0);
  });

  it.each(SECTIONS)('$id: its test run does what it should', async ({ id, command }) => {
    const [, words = '', input = '', rest = ''] =
      /^(action test \S+) --input '(.*)'(.*)$/.exec(command) ?? [];
    expect(words).toBe(`action test flows/data-actions/${id}.data-action.json`);
    const { code, out } = await run([...words.split(' '), '--input', input, ...rest.split(' ').slice(1)]);
    expect(out).toContain(id.endsWith('consent') ? '/attendant/consents/' : '/api/v2/conversations/');
    expect(code).toBe(0);
  });
});
