import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../../src/actions/velocity/value-methods.ts';
import { TOOLS } from '../../../src/actions/velocity/velocity-tools.ts';
import type { JsonObject } from '../../../src/authoring/json.ts';
import { print } from './fill.ts';

const DOCUMENT = readFileSync('docs/velocity.md', 'utf8');
const VALUES: JsonObject = JSON.parse(/```json\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '{}');
const ROWS = [...DOCUMENT.matchAll(/^\|.*\| `(.+)` \| `(.+)` \|$/gm)].map(
  ([, template = '', printed = '']) => ({
    template,
    printed,
  }),
);

describe('docs/velocity.md', () => {
  it('holds examples', () => expect(ROWS.length).toBeGreaterThan(55));

  it.each(ROWS)('shows what it prints: $template', ({ template, printed }) => {
    expect(print(template, VALUES)).toBe(printed);
  });

  it.each(TOOLS)('names all that $name has', ({ name, methods, constants }) => {
    const shown = (one: string) =>
      DOCUMENT.includes(`\`${one}\``) || DOCUMENT.includes(`\`$${name}.${one}\``);
    expect([...Object.keys(methods), ...Object.keys(constants)].filter((one) => !shown(one))).toEqual([]);
  });

  it('names all methods of values', () => {
    expect(METHOD_NAMES.filter((one) => !DOCUMENT.includes(`\`${one}\``))).toEqual([]);
  });
});
