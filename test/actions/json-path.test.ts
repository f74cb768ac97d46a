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
    ['$.name.length()', null],
    ['$.total.size()', null],
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

  it.each(['$.none', '$.total.deeper', '$.entities[9].id', '$.entities.id', '$.NULL'])(
    'D5 leaves %s unresolved',
    (text) => {
      expect(readJsonPath(parse(text), BODY)).toEqual({ kind: 'unresolved' });
    },
  );

  it.each<[string, Json]>([
    ["$['total','name','none']", { total: 2, name: 'Å' }],
    ["$.entities[0]['id','tags']", { id: 'a', tags: ['x', 'y'] }],
    ["$.entities[0]['owner','size'].id", ['o1']],
    [
      "$..['purpose','state']",
      [
        { purpose: 'customer', state: 'connected' },
        { purpose: 'agent', state: 'alerting' },
      ],
    ],
    ['$.entities[0]..*', ['a', ['x', 'y'], { w: 1 }, { id: 'o1' }, 'x', 'y', 1, 'o1']],
    ["$..[?(@.id == 'o1')]", [{ id: 'o1' }]],
    ['$.[0]', 1],
    ["$.['entities'].[0].['id']", 'a'],
    ['@.total', 2],
  ])('D2 reads names as Jayway does: %s', (text, expected) => {
    expect(text === '$.[0]' ? read(text, [1]) : read(text)).toEqual(expected);
  });

  it.each<[string, Json]>([
    ['$[-2:]', [4, 5]],
    ['$[:3]', [1, 2, 3]],
    ['$[:-1]', [1, 2, 3, 4]],
    ['$[1:4]', [2, 3, 4]],
    ['$[3:]', [4, 5]],
    ['$[ 1 : 9 ]', [2, 3, 4, 5]],
    ['$[-9:2]', [1, 2, 3, 4, 5, 1, 2]],
    ['$[-3:-1]', [3, 4]],
    ['$[1:-1]', []],
    ['$[-1]', 5],
    ['$[0,-1]', [1, 5]],
  ])('D2 counts places as Jayway does: %s', (text, expected) => {
    expect(read(text, [1, 2, 3, 4, 5])).toEqual(expected);
  });

  it.each<[string, Json]>([
    ['$.n.sum()', 6],
    ['$.n.min()', 1],
    ['$.n.max()', 3],
    ['$.n.avg()', 2],
    ['$.m.stddev()', 1],
    ['$.n.first()', 1],
    ['$.n.last()', 3],
    ['$.n.index(-2)', 2],
    ['$.o.keys()', ['a', 'b']],
    ['$.t.concat()', 'xy'],
    ['$.concat($.o.a, "-", $.t)', '1-xy'],
    ['$.sum($.n, $.m)', 12],
    ['$.n.append(4)', [1, 2, 3, 4]],
    ['$..a.sum()', 1],
    ['$..t.size()', 2],
    ['$.l[*].size()', [1, 2]],
    ['$.l[?(@.size() > 1)]', [[1, 2]]],
  ])('D2 computes %s', (text, expected) => {
    const body = { n: [1, 2, 3], m: [2, 4], t: ['x', 'y'], o: { a: 1, b: 2 }, l: [[1], [1, 2]] };
    expect(read(text, body)).toEqual(expected);
  });

  it.each(['$.t.sum()', '$.none.sum()', '$.empty.first()'])('D5 leaves %s unresolved', (text) => {
    expect(read(text, { t: ['x'], empty: [] })).toBeUndefined();
  });

  it.each<[string, Json]>([
    ['@.s =~ /a.c/', ['abc']],
    ['@.s =~ /AB.*/i', ['abc', 'abd']],
    ['@.s =~ /b/', []],
    ['@.l =~ /x/', ['abd']],
    ["@.n == '1'", ['abc']],
    ["@.n === '1'", []],
    ["'1' == @.n", ['abc']],
    ['@.s != null', ['abc', 'abd', 'n']],
    ["@.l contains 'x'", ['abd']],
    ["@.s contains 'bd'", ['abd']],
    ['@.l size 2', ['abd']],
    ['@.s size 1', ['n']],
    ['@.l empty true', ['n']],
    ['@.l EMPTY false', ['abd']],
    ["@.l subsetof ['x','y','z']", ['abd', 'n']],
    ["@.l anyof ['x']", ['abd']],
    ["@.l noneof ['x']", ['n']],
    ["@.l all ['x','y']", ['abd']],
    ["@.l == ['x','y']", ['abd']],
    ["@.o == {'a': 1}", ['abc']],
    ['@.o.a', ['abc']],
    ['@.none == @.none', []],
    ['@.z == null', ['n']],
    ['@.z', ['n']],
    ['!(@.n == 1)', ['abd', 'n']],
    ['!@.n && !@.z', ['abd']],
    ["@.l[?(@ == 'x')]", ['abd']],
    ["@.n < '2'", ['abc']],
    ['@.n >= 1 && @.n <= 1.0', ['abc']],
    ["@.['s'] == 'n'", ['n']],
    ["@['s']=='n'", ['n']],
    ["@.s == 'a\\u0062c'", ['abc']],
  ])('D2 decides %s as Jayway does', (condition, expected) => {
    const body = [
      { s: 'abc', n: 1, o: { a: 1 } },
      { s: 'abd', l: ['x', 'y'] },
      { s: 'n', l: [], z: null },
    ];
    expect(read(`$[?(${condition})].s`, body)).toEqual(expected);
  });

  it.each<[string, Json | undefined]>([
    ['$.none[*].id', undefined],
    ['$.none[?(@.id)]', undefined],
    ['$.none..id', undefined],
    ['$.nothing[*]', []],
    ['$.nothing[?(@.id)]', undefined],
    ['$.nothing.id', undefined],
    ['$.entities[9].tags[*]', []],
    ['$.entities[*].none[*].id', []],
    ['$.total[0,1]', undefined],
  ])('D5 resolves %s only as far as its definite part leads', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

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
    ['$.a.summ()', 5],
    ['$.a[?(@.b =~ /(?=x)/)]', 14],
    ['$.a[?(@.b =~ /x)]', 14],
    ['$.a[?(@.b like 1)]', 11],
    ['$.a[1:2:3]', 4],
    ['$.a[?(@.b ==)]', 13],
    ['$.a[?@.b]', 6],
    ['$.a[?(@.b', 6],
    ['$.a..', 6],
    ['$.a[0,]', 7],
    ["$['a',b]", 7],
    ["$['a','__proto__']", 7],
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
    const many = {
      list: Array.from({ length: 20_000 }, () => ({})),
      big: Object.fromEntries(flat.map((i) => [`k${i}`, i])),
    };
    expect(readJsonPath(parse('$.list[?(@ == $.big)]'), many).kind).toBe('tooMuchWork');
    expect(readJsonPath(parse('$.list[?($.list.size() == $.list.sum())]'), many).kind).toBe('tooMuchWork');
    const texts = Array.from({ length: 3000 }, () => 'a'.repeat(500));
    expect(readJsonPath(parse('$[?(@ =~ /(.{0,40}){0,20}x/)]'), texts).kind).toBe('tooMuchWork');
  });
});
