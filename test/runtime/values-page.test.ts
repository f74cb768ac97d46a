import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_VARIABLES } from '../../src/runtime/built-in-variables.ts';
import { membersOf } from '../../src/runtime/members.ts';
import { SCALAR_TYPES } from '../../src/runtime/value-type.ts';

const PAGE = readFileSync('docs/values.md', 'utf8');

describe('docs/values.md', () => {
  it('has every type a variable may have', () => {
    expect(SCALAR_TYPES.filter((type) => !PAGE.includes(`\`${type}\``))).toEqual([]);
  });

  it('has every member of the objects that flows get', () => {
    const types = ['email', 'message', 'externalContact', 'externalOrganization', 'externalAddress'] as const;
    const absent = types.flatMap((type) => {
      const row = PAGE.split('\n').find((line) => line.startsWith(`| \`${type}\` |`)) ?? '';
      return Object.keys(membersOf(type)).filter((name) => !row.includes(`\`${name}\``));
    });
    expect(absent).toEqual([]);
  });

  it('has every built-in variable', () => {
    expect(
      BUILT_IN_VARIABLES.map(({ name }) => name).filter((name) => !PAGE.includes(`\`${name}\``)),
    ).toEqual([]);
  });
});
