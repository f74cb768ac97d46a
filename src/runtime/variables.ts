import type { Json } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { builtInNames, builtInVariable } from './built-in-variables.ts';
import type { FindInOrganization } from './find-object.ts';
import { BOT_FLOWS, type FlowType } from './flow-types.ts';
import { hasAnyMember, membersOf, ownMember } from './members.ts';
import { itemType, type ValueType, type VariableType } from './value-type.ts';

/** A variable as declared. */
export interface VariableDeclaration {
  /** As written: `Flow.number`, in bots `Slot.number`, in common modules `Common.number`. */
  readonly name: string;
  readonly type: VariableType;
  readonly initialValue?: Json;
  readonly isInput: boolean;
  readonly isOutput: boolean;
}

/** Where a variable lives; `task` is the task or state that runs. */
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
  /** Language tags of the flow, the default first. */
  readonly languages?: readonly string[];
  /** Looks for a thing of the organization; absent where there is none. */
  readonly find?: FindInOrganization;
  /** Told the name of an open question of the expression language that a value depended on. */
  dependsOn?(rule: string): void;
}

/** Variables of a flow beside `Flow.x`, by the flow types that have them. */
const FLOW_SCOPES: { readonly [prefix: string]: readonly FlowType[] } = {
  Slot: BOT_FLOWS,
  Common: ['commonModule'],
  Secure: ['secureCall'],
};

/** What names of a flow's own variables begin with; all that there is when its type is not known. */
export function flowScopes(flowType: FlowType | undefined): readonly string[] {
  const others = Object.entries(FLOW_SCOPES).filter(
    ([, flowTypes]) => flowType === undefined || flowTypes.includes(flowType),
  );
  return ['Flow', ...others.map(([prefix]) => prefix)];
}

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
  /** Whether a Call Task may take its value. */
  readonly isOutput?: true;
}

/** Whether a declared variable is meant by `Scope.name` or by its name alone; case does not count. */
export function sameVariable(declared: string, written: string): boolean {
  const name = declared.toLowerCase();
  const wanted = written.toLowerCase();
  return name === wanted || name.slice(name.indexOf('.') + 1) === wanted;
}

/** Finds the variable of a called task that an input names, as `Task.name` or `name`. */
export function inputVariable(
  variables: ReadonlyMap<string, TaskVariable> | undefined,
  input: string,
): TaskVariable | undefined {
  const name = input.toLowerCase();
  return variables?.get(name.startsWith('task.') ? name : `task.${name}`);
}

/** The variables that a place in a flow can name: declared ones, those of its task or state, and the built-in ones. */
export interface NameScope {
  /** Name of the task, menu or state, for messages. */
  readonly taskName: string;
  /** Variables of the flow, by lower-case name. */
  readonly flow: ReadonlyMap<string, VariableDeclaration>;
  /** `Task.x` or `State.x`, by lower-case name. Grows while the task is compiled: what writes a variable declares it. */
  readonly task: Map<string, TaskVariable>;
  /** Whether the variables of this place are a task's, which is so when it is absent, or a state's. */
  readonly prefix?: 'Task' | 'State';
  /** Absent: built-in variables of every flow type can be named. */
  readonly flowType?: FlowType;
}

/** Finds a variable to read, `Scope.name.member…`, case-insensitively. */
export function readVariable(scope: NameScope, path: string): VariableReference | NameFault {
  const [prefix = '', name = '', ...members] = path.split('.');
  const key = `${prefix}.${name}`.toLowerCase();
  const found = find(scope, key);
  if (found === undefined) return unknown(scope, path, key);
  return isNameFault(found) ? found : withMembers(found, members, path);
}

/** Finds a variable to write to. A `Task.x` or `State.x` that was not declared is declared by this, with the type given. */
export function writeVariable(scope: NameScope, path: string, type: ValueType): Target | NameFault {
  const key = path.toLowerCase();
  const flow = scope.flow.get(key);
  if (flow !== undefined) return { scope: 'flow', name: flow.name, type: flow.type };
  if (builtInVariable(key) !== undefined) {
    return {
      code: 'VARIABLE_READ_ONLY',
      message: `\`${path}\` cannot be set`,
      hint: 'it is a built-in variable; save to one of your own',
    };
  }
  const [prefix = '', name = ''] = path.split('.');
  const own = scope.prefix ?? 'Task';
  const isOwn = prefix.toLowerCase() === own.toLowerCase();
  const isFlows = flowScopes(scope.flowType).some((one) => one.toLowerCase() === prefix.toLowerCase());
  if ((isOwn || isFlows) && /^[^.]+\.[a-z]\w*$/i.test(path)) {
    if (isFlows) return unknown(scope, path, key);
    return type === 'audio'
      ? audioFault(path)
      : { scope: 'task', ...taskVariable(scope, `${own}.${name}`, key, type) };
  }
  return {
    code: 'VARIABLE_NAME',
    message: `\`${path}\` is not a variable that can be set`,
    hint: `write Flow.name or ${own}.name; a name starts with a letter`,
  };
}

function audioFault(path: string): NameFault {
  return {
    code: 'WRONG_TYPE',
    message: `\`${path}\` cannot hold audio: no variable can`,
    hint: 'keep the text, or the prompt',
  };
}

function taskVariable(
  scope: NameScope,
  name: string,
  key: string,
  type: Exclude<ValueType, 'audio'>,
): TaskVariable {
  const known = scope.task.get(key);
  if (known !== undefined && known.type !== 'any') return known;
  const variable = { name: known?.name ?? name, type };
  scope.task.set(key, variable);
  return variable;
}

function find(scope: NameScope, key: string): Omit<VariableReference, 'members'> | NameFault | undefined {
  const flow = scope.flow.get(key);
  if (flow !== undefined) return { scope: 'flow', name: flow.name, type: flow.type };
  const task = scope.task.get(key);
  if (task !== undefined) return { scope: 'task', name: task.name, type: task.type };
  const builtIn = builtInVariable(key);
  if (builtIn === undefined) return undefined;
  const { name, type, flowTypes } = builtIn;
  if (scope.flowType === undefined || flowTypes.includes(scope.flowType))
    return { scope: 'builtIn', name, type };
  return elsewhere(name, flowTypes, scope.flowType);
}

/** A built-in variable that flows of this type do not have. */
function elsewhere(name: string, flowTypes: readonly FlowType[], flowType: FlowType): NameFault {
  return {
    code: 'VARIABLE_OF_OTHER_FLOW',
    message: `flows of type ${flowType} have no \`${name}\`: it belongs to ${flowTypes.join(', ')}`,
    hint:
      flowType === 'commonModule'
        ? 'hand it to the module as an input: Common.name with "isInput": true'
        : 'hand it over as a variable of your own',
  };
}

function unknown(scope: NameScope, path: string, key: string): NameFault {
  const known = [...scope.flow.values(), ...scope.task.values()].map((variable) => variable.name);
  const all = [...known, ...builtInNames(scope.flowType)];
  return {
    code: 'UNKNOWN_VARIABLE',
    message: `there is no variable \`${path}\`${where(scope, key)}`,
    hint: didYouMean(path, all, 'declare it under "variables"'),
  };
}

/** What a reader may not know of a scope that has not this variable. */
function where({ taskName, prefix = 'Task', flowType }: NameScope, key: string): string {
  const [scope = ''] = key.split('.');
  if (scope === prefix.toLowerCase()) return ` in ${taskName}: nothing sets it`;
  if (scope === 'task' || scope === 'state')
    return `: ${taskName} has ${prefix} variables, ${scope === 'task' ? 'tasks' : 'states'} have others`;
  const own = Object.keys(FLOW_SCOPES).find((one) => one.toLowerCase() === scope);
  if (own === undefined || flowType === undefined || flowScopes(flowType).includes(own)) return '';
  return `: flows of type ${flowType} have no ${own} variables`;
}

/** Whether looking a name up failed. */
export function isNameFault(found: object): found is NameFault {
  return 'code' in found;
}

/** What is read of a variable, member by member; of a collection, the item by its number. */
function withMembers(
  found: Omit<VariableReference, 'members'>,
  members: readonly string[],
  path: string,
): VariableReference | NameFault {
  const own: string[] = [];
  let type = found.type;
  for (const [index, name] of members.entries()) {
    if (hasAnyMember(type)) return { ...found, members: [...own, ...members.slice(index)], type: 'any' };
    const known = membersOf(type);
    const member = itemMember(type, name) ?? ownMember(known, name);
    if (member === undefined) {
      return {
        code: 'UNKNOWN_MEMBER',
        message: `\`${path}\`: a value of type ${type} has no \`${members.slice(index).join('.')}\``,
        hint: didYouMean(name, Object.keys(known), `use \`${[found.name, ...own].join('.')}\` itself`),
      };
    }
    own.push(member);
    type = known[member] ?? itemType(type) ?? 'any';
  }
  return { ...found, members: own, type };
}

function itemMember(type: ValueType, name: string): string | undefined {
  return itemType(type) !== undefined && /^\d+$/.test(name) ? name : undefined;
}
