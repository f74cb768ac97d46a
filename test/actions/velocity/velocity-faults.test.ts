import { describe, expect, it } from 'vitest';
import { faultOf } from './fill.ts';

/** Template → line:column, message, hint. */
const FAULTS: readonly (readonly [template: string, place: string, message: string, hint?: string])[] = [
  ['a\n#if($x)\nb', '2:1', 'This `#if` has no #end'],
  ['#foreach($x in $y)', '1:1', 'This `#foreach` has no #end'],
  ['a #end', '1:3', '`#end` belongs to no #if or #foreach', 'remove it'],
  ['#else', '1:1', '`#else` belongs to no #if or #foreach'],
  ['#if $x#end', '1:1', '`#if` needs a parenthesis', 'write #if(…)'],
  [
    '#if($x#end',
    '1:7',
    'A closing parenthesis is missing',
    'write ) here, or close the one opened in column 4',
  ],
  ['#if()#end', '1:5', 'A value is missing'],
  ['#set($x 5)', '1:8', 'A `=` is missing', 'write #set($name = …)'],
  ['#set($x.y = 5)', '1:6', 'Only a plain name such as $name can be given a value'],
  ['#set($esc = 5)', '1:6', '`esc` is a tool and can be given no value'],
  ['#foreach($x of $y)#end', '1:12', 'The word `in` is missing'],
  ['#* never', '1:1', '`#*` is not closed', 'close it with *#'],
  ['#[[ never', '1:1', '`#[[` is not closed', 'close it with ]]#'],
  ['x ${input.a b}', '1:3', 'The brace of `${input.a` is not closed'],
  ['$input.tags[0', '1:12', 'The bracket is not closed'],
  ['$esc.url("a)', '1:10', 'The quotation mark is not closed'],
  ['$esc.url("a" "b")', '1:14', 'A comma or `)` is missing'],
  ['$esc.url((1)', '1:13', 'A comma or `)` is missing'],
  ['$esc.url([1 2])', '1:13', 'A comma or `]` is missing'],
  ['$esc.url({"a" 1})', '1:15', 'A colon is missing'],
  ['$esc.url(a)', '1:10', 'A value is missing'],
  [
    '${esc.url(input.a)}',
    '1:11',
    'A value is missing',
    'write ${input.a} for a value, or "input.a" for a text',
  ],
  ['#macro(x)#end', '1:1', '`#macro` cannot be used here', 'known: #set, #if, #foreach'],
  ['#parse("x")', '1:1', '`#parse` cannot be used here'],
  ['#include ("x")', '1:1', '`#include` cannot be used here'],
  ['#evaluate("x")', '1:1', '`#evaluate` cannot be used here'],
  ['#define($x)#end', '1:1', '`#define` cannot be used here'],
  ['a\n #stop', '2:2', '`#stop` cannot be used here'],
  ['#break', '1:1', '`#break` cannot be used here'],
  ['\n  $esc.jsonStrin($x)', '2:3', '`$esc.jsonStrin` cannot be used here', 'did you mean `jsonString`?'],
  ['$esc.url', '1:1', '`$esc.url` needs a value', 'write $esc.url(…)'],
  ['$esc.url($a, $b)', '1:1', '`$esc.url` takes 1 values, not 2'],
  ['$esc.quote(1)', '1:1', '`$esc.quote` takes 0 values, not 1'],
  ['$esc[0]', '1:1', '`$esc` has no elements'],
  ['$math.add(1)', '1:1', '`$math.add` takes 2 or more values, not 1'],
  ['$math.random()', '1:1', '`$math.random` cannot be used here'],
  ['$x.substring(1, 2, 3)', '1:1', '`substring` takes 1 to 2 values, not 3'],
  ['$x.replce("a", "b")', '1:1', '`replce` cannot be used here', 'did you mean `replace`?'],
  ['#if(false)$esc.nothing($x)#end', '1:11', '`$esc.nothing` cannot be used here'],
  ['$esc.url("a\n $x.bad()")', '2:2', '`bad` cannot be used here'],
  ['$x.class', '1:1', '`class` cannot be used here'],
  ['$x.class.forName("java.lang.Runtime")', '1:1', '`class` cannot be used here'],
  ['$x.getClass()', '1:1', '`getClass` cannot be used here'],
  ['$esc.class.forName("x")', '1:1', '`$esc.class` cannot be used here'],
  ['$esc.constructor("x")', '1:1', '`$esc.constructor` cannot be used here'],
  ['$x.constructor.constructor("x")', '1:1', '`constructor` cannot be used here'],
  ['$x.hasOwnProperty("x")', '1:1', '`hasOwnProperty` cannot be used here'],
  ['$x.toString().valueOf()', '1:1', '`valueOf` cannot be used here'],
  ['$esc.quote.constructor', '1:1', '`constructor` cannot be used here'],
];

describe('a template that cannot be read', () => {
  it.each(FAULTS.map((fault) => [fault] as const))('%j', ([template, place, message, hint]) => {
    const fault = faultOf(template);
    expect(`${fault.line}:${fault.column}`).toBe(place);
    expect(fault.message).toBe(message);
    expect(fault.hint).not.toBe('');
    if (hint !== undefined) expect(fault.hint).toBe(hint);
  });

  it('counts lines whatever ends them', () => {
    expect(faultOf('a\r\nb\rc\n$x.bad()')).toMatchObject({ line: 4, column: 1 });
  });
});
