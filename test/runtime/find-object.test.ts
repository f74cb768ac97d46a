import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import { type FindKind, findObject, promptKey } from '../../src/runtime/find-object.ts';

const CONTACTS = [
  { id: 'c1', firstName: 'Ann', lastName: 'Lee', workEmail: 'ann@example.com' },
  { id: 'c2', firstName: 'Bob' },
];
const ENVIRONMENT: Environment = {
  speechCharactersPerSecond: 0,
  queues: { Sales: { id: 'Q1' }, sales: {}, Support: { id: 'Q2' } },
  users: {
    'ann@example.com': { id: 'u1', name: 'Ann Lee' },
    'lee@example.com': { name: 'Ann Lee' },
    Bob: {},
  },
  schedules: { Hours: { id: 'h1', start: '2026-01-05T09:00', end: '2026-01-05T17:00' } },
  prompts: { processing: 'Mine.', 'PromptSystem.processing': 'One moment.' },
  externalContacts: CONTACTS,
};

describe('A thing of the organization', () => {
  it.each<readonly [kind: FindKind, by: 'name' | 'id', text: string, found: JsonObject | null]>([
    ['queue', 'name', 'support', { id: 'Q2', name: 'Support' }],
    ['queue', 'name', ' Support ', { id: 'Q2', name: 'Support' }],
    ['queue', 'id', 'q1', { id: 'Q1', name: 'Sales' }],
    ['queue', 'name', 'Sales', null],
    ['queue', 'name', '', null],
    ['user', 'name', 'ANN@example.com', { id: 'u1', name: 'Ann Lee', username: 'ann@example.com' }],
    ['user', 'name', 'Ann Lee', null],
    ['user', 'name', 'Bob', { name: 'Bob' }],
    ['schedule', 'name', 'hours', { id: 'h1', name: 'Hours' }],
    ['group', 'name', 'Nobody', null],
    ['userPrompt', 'name', 'Processing', { name: 'processing', type: 'user' }],
    ['systemPrompt', 'name', 'processing', { name: 'processing', type: 'system' }],
    ['externalContact', 'id', 'c2', { id: 'c2', firstName: 'Bob' }],
    [
      'externalContact',
      'name',
      'ann lee',
      { id: 'c1', firstName: 'Ann', lastName: 'Lee', workEmail: 'ann@example.com' },
    ],
    ['externalOrganization', 'id', 'o1', null],
  ])('%s by %s %j', (kind, by, text, found) => {
    expect(findObject(ENVIRONMENT, kind, by, text)).toEqual(found);
  });

  it('is found again by the name of a prompt', () => {
    expect(promptKey({ name: 'processing', type: 'system' })).toBe('PromptSystem.processing');
    expect(promptKey({ name: 'greeting', type: 'user' })).toBe('greeting');
  });
});
