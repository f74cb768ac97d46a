import { type TSchema, Type } from 'typebox';
import type { Expression } from './expression/expression.ts';
import type { Text } from './expression/text.ts';
import type { Thing } from './thing-kinds.ts';
import type { Target } from './variables.ts';

/**
 * The kinds of settings a flow action can have, as schemas.
 *
 * Each kind is written one way by authors and compiled once at load: the static type of a kind is the *compiled*
 * form, which is what `enter` and `resume` receive. `x-kind` tells the compiler and the schema writer which it is.
 */
export type SettingKind =
  | 'value'
  | 'text'
  | 'audio'
  | 'target'
  | 'assignments'
  | 'actions'
  | 'task'
  | 'menu'
  | 'state'
  | 'flow'
  | 'thing'
  | 'object'
  | 'seconds'
  | 'slot'
  | 'dataAction';

interface About {
  readonly description?: string;
  readonly default?: unknown;
}

/** Audio: what is said, in one of four ways, and whether a key or a word may cut it short. */
export interface Audio {
  readonly bargeIn: boolean;
  readonly text?: Text;
  /** Words by language tag in lower case; the first stands for languages that are not there. */
  readonly languages?: ReadonlyMap<string, Text>;
  /** Name of a prompt of the environment. */
  readonly prompt?: string;
  /** An Architect expression that gives audio, a prompt or a text. */
  readonly expression?: Expression;
}

/** One `variable := value` of an Update Data. */
export interface Assignment {
  readonly target: Target;
  readonly value: Expression;
}

/** A literal, a JSONLogic object, an Architect expression, or text with `{{paths}}`; `type` is what it must give. */
export function Value(about: About & { readonly type?: string } = {}) {
  const { type, ...rest } = about;
  return Type.Unsafe<Expression>({
    'x-kind': 'value',
    ...(type === undefined ? {} : { 'x-type': type }),
    ...rest,
  });
}

/** Text that is read or heard, with `{{Scope.name}}` for variables. */
export function Words(about: About = {}) {
  return Type.Unsafe<Text>({ 'x-kind': 'text', ...about });
}

/** Audio: a text, or `{ "text": … }`, `{ "prompt": name }`, `{ "languages": { tag: text } }` or `{ "exp": … }`, each with `"bargeIn": false`. */
export function AudioSetting(about: About = {}) {
  return Type.Unsafe<Audio>({ 'x-kind': 'audio', ...about });
}

/** A variable that is written to, of the type given (any when absent). */
export function TargetVariable(about: About & { readonly type?: string } = {}) {
  const { type, ...rest } = about;
  return Type.Unsafe<Target>({
    'x-kind': 'target',
    ...(type === undefined ? {} : { 'x-type': type }),
    ...rest,
  });
}

/** An object of `variable: value`, in the order written. */
export function Assignments(about: About = {}) {
  return Type.Unsafe<readonly Assignment[]>({ 'x-kind': 'assignments', ...about });
}

/** A list of actions: an output path. Compiled to the name of the path. */
export function Actions(about: About & { readonly branch?: string } = {}) {
  const { branch, ...rest } = about;
  return Type.Unsafe<string>({
    'x-kind': 'actions',
    ...(branch === undefined ? {} : { 'x-branch': branch }),
    ...rest,
  });
}

/** The name of a task of this flow. */
export function TaskName(about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'task', ...about });
}

/** The name of a menu of this flow. */
export function MenuName(about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'menu', ...about });
}

/** The name of a state of this flow. */
export function StateName(about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'state', ...about });
}

/** A flow: its file's name without `.flow.json`; `otherwise` is what it is in the environment when there is no such file. */
export function FlowName(otherwise: 'flow' | 'bot', about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'flow', 'x-thing': otherwise, ...about });
}

/** The name of something the environment has. */
export function ThingName(thing: Thing, about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'thing', 'x-thing': thing, ...about });
}

/** An object of the organization: its name, or an expression that gives the object or its name. Evaluates to `{ name, id? }`. */
export function ObjectValue(thing: Thing, about: About = {}) {
  return Type.Unsafe<Expression>({ 'x-kind': 'object', 'x-thing': thing, ...about });
}

/** A number of seconds, or an expression that gives one or a Duration. Evaluates to milliseconds. */
export function SecondsValue(about: About & { readonly minimum?: number; readonly maximum?: number } = {}) {
  // The bounds are those of a number that is written out; what an expression gives, only a call can tell.
  return Type.Unsafe<Expression>({ 'x-kind': 'seconds', type: ['number', 'string', 'object'], ...about });
}

/** A slot of a bot: `Slot.name`, or its name alone. */
export function SlotName(about: About = {}) {
  return Type.Unsafe<Target>({ 'x-kind': 'slot', ...about });
}

/** The name of a data action: its file's name without `.data-action.json`. */
export function DataActionName(about: About = {}) {
  return Type.Unsafe<string>({ 'x-kind': 'dataAction', ...about });
}

/** Seconds, whole or broken. */
export function Seconds(minimum: number, maximum: number, about: About = {}) {
  return Type.Number({ minimum, maximum, ...about });
}

/** The kind of a setting's schema, or undefined for plain JSON. */
export function kindOf(schema: TSchema): SettingKind | undefined {
  return (schema as { 'x-kind'?: SettingKind })['x-kind'];
}
