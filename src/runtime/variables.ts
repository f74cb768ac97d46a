import type { Json } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { ValueType, VariableType } from './value-type.ts';

/** A variable as declared. */
export interface VariableDeclaration {
  /** As written: `Flow.number`. */
  readonly name: string;
  readonly type: VariableType;
  readonly initialValue?: Json;
  readonly isInput: boolean;
  readonly isOutput: boolean;
}

/** Where a variable lives. */
export type VariableScope = 'flow' | 'task' | 'builtIn';

/** A variable that is read, with the members read of it: `Flow.number` and `e164`. */
export interface VariableReference {
  readonly scope: VariableScope;
  /** Declared spelling; names are case-insensitive for authors. */
  readonly name: string;
  readonly members: readonly string[];
  readonly type: ValueType;
}

/** A variable that is written to. */
export interface Target {
  readonly scope: 'flow' | 'task';
  readonly name: string;
  readonly type: VariableType | 'any';
}

/** What gives variables their values while a call runs. NOT_SET is `undefined`. */
export interface VariableReader {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly flowVariables: { readonly [name: string]: Json };
  readonly taskVariables: { readonly [name: string]: Json };
  builtIn(name: string): Json | undefined;
}

/** Read-only variables of every flow and of calls. Architect's default variables; more come with the flow types. */
export const BUILT_IN_VARIABLES: { readonly [name: string]: VariableType } = {
  'Call.Ani': 'string',
  'Call.CalledAddress': 'string',
  'Call.ConversationId': 'string',
  'Call.Language': 'string',
  'Call.RemoteName': 'string',
  'Flow.ConversationId': 'string',
  'Flow.StartDateTimeUtc': 'dateTime',
  'Flow.Version': 'string',
};

/** Members of values that are more than a scalar, with the member's type. */
const MEMBERS: { readonly [type in ValueType]?: { readonly [member: string]: VariableType } } = {
  phoneNumber: {
    e164: 'string',
    raw: 'string',
    uri: 'string',
    scheme: 'string',
    dialingCode: 'string',
    subscriberNumber: 'string',
    isTel: 'boolean',
    isSip: 'boolean',
    isGlobal: 'boolean',
  },
  queue: { id: 'string', name: 'string' },
  user: { id: 'string', name: 'string', username: 'string' },
};

/** What is wrong with a name, and what would be right. */
export interface NameFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A task's own variable; its type is `any` when what sets it does not tell. */
export interface TaskVariable {
  readonly name: string;
  readonly type: VariableType | 'any';
}

/** Finds the variable of a called task that an input names, as `Task.name` or `name`. */
export function inputVariable(
  variables: ReadonlyMap<string, TaskVariable> | undefined,
  input: string,
): TaskVariable | undefined {
  const name = input.toLowerCase();
  return variables?.get(name.startsWith('task.') ? name : `task.${name}`);
}

/** The variables that a place in a flow can name: declared ones, those of its task, and the built-in ones. */
export interface NameScope {
  /** Name of the task or menu, for messages. */
  readonly taskName: string;
  /** Declared `Flow.x`, by lower-case name. */
  readonly flow: ReadonlyMap<string, VariableDeclaration>;
  /** `Task.x`, by lower-case name. Grows while the task is compiled: what writes a task variable declares it. */
  readonly task: Map<string, TaskVariable>;
}

/** Finds a variable to read, `Scope.name.member…`, case-insensitively. */
export function readVariable(scope: NameScope, path: string): VariableReference | NameFault {
  const [prefix = '', name = '', ...members] = path.split('.');
  const key = `${prefix}.${name}`.toLowerCase();
  const found = find(scope, key);
  return found === undefined ? unknown(scope, path, key) : withMembers(found, members, path);
}

/** Finds a variable to write to. A `Task.x` that was not declared is declared by this, with the type given. */
export function writeVariable(scope: NameScope, path: string, type: ValueType): Target | NameFault {
  const key = path.toLowerCase();
  if (isBuiltIn(key)) {
    return {
      code: 'VARIABLE_READ_ONLY',
      message: `\`${path}\` cannot be set`,
      hint: 'it is a built-in variable; save to one of your own',
    };
  }
  if (!/^(flow|task)\.[a-z]\w*$/.test(key)) {
    return {
      code: 'VARIABLE_NAME',
      message: `\`${path}\` is not a variable that can be set`,
      hint: 'write Flow.name or Task.name; a name starts with a letter',
    };
  }
  const flow = scope.flow.get(key);
  if (flow !== undefined) return { scope: 'flow', name: flow.name, type: flow.type };
  if (key.startsWith('flow.')) return unknown(scope, path, key);
  return { scope: 'task', ...taskVariable(scope, path, key, type) };
}

function taskVariable(scope: NameScope, path: string, key: string, type: ValueType): TaskVariable {
  const known = scope.task.get(key);
  if (known !== undefined && known.type !== 'any') return known;
  const variable = { name: known?.name ?? `Task.${path.slice('Task.'.length)}`, type };
  scope.task.set(key, variable);
  return variable;
}

function find(scope: NameScope, key: string): Omit<VariableReference, 'members'> | undefined {
  const flow = scope.flow.get(key);
  if (flow !== undefined) return { scope: 'flow', name: flow.name, type: flow.type };
  const task = scope.task.get(key);
  if (task !== undefined) return { scope: 'task', name: task.name, type: task.type };
  const builtIn = Object.keys(BUILT_IN_VARIABLES).find((name) => name.toLowerCase() === key);
  return builtIn === undefined
    ? undefined
    : { scope: 'builtIn', name: builtIn, type: BUILT_IN_VARIABLES[builtIn] ?? 'any' };
}

function unknown(scope: NameScope, path: string, key: string): NameFault {
  const known = [...scope.flow.values(), ...scope.task.values()].map((variable) => variable.name);
  const where = key.startsWith('task.') ? ` in ${scope.taskName}: nothing sets it` : '';
  return {
    code: 'UNKNOWN_VARIABLE',
    message: `there is no variable \`${path}\`${where}`,
    hint: didYouMean(path, [...known, ...Object.keys(BUILT_IN_VARIABLES)], 'declare it under "variables"'),
  };
}

/** Whether looking a name up failed. */
export function isNameFault(found: VariableReference | Target | NameFault): found is NameFault {
  return 'code' in found;
}

function isBuiltIn(key: string): boolean {
  return Object.keys(BUILT_IN_VARIABLES).some((name) => name.toLowerCase() === key);
}

function withMembers(
  found: Omit<VariableReference, 'members'>,
  members: readonly string[],
  path: string,
): VariableReference | NameFault {
  if (members.length === 0 || found.type === 'json' || found.type === 'any') {
    return { ...found, members, type: members.length === 0 ? found.type : 'any' };
  }
  const known = MEMBERS[found.type] ?? {};
  const wanted = (members[0] ?? '').toLowerCase();
  const member = Object.keys(known).find((name) => name.toLowerCase() === wanted);
  if (member !== undefined && members.length === 1)
    return { ...found, members: [member], type: known[member] ?? 'any' };
  return {
    code: 'UNKNOWN_MEMBER',
    message: `\`${path}\`: a value of type ${found.type} has no \`${members.join('.')}\``,
    hint: didYouMean(members.join('.'), Object.keys(known), `use \`${found.name}\` itself`),
  };
}
