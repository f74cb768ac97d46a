import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/authoring/json.ts';
import { print } from './fill.ts';

const INPUT = {
  id: 'a7',
  count: 7,
  rate: 2.5,
  isOpen: true,
  isShut: false,
  nothing: null,
  empty: '',
  quote: 'say "hi"',
  'first-name': 'Ada',
  tags: ['red', 'green', 'blue'],
  address: { City: 'Ghent', zip: '9000' },
  list: '["x","y"]',
};

/** Template → text, with the input above as `input`. */
const CASES: { readonly [rule: string]: readonly (readonly [string, string])[] } = {
  'prints references': [
    ['$input.id', 'a7'],
    ['${input.id}', 'a7'],
    ['$!input.id', 'a7'],
    ['$!{input.id}', 'a7'],
    ['${input.count}|${input.rate}|${input.isOpen}', '7|2.5|true'],
    ['${input.tags}', '["red","green","blue"]'],
    ['${input.address}', '{"City":"Ghent","zip":"9000"}'],
    ['${input.empty}', ''],
    ['[${input.id}]{$input.id}', '[a7]{a7}'],
  ],
  'prints a reference without a value as it is written, a silent one not at all': [
    ['${input.missing}', '${input.missing}'],
    ['$input.nothing', '$input.nothing'],
    ['$!{input.missing}', ''],
    ['$!input.nothing.', '.'],
    ['"${nobody.x.y}"', '"${nobody.x.y}"'],
    ['${input.id.deeper}', '${input.id.deeper}'],
    ['$esc.jsonString(${input.nothing})', '$esc.jsonString(${input.nothing})'],
    ['$!esc.jsonString(${input.nothing})', ''],
    ['$esc.url("${input.nothing}")', '%24%7Binput.nothing%7D'],
  ],
  'finds names whatever their case, the exact one first': [
    ['$Input.ID', 'a7'],
    ['${INPUT.Address.city}', 'Ghent'],
    ['$input.address.City', 'Ghent'],
    ['$ESC.url("a b")', 'a+b'],
  ],
  'ends a plain name where Velocity does': [
    ['$input.id.', 'a7.'],
    ['$input.id, $input.id!', 'a7, a7!'],
    ['$input.id-$input.id', 'a7-a7'],
    ['$input.id--', 'a7--'],
    ['$input.first-name', 'Ada'],
    ['${input.id}-x', 'a7-x'],
    ['${input.id}[0]', 'a7[0]'],
    ['$input.id/$input.count', 'a7/7'],
    ['$input.id.5', 'a7.5'],
  ],
  'leaves text as it is': [
    ['$5 and $ and $.x and $$', '$5 and $ and $.x and $$'],
    ['${}', '${}'],
    ['${ input.id }', '${ input.id }'],
    ['#fff "#1" # #ABC #endpoint #elsewhere #{x}', '#fff "#1" # #ABC #endpoint #elsewhere #{x}'],
    ['#set #include "#define"', '#set #include "#define"'],
    ['C:\\temp\\x', 'C:\\temp\\x'],
    ['{"a": {"b": []}}', '{"a": {"b": []}}'],
  ],
  'reads escapes': [
    ['\\$input.id', '$input.id'],
    ['\\\\$input.id', '\\a7'],
    ['\\\\\\${input.id}', '\\${input.id}'],
    ['\\$input.missing', '\\$input.missing'],
    ['\\#if(x)', '#if(x)'],
    ['\\\\#if(true)x#end', '\\x'],
    ['\\#fff', '\\#fff'],
    ['\\"${input.id}\\"', '\\"a7\\"'],
  ],
  'reads comments and text blocks': [
    ['a## gone\nb', 'ab'],
    ['a#* gone\n $x #if *#b', 'ab'],
    ['#[[ $input.id #if( ]]#.', ' $input.id #if( .'],
    ['a##', 'a'],
  ],
  'reads indexes': [
    ['$input.tags[1]', 'green'],
    ['${input.tags[-1]}', 'blue'],
    ["$input['id']", 'a7'],
    ['$input.address["city"]', 'Ghent'],
    ['#set($i = 2)$input.tags[$i]', 'blue'],
    ['${input.tags[9]}', '${input.tags[9]}'],
  ],
  'reads conditions': [
    ['#if($input.isOpen)yes#else no#end', 'yes'],
    ['#if($input.isShut)yes#{else}no#end', 'no'],
    ['#if($input.missing)a#elseif($input.id == "a7")b#else c#end', 'b'],
    ['#if("$!{input.missing}" != "")x#end', ''],
    ['#if("$!{input.id}" != "")x#end', 'x'],
    ['#{if}(true)x#{end}y', 'xy'],
    ['#if($input.empty)x#end', 'x'],
    ['#if(!$input.missing && not $input.isShut)x#end', 'x'],
    ['#if($input.count > 6 and $input.count lt 8)x#end', 'x'],
    ['#if($input.count >= 8 || $input.rate le 2.5)x#end', 'x'],
    ['#if($input.count == "7")x#end', 'x'],
    ['#if($input.count ne 7 or $input.isShut)x#end', ''],
    ['#if("b" > "a")x#end', ''],
    ['#if(($input.isShut || true) && true)x#end', 'x'],
    ['#if($input.missing == $input.nothing)x#end', 'x'],
    ['#if($input.missing == null)x#end', 'x'],
    ['#if($input.tags == ["red", "green", "blue"])x#end', 'x'],
  ],
  'reads assignments and arithmetic': [
    ['#set($x = 2 + 3 * 4)$x', '14'],
    ['#set($x = (2 + 3) * 4)$x', '20'],
    ['#set($x = 7 / 2)$x#set($y = 7.0 / 2)|$y', '3|3.5'],
    ['#set($x = 7 % 4)$x', '3'],
    ['#set($x = -5 - -2)$x', '-3'],
    ['#set($x = 1 / 0)$x', '$x'],
    ['#set($x = 4.0 / 2)$x', '2.0'],
    ['#set($x = "a" + 1 + $input.missing)$x', 'a1$input.missing'],
    ['#set($x = $input.tags * 2)$x', '$x'],
    ['#set($x = 1)#set($x = $input.missing)$x', '1'],
    ['#set($x = $input.id)#set($y = "<$x>")$y', '<a7>'],
    ['#set($x = true)$x#set(${z} = [1, "b", $input.id])$z', 'true[1,"b","a7"]'],
    ['#set($m = {"a": 1, "$input.id": [2..4]})$m $m.a7[0]', '{"a":1,"a7":[2,3,4]} 2'],
    ['#set($e = {})$e#set($l = [])$l', '{}[]'],
    ['#set($r = [3..1])$r', '[3,2,1]'],
    ['#set($x = 1e2)$x#set($y = .5)$y', '100.00.5'],
  ],
  'reads loops': [
    ['#foreach($t in $input.tags)$foreach.index:$t#if($foreach.hasNext),#end#end', '0:red,1:green,2:blue'],
    ['#foreach($t in $input.tags)$foreach.count$velocityCount#end', '112233'],
    ['#foreach($t in [1..3])#if($foreach.first)<#end$t#if($foreach.last)>#end#end', '<123>'],
    ['#foreach($v in $input.address)$v #end', 'Ghent 9000 '],
    ['#foreach($v in $input.missing)x#end', ''],
    ['#foreach($v in $input.id)x#end', ''],
    ['#set($t = "kept")#foreach($t in [1,2])$t#end$t', '12kept'],
    ['#foreach($a in [1,2])#foreach($b in [1,2])$foreach.count#end|$foreach.count;#end', '12|1;12|2;'],
    ['#foreach($a in [1])$a#end$a$foreach.index', '1$a$foreach.index'],
  ],
  'takes line ends as Velocity 1.7 does': [
    ['a\n#if(true)  \nb\n#end  \nc', 'a\nb\nc'],
    ['a\n  #if(true)\nb\n  #end\nc', 'a\n  b\n  c'],
    ['a\n  #set($x = 1)\nb', 'a\nb'],
    ['#if(false)\na\n#else\nb\n#end\n', 'b\n'],
    ['#foreach($t in [1,2])\r\n$t\r\n#end\r\n.', '1\r\n2\r\n.'],
    ['$input.id\nx', 'a7\nx'],
  ],
  'reads quoted texts': [
    ["#set($x = '$input.id #if')$x", '$input.id #if'],
    ['#set($x = "#if(true)$input.id#end")$x', 'a7'],
    ['#set($x = "a ""b"" c")$x', 'a "b" c'],
    ["#set($x = 'it''s')$x", "it's"],
    ['#set($x = "a\\"b")$x', 'a\\"b'],
    ['$esc.url("x{$input.id}y")', 'x%7Ba7%7Dy'],
    ['$esc.url("a\nb")', 'a%0Ab'],
    ['$esc.jsonString("$esc.quote$input.id$esc.quote")', '\\"a7\\"'],
    ['${input.id.concat("$input.id.concat(""!"")")}', 'a7a7!'],
  ],
};

describe('Velocity', () => {
  for (const [rule, cases] of Object.entries(CASES)) {
    describe(rule, () => {
      it.each(cases)('%s', (template, text) => expect(print(template, { input: INPUT })).toBe(text));
    });
  }
});

/** What is said of methods, with a value as `x`. */
const METHODS: readonly (readonly [Json, string, string])[] = [
  ['a.b.c', '$x.replace(".", "-")', 'a-b-c'],
  [
    'a.b.c',
    '$x.replaceAll("[.]", "$")',
    '(What replaces a regular expression names a group that it does not have)',
  ],
  ['a1b2', "$x.replaceAll('([a-z])', '<$1>')", '<a>1<b>2'],
  ['a1b2', "$x.replaceFirst('\\d', '')", 'ab2'],
  ['a1b2', "$x.matches('[a-z0-9]+') $x.matches('a')", 'true false'],
  ['a1b2', "$x.replaceAll('(', '')", '(A regular expression of the template cannot be read)'],
  ['hello', '$x.substring(1) $x.substring(1, 3)', 'ello el'],
  ['hello', '$x.substring(9)', '(`substring` asks for characters that a text does not have)'],
  ['hello', '$x.indexOf("l") $x.indexOf("l", 3) $x.lastIndexOf("l") $x.length()', '2 3 3 5'],
  ['Ab', '$x.toLowerCase()$x.toUpperCase()$x.concat("!")$x.charAt(1)', 'abABAb!b'],
  ['  a b ', '<$x.trim()>', '<a b>'],
  ['a,b,,', '$x.split(",") $x.split(",", 2) $x.split(",").size()', '["a","b"] ["a","b,,"] 2'],
  ['abc', '$x.contains("b")$x.startsWith("a")$x.endsWith("a")$x.isEmpty()', 'truetruefalsefalse'],
  ['abc', '$x.equals("abc")$x.equalsIgnoreCase("ABC")$x.equals(5)$x.toString()', 'truetruefalseabc'],
  ['abc', '$x.size()', '$x.size()'],
  ['abc', '$x.concat(5)', '$x.concat(5)'],
  ['abc', '$x.length().equals(3)', 'true'],
  [['a', 'b'], '$x.size()$x.get(1)$x.isEmpty()$x.contains("a")$x.indexOf("b")', '2bfalsetrue1'],
  [['a', 'b', 'c'], '$x.subList(1, 3)', '["b","c"]'],
  [['a'], '$x.get(1)', '(The template asks for an element that a list does not have)'],
  [
    { a: 1, b: null },
    '$x.size()$x.isEmpty()$x.containsKey("b")$x.keySet()$x.values()$x.get("a")',
    '2falsetrue["a","b"][1,null]1',
  ],
  [7.9, '$x.intValue()$x.longValue() $x.doubleValue() $x.toString()', '77 7.9 7.9'],
  [7, '$x.doubleValue()', '7.0'],
  [true, '$x.toString().length()$x.equals(true)', '4true'],
];

describe('the methods of values', () => {
  it.each(METHODS)('%j: %s', (x, template, text) => expect(print(template, { x })).toBe(text));
});
