import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { loadCassette } from '../../src/files/load-cassette.ts';
import { cassetteText, readCassette } from '../../src/recording/cassette.ts';
import { folderOf } from '../files/folder.ts';

const REQUEST = { method: 'GET', url: '/a' };
const GOOD = {
  exchanges: [{ dataAction: 'a', request: REQUEST, answer: { status: 200, body: { x: [1] } } }],
};

const codes = (json: Json) => readCassette(json, 'x.cassette.json').diagnostics.map(({ code }) => code);

describe('readCassette', () => {
  it('takes what is complete', () => {
    expect(readCassette(GOOD, 'x.cassette.json')).toEqual({ cassette: GOOD, diagnostics: [] });
  });

  it.each<[string, Json, string]>([
    ['no exchanges', {}, 'MISSING_SETTING'],
    ['a list', [], 'WRONG_TYPE'],
    ['an unknown key', { exchanges: [], tape: 1 }, 'UNKNOWN_SETTING'],
    [
      'a status that is none',
      { exchanges: [{ dataAction: 'a', request: REQUEST, answer: { status: 99 } }] },
      'WRONG_VALUE',
    ],
    [
      'a failure that is none',
      { exchanges: [{ dataAction: 'a', request: REQUEST, failure: 'x' }] },
      'WRONG_VALUE',
    ],
    [
      'neither an answer nor a failure',
      { exchanges: [{ dataAction: 'a', request: REQUEST }] },
      'CASSETTE_END',
    ],
    [
      'both',
      { exchanges: [{ dataAction: 'a', request: REQUEST, answer: { status: 200 }, failure: 'timeout' }] },
      'CASSETTE_END',
    ],
  ])('refuses %s', (_what, json, code) => expect(codes(json)).toEqual([code]));
});

describe('docs/recording.md', () => {
  it('shows a cassette that can be read', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/recording.md', 'utf8')) ?? [];
    expect(codes(JSON.parse(text))).toEqual([]);
  });
});

describe('loadCassette', () => {
  it('reads what was written', () => {
    const file = join(folderOf({ 'x.cassette.json': cassetteText(GOOD) }), 'x.cassette.json');
    expect(loadCassette(file)).toEqual({ cassette: GOOD, diagnostics: [] });
  });

  it('says where a fault stands', () => {
    const file = join(folderOf({ 'x.cassette.json': '{\n  "exchanges": 1\n}' }), 'x.cassette.json');
    expect(loadCassette(file).diagnostics).toMatchObject([{ code: 'WRONG_TYPE', line: 2 }]);
  });

  it('says that a file is not there', () => {
    expect(loadCassette('nowhere.cassette.json').diagnostics).toMatchObject([{ code: 'FILE_MISSING' }]);
  });
});
