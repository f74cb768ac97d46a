import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJsonText, readJsonFile } from '../../src/files/json-file.ts';
import { folderOf, newFolder } from './folder.ts';

function faultsOf(text: string) {
  return parseJsonText('x.json', text).diagnostics;
}

describe('readJsonFile', () => {
  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['an empty file', '', 'FILE_EMPTY', /empty/],
    ['a file of blanks', ' \n\t\n', 'FILE_EMPTY', /empty/],
    ['a binary file', Uint8Array.of(0x7b, 0, 1, 2, 0xff), 'FILE_BINARY', /binary/],
    ['UTF-16', Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'FILE_ENCODING', /UTF-16/],
    ['UTF-16, big end first', Buffer.from('\ufeff{"a": 1}', 'utf16le').swap16(), 'FILE_ENCODING', /UTF-16/],
    ['Latin-1', Uint8Array.of(0x22, 0xfc, 0x22), 'FILE_ENCODING', /not UTF-8/],
    ['deep nesting', '['.repeat(100_000), 'FILE_TOO_DEEP', /more than 100 levels/],
    ['too many values', `[${'1,'.repeat(200_001)}1]`, 'FILE_TOO_DEEP', /more than 200000 values/],
    ['XML', '<?xml version="1.0"?>\n<flow/>', 'FILE_FOREIGN', /XML/],
    [
      'YAML of Archy',
      'inboundCall:\n  name: Consent\n  startUpRef: ./menus/menu[main]\n',
      'FILE_FOREIGN',
      /YAML/,
    ],
    ['YAML with a mark', '---\nworkflow:\n  name: x\n', 'FILE_FOREIGN', /YAML/],
  ])('R10 tells %s in one sentence', (_what, content, code, message) => {
    const file = join(folderOf({ 'x.flow.json': content }), 'x.flow.json');
    const { ok, diagnostics } = readJsonFile(file);
    expect({ ok, count: diagnostics.length }).toEqual({ ok: false, count: 1 });
    expect(diagnostics[0]).toMatchObject({ severity: 'error', file, pointer: '', code });
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.hint).toBeTruthy();
  });

  it('R10 knows an Architect export by its name', () => {
    const file = join(folderOf({ 'x.i3InboundFlow': 'H4sIAAAAAAAA' }), 'x.i3InboundFlow');
    expect(readJsonFile(file).diagnostics).toMatchObject([
      { code: 'FILE_FOREIGN', message: expect.stringMatching(/Architect export/) },
    ]);
  });

  it('R10 refuses a 50 MB file without reading it', () => {
    const file = join(folderOf({ 'x.json': '{}' }), 'x.json');
    truncateSync(file, 50 * 1024 * 1024);
    expect(readJsonFile(file).diagnostics).toMatchObject([
      { code: 'FILE_TOO_LARGE', message: 'the file is 50.0 MB; at most 4 MB are read' },
    ]);
  });

  it('R10 refuses a folder', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'x.flow.json'));
    expect(readJsonFile(join(folder, 'x.flow.json')).diagnostics).toMatchObject([{ code: 'FILE_FOLDER' }]);
  });

  it('R10 proposes the nearest name for a file that is missing', () => {
    const folder = folderOf({ 'consent.flow.json': {}, 'other.txt': '' });
    expect(readJsonFile(join(folder, 'consnet.flow.json')).diagnostics).toMatchObject([
      { code: 'FILE_MISSING', hint: 'did you mean `consent.flow.json`?' },
    ]);
  });

  it.each([['a\0b'], ['x'.repeat(5_000)], ['no/such/folder/x.json'], ['']])(
    'R10 finds no file at an impossible path',
    (path) => {
      expect(readJsonFile(path).diagnostics).toMatchObject([{ code: 'FILE_MISSING' }]);
    },
  );

  it('takes a byte order mark of UTF-8', () => {
    const file = join(folderOf({ 'x.json': '\ufeff{"a": 1}' }), 'x.json');
    expect(readJsonFile(file)).toMatchObject({ ok: true, value: { json: { a: 1 } } });
  });
});

describe('parseJsonText', () => {
  it.each<[string, string, string, RegExp]>([
    ['a trailing comma in an object', '{\n  "a": 1,\n}', '3:1', /remove the comma/],
    ['a trailing comma in a list', '[1,\n 2,\n]', '3:1', /remove the comma/],
    ['a trailing comma with CRLF', '{\r\n  "a": 1,\r\n}', '3:1', /remove the comma/],
    ['two commas', '{"a": 1,, "b": 2}', '1:9', /one of the commas/],
    ['a line comment', '{\n  // why\n  "a": 1\n}', '2:3', /no comments/],
    ['a line comment with a quote', '{\n  // say "hi\n  "a": 1\n}', '2:3', /no comments/],
    ['a block comment', '{ /* why */ "a": 1 }', '1:3', /no comments/],
    ['a comment of a shell', '# why\n{}', '1:1', /no comments/],
    ['single quotes around a name', "{\n  'a': 1\n}", '2:3', /double quotes/],
    ['single quotes around a text', '{\n  "a": \'x\'\n}', '2:8', /double quotes/],
    ['quotes of a word processor', '{ “a”: 1 }', '1:3', /straight double quotes/],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', '3:3', /comma or a colon is missing/],
    ['a missing comma in a list', '[\n1\n2\n]', '3:1', /comma or a colon is missing/],
    ['a missing colon', '{ "a" 1 }', '1:7', /comma or a colon is missing/],
    ['an equals sign', '{"a" = 1}', '1:6', /colon/],
    ['a semicolon', '{"a": 1; "b": 2}', '1:8', /comma/],
    ['a name without quotes', '{\n a: 1\n}', '2:2', /double quotes/],
    ['a word without quotes', '{ "a": yes }', '1:8', /double quotes/],
    ['True', '{"a": True}', '1:7', /true, false or null/],
    ['NaN', '{"a": NaN}', '1:7', /double quotes/],
    ['a number that begins with a dot', '{"a": .5}', '1:7', /0\.5/],
    ['a number that begins with 0', '{"a": 012}', '1:7', /begin with 0/],
    ['an unknown escape', '{"a": "\\x"}', '1:8', /after \\/],
    ['an end that comes too early', '{\n  "a": {\n "b": 1\n', '3:8', /too early/],
    ['a bracket too many', '{"a": 1}}', '1:9', /bracket/],
    ['the wrong bracket', '{"a": [1, 2}', '1:12', /bracket/],
    ['a text that is not closed', '{\n  "a": "hello,\n  "b": 1\n}', '2:8', /close it/],
    ['a text that is not closed at the end', '{"a": "hello', '1:7', /close it/],
    ['a tab in a text', '{"a": "x\ty"}', '1:9', /\\t/],
    ['words', 'hello world', '1:1', /double quotes/],
  ])('R10 places %s and says what would be right', (_what, text, place, hint) => {
    const found = faultsOf(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'JSON_SYNTAX', file: 'x.json', severity: 'error' });
    expect(`${found[0]?.line}:${found[0]?.column}`).toBe(place);
    expect(found[0]?.hint).toMatch(hint);
  });

  it('D8 repeats no text and no number of a file that cannot be parsed', () => {
    for (const text of ['{"secret" "hush-hush"}', '{"number" 13175550123}', '{"a": "hush-hush\n}']) {
      expect(JSON.stringify(faultsOf(text))).not.toMatch(/hush|1317/);
    }
  });

  it('R10 finds every key that stands twice, with both places', () => {
    const found = faultsOf('{\n "a": 1,\n "b": { "c": 1, "c": 2 },\n "a": 3\n}');
    expect(found.map(({ pointer, line, column, message }) => [pointer, line, column, message])).toEqual([
      ['/b/c', 3, 17, '`c` stands twice in this object, first in line 3'],
      ['/a', 4, 2, '`a` stands twice in this object, first in line 2'],
    ]);
  });

  it('R10 takes two writings of one key for the same key', () => {
    expect(faultsOf('{"a": 1, "\\u0061": 2}')).toMatchObject([{ code: 'DUPLICATE_KEY', pointer: '/a' }]);
  });

  it.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])('R10 refuses %s as a name', (key) => {
    const found = faultsOf(`{"a": {"${key}": {"polluted": true}}}`);
    expect(found).toMatchObject([{ code: 'FORBIDDEN_KEY', line: 1, column: 8 }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('R10 refuses a number that is too large', () => {
    expect(faultsOf('[1, -1e999]')).toMatchObject([{ code: 'NUMBER_RANGE', pointer: '/1' }]);
  });

  it('reads what JSON.parse reads, values and all', () => {
    const text = '{"a": [1, -2.5e3, true, false, null, "x\\n\\u00e9\\"/"], "": {}, "b/c~d": [[]]}';
    const read = parseJsonText('x.json', text);
    expect(read).toMatchObject({ ok: true, value: { json: JSON.parse(text) } });
  });

  it('locates values by JSON Pointer, and their nearest parent when they are not there', () => {
    const read = parseJsonText('x.json', '{\n  "a/b": [\n    { "c~d": 1 }\n  ]\n}');
    if (!read.ok) throw new Error('it is sound');
    const { locate } = read.value;
    expect(locate('')).toEqual({ line: 1, column: 1 });
    expect(locate('/a~1b')).toEqual({ line: 2, column: 3 });
    expect(locate('/a~1b/0/c~0d')).toEqual({ line: 3, column: 7 });
    expect(locate('/a~1b/0/missing/deeper')).toEqual({ line: 3, column: 5 });
    expect(locate('/nothing')).toEqual({ line: 1, column: 1 });
  });
});
