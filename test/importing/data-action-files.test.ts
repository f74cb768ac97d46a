import { describe, expect, it } from 'vitest';
import { dataActionId } from '../../src/importing/data-action/data-action-id.ts';
import {
  importDataActions,
  looksLikeDataAction,
} from '../../src/importing/data-action/import-data-actions.ts';
import { exported, imported } from './data-action-samples.ts';

describe('the name of an imported data action', () => {
  it.each([
    ['Get-Contact-20210303220503.custom.json', 'get-contact'],
    ['exports/Create Chat (1).json', 'create-chat-1'],
    ['My---Action-v1-2021062184240.custom.json', 'my-action-v1'],
    ['Office-365.customAuth.json', 'office-365'],
    ['a\\b\\Ä_ö.JSON', 'a-o'],
    ['20210303220503.json', 'data-action'],
  ])('of %s is %s', (file, id) => {
    expect(dataActionId(file, new Set())).toBe(id);
  });

  it('gets a number where two are called the same', () => {
    const sources = ['x/A.json', 'y/A.json'].map((file) => {
      const json = exported({});
      return { file, text: '', json, locate: () => undefined };
    });
    expect(importDataActions(sources).files.map(({ path }) => path)).toEqual([
      'data-actions/a.data-action.json',
      'data-actions/a-2.data-action.json',
    ]);
  });
});

describe('what counts as a data action', () => {
  it.each([
    [exported({}), true],
    [{ contract: {} }, false],
    [{ startUp: 'a', tasks: {} }, false],
    [[], false],
    [null, false],
  ])('is told by its parts: %#', (json, expected) => {
    expect(looksLikeDataAction(json)).toBe(expected);
  });

  it('is copied when it is native already', () => {
    const { native } = imported(exported({}));
    const again = imported(native ?? {});
    expect(again).toEqual({ path: 'data-actions/add-note.data-action.json', native: undefined, notes: [] });
  });
});

describe('a hostile export', () => {
  it.each([
    ['braces in a body', { body: '{"a": "{{settings.secret}} \\\\{{input.a}} {{{x}}}"}' }],
    ['braces in a header', { headers: { A: '{{settings.secret}}' } }],
    ['braces in a default', { map: { a: '$.a' }, defaults: { a: '"{{a}}"' }, template: '{"a": ${a}}' }],
    ['braces in an output', { map: { a: '$.a' }, template: '{"a": "{{a}}"}' }],
  ])('D7 gains no paths from %s', (_what, parts) => {
    const { native, notes } = imported(exported(parts));
    const text = JSON.stringify(native ?? {}).replace(/"translationMapDefaults":\{"a":"\{\{a\}\}"\}/, '');
    expect(text.replaceAll(/\\\\\{\{/g, '')).not.toMatch(/\{\{(settings|input\.a|x)/);
    expect(native !== undefined || notes.some((note) => note.startsWith('IMPORT_KEPT'))).toBe(true);
  });

  it.each([
    ['marks of the reader', { body: '{"a": "\ue0000\ue002"}' }],
    ['a name that reaches a prototype', { body: '{"__proto__": {"a": 1}}' }],
    ['deep nesting', { body: '['.repeat(5000) }],
    [
      'many optional parts',
      { body: `{${'#if("$!{input.a}" != "")#end'.repeat(200)}}`, inputs: { a: 'string' } },
    ],
  ])('is kept for %s', (_what, parts) => {
    const { native, notes } = imported(exported(parts));
    expect(native).toBeUndefined();
    expect(notes.join()).toContain('IMPORT_KEPT');
  });

  it('holds no default that reaches a prototype or nests without end', () => {
    const defaults = { a: '{"__proto__": 1}', b: '['.repeat(5000) };
    const { native } = imported(
      exported({ map: { a: '$.a', b: '$.b' }, defaults, template: '[${a}, ${b}]' }),
    );
    expect(native).toMatchObject({ config: { response: { translationMapDefaults: defaults } } });
  });
});
