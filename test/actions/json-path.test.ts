import { describe, expect, it } from 'vitest';
import { type JsonPath, readJsonPath } from '../../src/actions/json-path.ts';
import { parseJsonPath } from '../../src/actions/json-path-parser.ts';
import type { Json } from '../../src/authoring/json.ts';

const BODY: Json = {
  total: 2,
  nothing: null,
  name: 'Å',
  'urn:x:2.0': { id: 'u' },
  entities: [
    { id: 'a', tags: ['x', 'y'], size: { w: 1 }, owner: { id: 'o1' } },
    { id: 'b', tags: [], owner: { id: 'o2' }, active: true },
    { id: '', tags: ['z'] },
  ],
  participants: [
    { purpose: 'customer', state: 'connected', messages: [{ messageId: 'm1' }, { messageId: 'm2' }] },
    { purpose: 'agent', state: 'alerting', userId: 'u1', messages: [{ messageId: 'm3' }] },
  ],
};

function parse(text: string): JsonPath {
  const parsed = parseJsonPath(text);
  if (!parsed.ok) throw new Error(`${parsed.fault.message} (column ${parsed.fault.column})`);
  return parsed.path;
}

function read(text: string, body: Json = BODY): Json | undefined {
  const result = readJsonPath(parse(text), body);
  return result.kind === 'value' ? result.value : undefined;
}

describe('a JSONPath', () => {
  it.each<[string, Json]>([
    ['$', 1],
    ['$.total', 2],
    ['.total', 2],
    ['total', 2],
    ['$.nothing', null],
    ["$.['total']", 2],
    ["['entities'][0].id", 'a'],
    ["$['urn:x:2.0']['id']", 'u'],
    ["$.['urn:x:2.0'].id", 'u'],
    ['$.entities[-1].tags[0]', 'z'],
    ['$.entities[*].id', ['a', 'b', '']],
    ['$.entities[0:2].id', ['a', 'b']],
    ['$.entities[-2:].id', ['b', '']],
    ['$.entities[0,2].id', ['a', '']],
    ['$..owner.id', ['o1', 'o2']],
    ['$.entities..id', ['a', 'o1', 'b', 'o2', '']],
    ['$.entities.size()', 3],
    ['$.entities.length()', 3],
    ['entities.size()', 3],
    ['$.size()', 6],
    ['$.name.length()', 1],
    ["$.entities[?(@.id != '')].id", ['a', 'b']],
    ['$.entities[?(@.owner)].id', ['a', 'b']],
    ['$.entities[?(!@.owner)].id', ['']],
    ["$.participants[?(@.purpose =='customer')].state", ['connected']],
    ['$.participants[?(@.purpose == "agent")].userId', ['u1']],
    [
      "$.participants[?(@.state=='connected' && @.purpose=='customer')].messages[-1000:].messageId",
      ['m1', 'm2'],
    ],
    ["$.participants[?(@.state=='connected' && @.purpose=='customer')].messages.length()", [2]],
    ["$.participants[?(@.purpose=='agent' || @.purpose=='customer')].state", ['connected', 'alerting']],
    ["$.participants[?((@.purpose=='agent') && @.messages.size() >= 1)].userId", ['u1']],
    ["$.entities[?('x' in @.tags)].id", ['a']],
    ["$.entities[?(@.id in ['a', 'b'])].id", ['a', 'b']],
    ["$.entities[?(@.id nin ['a'])].id", ['b', '']],
    ['$.entities[?(@.size.w < 2)].id', ['a']],
    ['$.entities[?(@.active == true)].id', ['b']],
    ['$.participants[?(@.messages.length() == $.total)].purpose', ['customer']],
    ['$.entities[?(@.none)].id', []],
    ['$.entities[*].none', []],
  ])('reads %s', (text, expected) => {
    expect(text === '$' ? read(text, 1) : read(text)).toEqual(expected);
  });

  it.each(['$.none', '$.total.deeper', '$.entities[9].id', '$.entities.id', '$.total.size()', '$.NULL'])(
    'D5 leaves %s unresolved',
    (text) => {
      expect(readJsonPath(parse(text), BODY)).toEqual({ kind: 'unresolved' });
    },
  );

  it('never reaches a prototype', () => {
    expect(read('$.toString')).toBeUndefined();
    expect(read('$..hasOwnProperty')).toEqual([]);
    expect(parseJsonPath('$.constructor').ok).toBe(false);
    expect(parseJsonPath("$['__proto__']").ok).toBe(false);
  });

  it.each([
    ['', 1],
    ['$.', 3],
    ['$.a[', 5],
    ['$.a[0', 4],
    ["$['a", 3],
    ['$.a b', 5],
    ['$.a[x]', 5],
    ['$.a.sum()', 5],
    ['$.a[?(@.b =~ /x/)]', 11],
    ['$.a[?(@.b ==)]', 13],
    ['$.a[?@.b]', 6],
    ['$.a[?(@.b', 6],
    ['$.a..', 6],
    ['$.a[0,]', 7],
    ["$['a','b']", 2],
    [`$.${'a'.repeat(1000)}`, 1],
  ])('refuses %s at its place', (text, column) => {
    const parsed = parseJsonPath(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.fault.column).toBe(column);
  });

  it('gives up on a path that multiplies its work', () => {
    let deep: Json = 1;
    for (let i = 0; i < 50; i++) deep = { a: deep, b: deep };
    const flat = Array.from({ length: 3000 }, (_, i) => i);
    expect(readJsonPath(parse('$[?(@ in $)]'), flat).kind).toBe('tooMuchWork');
    expect(readJsonPath(parse('$..a'), deep).kind).toBe('tooMuchWork');
  });
});
