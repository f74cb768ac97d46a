import { describe, expect, it } from 'vitest';
import { ArchitectFault } from '../../../src/runtime/expression/architect/fault.ts';
import { type FindName, resolve } from '../../../src/runtime/expression/architect/resolve.ts';
import type { ArchitectType, TypedNode } from '../../../src/runtime/expression/architect/tree.ts';

const TYPES: { readonly [name: string]: ArchitectType } = {
  'flow.s': 'str',
  'flow.n': 'int',
  'flow.d': 'dec',
  'flow.b': 'bln',
  'flow.at': 'dtm',
  'flow.phone': 'phn',
  'flow.list': 'str[]',
  'flow.numbers': 'int[]',
  'flow.json': 'jsn',
  'flow.mail': 'cpx_email',
  'task.x': 'any',
};

const findName: FindName = (parts) => {
  const name = parts.slice(0, 2).join('.');
  const type = TYPES[name.toLowerCase()];
  if (type === undefined) return { code: 'UNKNOWN_VARIABLE', message: `no ${name}`, hint: 'declare it' };
  return { reference: { scope: 'flow', name, members: [], type: 'any' }, type, length: 2 };
};

function typed(text: string, wanted: ArchitectType = 'any'): TypedNode {
  return resolve(text, wanted, findName);
}

/** The overloads of a tree, outermost first. */
function overloads(node: TypedNode): readonly string[] {
  return node.kind === 'call' ? [node.overload, ...node.operands.flatMap(overloads)] : [];
}

function faultOf(text: string, wanted: ArchitectType = 'any') {
  try {
    typed(text, wanted);
  } catch (error) {
    if (error instanceof ArchitectFault) return error;
    throw error;
  }
  throw new Error(`${text} has no fault`);
}

describe('The type of an Architect expression', () => {
  it.each([
    ['1 + 2', 'int', ['+(int,int)']],
    ['1 / 2', 'dec', ['/(int,int)']],
    ['Flow.d + 1', 'dec', ['+(dec,int)']],
    ['-Flow.n', 'int', ['-(int)']],
    ['5 == 5.0', 'bln', ['==(int?,dec?)']],
    ['Flow.s == "a"', 'bln', ['==(any?,any?)']],
    ['Flow.phone == Flow.phone', 'bln', ['==(phn?,phn?)']],
    ['Flow.list == Flow.list', 'bln', ['==(any[]?,any[]?)']],
    ['If(Flow.b, "a", NOT_SET)', 'str', ['If(bln?,any?,any?)']],
    ['Flow.b ? Flow.list : Flow.list', 'str[]', ['?(bln?,any[],any[])']],
    ['GetAt(Flow.list, 0)', 'str', ['GetAt(any[],int)']],
    ['Flow.numbers[0]', 'int', ['[(int,any[])']],
    ['Flow.phone.E164', 'str', ['.(str,any)']],
    ['Flow.phone["e164"]', 'str', ['[(str,any)']],
    ['Flow.mail.from.name', 'str', ['.(str,any)', '.(str,any)']],
    ['Flow.json.a.b', 'jsn', ['.(str,any)', '.(str,any)']],
    ['MakeList(NOT_SET, "a")', 'str[]', ['MakeList(any...?)']],
    ['MakeEmptyList(ToString(NOT_SET))', 'str[]', ['MakeEmptyList(any?)', 'ToString(nts?)']],
    ['addItem(Flow.list, "a")', 'str[]', ['AddItem(any[],any?)']],
    ['Sum(NOT_SET, 2.5)', 'dec', ['Sum(dec?,dec...?)']],
    ['AreEqual(true, "a", "A")', 'bln', ['AreEqual(bln,str?,str...?)']],
    ['ToAudioTTS("a") + Prompt.Hello', 'aud', ['+(aud,pmt)', 'ToAudioTTS(str?)']],
    ['Append(Prompt.Hello, ToAudioTTS("a"))', 'aud', ['Append(apa?,apa...?)', 'ToAudioTTS(str?)']],
    ['ToAudioDate(Flow.at, Format.Date.shortYear)', 'aud', ['ToAudioDate(dtm?,daf)', '.(str,dac)']],
    ['System.MaxInt - 1', 'int', ['-(int,int)']],
    ['Task.x == 5', 'bln', ['==(any?,any?)']],
    ['Task.x + 1', 'any', ['+(int,int)']],
    ['Task.x > 1', 'bln', ['>(dec,int)']],
    ['Length(Task.x)', 'int', ['Length(str)']],
    ['ToString(Task.x)', 'str', ['ToString(any?)']],
    ['Task.x.y', 'any', ['.(str,any)']],
  ])('%s is %s', (text, type, expected) => {
    const node = typed(text);
    expect(node.type).toBe(type);
    expect(overloads(node)).toEqual(expected);
  });

  it.each([
    ['System.Currencies.USD.code', 'USD', 'str'],
    ['System.DateTime.dayOfWeek.Monday', 2, 'int'],
    ['System.Languages.enUS.tag', 'en-us', 'str'],
    ['System.Regions.US.dialingCode', '1', 'str'],
    ['12.50', '12.5', 'dec'],
    ['.5', '0.5', 'dec'],
    ['-007.0', '-7.0', 'dec'],
  ])('%s is kept as the literal %j', (text, value, type) => {
    expect(typed(text)).toMatchObject({ kind: 'literal', value, type });
  });

  it('gives NOT_SET the type it has in its place, and codes of currencies their case', () => {
    expect(typed('Append(NOT_SET, "a")')).toMatchObject({ operands: [{ value: null, type: 'str' }, {}] });
    expect(typed('NOT_SET == NOT_SET')).toMatchObject({ operands: [{ type: 'str' }, { type: 'str' }] });
    expect(typed('NOT_SET', 'int')).toMatchObject({ kind: 'literal', value: null, type: 'int' });
    expect(typed('MakeCurrency(1.0, "usd")')).toMatchObject({ operands: [{}, { value: 'USD' }] });
  });
});

describe('A whole expression', () => {
  it.each([
    ['Flow.n', 'str', 'ToString(any?)'],
    ['Flow.list', 'str', 'ToString(any[])'],
    ['"5"', 'int', 'ToInt(str?)'],
    ['Flow.n', 'dec', 'ToDecimal(int?)'],
    ['Flow.n', 'bln', 'ToBool(int?)'],
    ['1000', 'dur', 'ToDuration(int?)'],
    ['Flow.s', 'dtm', 'ToDateTime(str?)'],
    ['Flow.s', 'phn', 'ToPhoneNumber(str)'],
    ['Flow.s', 'aud', 'ToAudioTTS(str?)'],
    ['"a"', 'com', 'ToCommunication(any?)'],
  ])('%s becomes %s by %s, at the place of what it holds', (text, wanted, overload) => {
    expect(typed(text, wanted)).toMatchObject({ overload, type: wanted, pos: 1 });
  });

  it.each([
    ['Flow.at', 'int'],
    ['Flow.s', 'str[]'],
    ['Flow.phone', 'bln'],
  ])('%s does not become %s', (text, wanted) => {
    expect(faultOf(text, wanted)).toMatchObject({ code: 'WRONG_TYPE', pos: 1 });
  });

  it('is the only thing that converts', () => {
    expect(faultOf('Left(Flow.n, 1)', 'str').code).toBe('EXPRESSION_TYPE');
  });
});

describe('An Architect expression that does not fit', () => {
  it.each([
    ['Uper("a")', 'UNKNOWN_FUNCTION', 1, 'no function `Uper`', 'did you mean `Upper`?'],
    ['Flow.x', 'UNKNOWN_VARIABLE', 1, 'no Flow.x', 'declare it'],
    ['True', 'UNKNOWN_VARIABLE', 1, 'no True', 'did you mean `true`?'],
    ['Flow.s == null', 'UNKNOWN_VARIABLE', 11, 'no null', '`NOT_SET`'],
    ['Flow.phone.e146', 'UNKNOWN_MEMBER', 11, 'PhoneNumber has no `e146`', 'did you mean `e164`?'],
    ['Flow.list.name', 'UNKNOWN_MEMBER', 10, 'String collection has no', '[0]'],
    ['Format.Date.shortMonth', 'UNKNOWN_MEMBER', 12, 'no choice', 'known: longYear'],
    [
      'System.DateTime.dayOfWeek.mondai',
      'UNKNOWN_MEMBER',
      26,
      'System.DateTime has no `mondai`',
      'did you mean `monday`?',
    ],
    ['Left("a")', 'EXPRESSION_TYPE', 1, '`Left` got 1 value', 'it takes Left(String, Integer)'],
    ['"a" + 1', 'EXPRESSION_TYPE', 5, '`+` does not take String and Integer', 'ToString'],
    [
      'true and 1',
      'EXPRESSION_TYPE',
      6,
      '`and` does not take Boolean and Integer',
      'it takes Boolean and Boolean',
    ],
    ['!1', 'EXPRESSION_TYPE', 1, '`!` does not take Integer', 'it takes !Boolean'],
    ['true & false', 'EXPRESSION_TYPE', 6, 'Boolean', 'joined by and'],
    ['Flow.at - Flow.at', 'EXPRESSION_TYPE', 9, 'DateTime and DateTime', 'DateTimeDiff'],
    [`Upper(${'1,'.repeat(20)}1)`, 'EXPRESSION_TYPE', 1, 'got 21 values', 'Upper(String)'],
    [`Append(${'1,'.repeat(20)}1)`, 'EXPRESSION_TYPE', 1, 'Integer and 13 more', 'Append(String, String, …)'],
    ['"1" == 1', 'EXPRESSION_TYPE', 5, 'String and Integer', 'one type'],
    ['Append(NOT_SET, NOT_SET)', 'EXPRESSION_TYPE', 1, 'NOT_SET and NOT_SET', 'ToString(NOT_SET)'],
    ['If(true, NOT_SET, NOT_SET)', 'EXPRESSION_TYPE', 1, 'does not take', 'it takes'],
    ['If(true, 1, "a")', 'EXPRESSION_TYPE', 1, 'does not take', 'it takes'],
    ['Flow.s[0]', 'EXPRESSION_TYPE', 7, 'String has no items', 'only collections'],
    ['Flow.s[Task.x]', 'EXPRESSION_TYPE', 7, 'String has no items', 'only collections'],
    ['Flow.phone[Flow.s]', 'EXPRESSION_TYPE', 12, 'computed', '["name"]'],
    ['Task.x + true', 'EXPRESSION_TYPE', 8, '`+` does not take any value and Boolean', 'it takes'],
    ['Random()', 'UNKNOWN_FUNCTION', 1, '`Random` is not run', 'data action'],
    ['Flow.at + 1', 'EXPRESSION_TYPE', 9, 'DateTime and Integer', 'it takes DateTime + Duration'],
    ['Flow.s.length', 'UNKNOWN_MEMBER', 7, 'String has no `length`', 'Length(…)'],
    ['Flow.list.count', 'UNKNOWN_MEMBER', 10, 'has no `count`', 'Count(…)'],
    ['not true', 'EXPRESSION_SYNTAX', 5, '`true` stands', '!(…)'],
    ['Left "a"', 'EXPRESSION_SYNTAX', 6, 'a text stands', 'Left(…)'],
    ['true xor false', 'EXPRESSION_SYNTAX', 6, '`xor` stands', 'a != b'],
    ['1 2', 'EXPRESSION_SYNTAX', 3, '`2` stands', 'an operator between'],
    ['true ? 1 : false ? 2 : 3', 'EXPRESSION_TYPE', 6, 'does not take', 'a ? b : (c ? d : e)'],
    ['true ? false ? 1 : 2 : 3', 'EXPRESSION_SYNTAX', 14, '`?` stands', 'a ? (b ? c : d) : e'],
    ['1 / 0', 'EXPRESSION_VALUE', 5, '`/` by zero', 'another number'],
    ['Left("a", -1)', 'EXPRESSION_VALUE', 11, '`Left` got -1', '0 and above'],
    ['Round(1.5, 29)', 'EXPRESSION_VALUE', 12, '`Round` got 29', '28 and below'],
    ['ToAudioBlank(Flow.n)', 'EXPRESSION_VALUE', 14, 'wants a literal', 'the value itself'],
    [
      'ToAudioPhoneNumber(Flow.phone, "999999")',
      'EXPRESSION_VALUE',
      32,
      'no dialing code',
      'its digits, such as "44"',
    ],
    ['MakeCurrency(1, "DOLLAR")', 'EXPRESSION_VALUE', 17, 'no code', 'ISO 4217'],
    ['ToAudioTTS("a") + AudioPlaybackOptions(Prompt.Hi, true)', 'EXPRESSION_TYPE', 19, 'within', 'outermost'],
  ])('%s is refused as %s at character %i', (text, code, pos, message, hint) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code, pos });
    expect(fault.message).toContain(message);
    expect(fault.hint).toContain(hint);
  });
});
