import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunnableFlow } from '../../src/engine/engine-options.ts';
import { flowFiles, loadBundle, loadFlow } from '../../src/files/load-flow.ts';
import { coverageItems, outputKey } from '../../src/testing/coverage/coverage-items.ts';
import { drawnFlow } from '../../src/testing/coverage/drawn-flow.ts';
import { run } from '../cli/run.ts';
import { newFolder } from '../files/folder.ts';

function runnable({ program, dataActions, bundle, diagnostics }: ReturnType<typeof loadFlow>): RunnableFlow {
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return { program, dataActions, bundle };
}

const count = (text: string, part: string | RegExp) => text.match(new RegExp(part, 'g'))?.length ?? 0;

describe('drawnFlow', () => {
  it.each(flowFiles('flows'))('draws each action of %s, what was taken and what was not', (file) => {
    const flow = runnable(loadFlow(file));
    const items = coverageItems(flow.program);
    const actions = items.filter(({ kind }) => kind === 'action');
    const nothing = drawnFlow({ flow, covered: new Set() });
    expect(count(nothing, '<text [^>]*class="title"')).toBe(actions.length);
    expect(nothing).not.toContain('class="taken');
    expect(count(nothing, 'class="title">✗ ')).toBe(
      actions.filter(({ unreachable }) => unreachable === undefined).length,
    );
    const all = drawnFlow({ flow, covered: new Set(items.map(({ key }) => key)) });
    expect(all).not.toContain('class="missing');
    expect(all).not.toContain('✗');
  });

  it('marks the one path that nobody took, by more than its colour', () => {
    const flow = runnable(loadFlow('flows/whatsapp-consent.flow.json'));
    const missing = outputKey('recordAndSend/callData', 'timeout');
    const keys = coverageItems(flow.program).map(({ key }) => key);
    expect(keys).toContain(missing);
    const drawn = drawnFlow({ flow, covered: new Set(keys.filter((key) => key !== missing)) });
    expect(count(drawn, '✗')).toBe(1);
    expect(drawn).toContain('✗ timeout');
    expect(count(drawn, 'class="missing')).toBe(1);
  });

  it('lets no text of a flow become markup', () => {
    const hostile = '</text><script>alert(1)</script>';
    const flow = runnable(
      loadBundle(
        JSON.stringify({
          flow: {
            ...{ type: 'inboundCall', name: 'Hostile', startUp: { task: 'a' } },
            tasks: { a: [{ playAudio: hostile }, { disconnect: {} }] },
          },
          taskFiles: {},
          dataActions: {},
        }),
      ),
    );
    const drawn = drawnFlow({ flow, covered: new Set() });
    expect(drawn).not.toContain('<script');
    expect(drawn).toContain('&lt;/text&gt;');
  });
});

it('attendant test --coverage --html draws the flows, and how much each test takes', async () => {
  const file = join(newFolder(), 'report.html');
  const { code, err } = await run(['test', 'flows', '--coverage', '--html', file]);
  expect([code, err]).toEqual([0, '']);
  const html = readFileSync(file, 'utf8');
  expect(html).toContain('<h2>Coverage</h2>');
  expect(html).toContain('WhatsApp consent, drawn');
  expect(count(html, '<svg ')).toBeGreaterThan(10);
  expect(html).toMatch(/a caller agrees and gets the message<\/th><td>\d+\.\d %/);
  expect(html).not.toMatch(/src=|href=|url\(/);
});
