import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ChosenRule, RULES } from '../../../src/runtime/expression/architect/rules.ts';

describe('docs/expression-rules.md', () => {
  it('lists every rule that is our own choice, by name', () => {
    const page = readFileSync('docs/expression-rules.md', 'utf8');
    const rules: [string, ChosenRule][] = Object.entries(RULES);
    const rows = rules.map(([name, { question, answer }]) => `| \`${name}\` | ${question} | ${answer} |`);
    expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows.sort());
  });
});
