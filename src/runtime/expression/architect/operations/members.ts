import { isJsonObject, type Json, own } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { decimalOf, listOf, textOf } from './values.ts';

/** How deep JSON may nest. */
const MAX_DEPTH = 100;

const MEMBER = byType(([, type]): Operation => {
  const find = type === 'jsn' ? property : member;
  return ([name, value = null], facts) => find(value, textOf(name), facts);
});

/** Constants such as `Format.Date.shortYear`: their name is their value. */
const CONSTANT_SOURCES = 'blc cuc dac nuc phc ctc cec dlc lnc rec sec stc tic lcc lgc lqc tpc'.split(' ');

/** `.` and `[` with a name, and JSON. */
export const MEMBERS: OperationGroup = {
  '.(str,any)': MEMBER,
  '.(str,acp)': MEMBER,
  '[(str,any)': MEMBER,
  ...Object.fromEntries(
    CONSTANT_SOURCES.map((type): [string, Operation] => [`.(str,${type})`, ([name]) => textOf(name)]),
  ),
  'GetJsonObjectProperty(jsn,str)': ([value = null, name], facts) => property(value, textOf(name), facts),
  'JsonParse(str?)': ([text]) => (text === null ? null : parsed(textOf(text))),
  'ToJson(any?)': byType(([type]) => {
    const toJson = jsonOf(type);
    return ([value = null]) => toJson(value);
  }),
  'ToJson(nts?)': () => null,
  'ToJson(any[])': jsonList(),
  'ToJsonCollection(any[])': jsonList(),
  'ToJsonCollection(jsn?)': ([value = null], facts) => {
    depends(facts, 'JSON_LIST');
    return listOf(value);
  },
};

/** A member in any case, as names in Architect are; one that does not apply is NOT_SET. */
function member(value: Json, name: string, facts: CallFacts): Json {
  const object = objectOrError(value, name, facts);
  const key = Object.hasOwn(object, name)
    ? name
    : Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (own(object, key) ?? null);
}

/** A property of a JSON object; upper and lower case differ. */
function property(value: Json, name: string, facts: CallFacts): Json {
  const found = own(objectOrError(value, name, facts), name);
  if (found === undefined) depends(facts, 'MISSING_PROPERTY');
  return found ?? null;
}

function objectOrError(value: Json, name: string, facts: CallFacts): { readonly [key: string]: Json } {
  if (isJsonObject(value)) return value;
  if (value === null) depends(facts, 'MEMBER_OF_NOT_SET');
  const kind = value === null ? 'NOT_SET' : 'a value that is no object';
  throw new ExpressionError(`there is no \`${name}\` of ${kind}`);
}

function parsed(text: string): Json {
  try {
    return notTooDeep(JSON.parse(text) as Json, MAX_DEPTH);
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw new ExpressionError(`a text of ${text.length} characters is not JSON`, { cause: error });
  }
}

/** What looks through a value later does so by recursion. */
function notTooDeep(value: Json, left: number): Json {
  if (left < 0) throw new ExpressionError(`the JSON nests more than ${MAX_DEPTH} deep`);
  if (typeof value === 'object' && value !== null)
    for (const item of Object.values<Json>(value)) notTooDeep(item, left - 1);
  return value;
}

function jsonList(): OperationGroup[string] {
  return byType(([type = 'any[]']) => {
    const toJson = jsonOf(type.slice(0, -2));
    return ([list]) => listOf(list).map(toJson);
  });
}

/** Values as JSON has them: a Decimal is a number, the rest stays what it is. */
function jsonOf(type: string | undefined): (value: Json) => Json {
  return type === 'dec' ? (value) => (value === null ? null : decimalOf(value).toNumber()) : (value) => value;
}
