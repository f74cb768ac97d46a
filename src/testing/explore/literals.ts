import { isJsonObject, type Json } from '../../authoring/json.ts';
import { type Environment, named } from '../../runtime/environment.ts';
import type { Expression } from '../../runtime/expression/expression.ts';
import type { Shape } from '../../runtime/expression/shape.ts';
import type { Program, Step, Unit } from '../../runtime/program.ts';
import type { Target, VariableReference } from '../../runtime/variables.ts';

/*
 * Values that may matter: what a flow compares a variable with, directly or through others that get its value.
 */

/** Longest literal that is taken for a value that is compared. */
const MAX_LENGTH = 60;
/** Most rows of a table whose keys are tried. */
const MAX_ROWS = 20;

/** Literals by variable. */
export interface Literals {
  /** Literals that a variable at a step is compared with. */
  of(step: Step, target: Pick<Target, 'scope' | 'name'>): readonly Json[];
  /** Those of an input variable of a unit. */
  ofInput(unit: Unit, name: string): readonly Json[];
  /** Those of a built-in variable, such as `Call.Ani`. */
  ofBuiltIn(name: string): readonly Json[];
}

type Key = string;

/** Only the literals of one action count: those that a caller who wants to go its other ways needs. */
export function focusedOn({ settings }: Step, literals: Literals): Literals {
  const own = new Set(literalsIn(settings).map((one) => JSON.stringify(one)));
  const only = (found: readonly Json[]) => found.filter((one) => own.has(JSON.stringify(one)));
  return {
    of: (step, target) => only(literals.of(step, target)),
    ofInput: (unit, name) => only(literals.ofInput(unit, name)),
    ofBuiltIn: (name) => only(literals.ofBuiltIn(name)),
  };
}

/** Finds the literals of all variables of a program. */
export function literalsOf(program: Program, environment: Environment): Literals {
  const found = new Map<Key, Set<string>>();
  /** What gets the value of a variable. */
  const flowsTo = new Map<Key, Set<Key>>();
  for (const step of program.steps) {
    const own = [...literalsIn(step.settings), ...tableKeys(step, environment)];
    for (const reference of step.reads) {
      const key = keyAt(step, reference);
      for (const one of own) add(found, key, JSON.stringify(one));
      for (const target of step.writes) add(flowsTo, key, keyAt(step, target));
    }
    for (const [from, to] of handedOver(program, step)) add(flowsTo, from, to);
  }
  spread(found, flowsTo);
  const get = (key: Key) => [...(found.get(key) ?? [])].map((one) => JSON.parse(one) as Json);
  return {
    of: (step, target) => get(keyAt(step, target)),
    ofInput: ({ index }, name) => get(`${index} ${name}`),
    ofBuiltIn: (name) => get(`builtIn ${name}`),
  };
}

function add(to: Map<Key, Set<string>>, key: Key, value: string): void {
  const before = to.get(key);
  if (before === undefined) to.set(key, new Set([value]));
  else before.add(value);
}

/** A variable has the literals of those that get its value. */
function spread(found: Map<Key, Set<string>>, flowsTo: ReadonlyMap<Key, ReadonlySet<Key>>): void {
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [from, targets] of flowsTo)
      for (const target of targets)
        for (const one of found.get(target) ?? []) {
          if (found.get(from)?.has(one) === true) continue;
          add(found, from, one);
          isNew = true;
        }
  }
}

function keyAt(
  { unit, containerKind, container }: Step,
  { scope, name }: Pick<VariableReference, 'scope' | 'name'>,
): Key {
  if (scope === 'builtIn') return `builtIn ${name}`;
  return scope === 'flow' ? `${unit} ${name}` : taskKey(unit, `${containerKind}:${container}`, name);
}

function taskKey(unit: number, container: string, name: string): Key {
  return `${unit} ${container} ${name.toLowerCase()}`;
}

interface Handing {
  readonly inputs?: { readonly [name: string]: Expression };
  readonly saveOutputs?: { readonly [name: string]: Target };
}

/** Variables that a call of a task or flow hands over, with those that get them. */
function handedOver(program: Program, step: Step): readonly (readonly [from: Key, to: Key])[] {
  const called = step.type.callsFlow?.(step.settings);
  const unit = called === undefined ? undefined : program.unitsByReference.get(called.flow);
  const task = step.type.calls === true ? step.targets.find((one) => one.startsWith('task:')) : undefined;
  if (unit === undefined && task === undefined) return [];
  const { inputs = {}, saveOutputs = {} } = called ?? (step.settings as Handing);
  const within = (name: string): Key => {
    const [, bare = name] = /^[^.]+\.(.*)$/.exec(name) ?? [];
    if (unit === undefined) return taskKey(step.unit, task ?? '', `Task.${bare}`);
    const declared = unit.variables.find((one) => one.name.toLowerCase().endsWith(`.${bare.toLowerCase()}`));
    return `${unit.index} ${declared?.name ?? name}`;
  };
  return [
    ...Object.entries(inputs).flatMap(([name, { reads }]) =>
      reads.map((read) => [keyAt(step, read), within(name)] as const),
    ),
    ...Object.entries(saveOutputs).map(([name, target]) => [within(name), keyAt(step, target)] as const),
  ];
}

/** All literals in the expressions of compiled settings. */
export function literalsIn(settings: unknown): readonly Json[] {
  const found: Json[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isExpression(value)) found.push(...literalsOfShape(value));
    else for (const one of value instanceof Map ? value.values() : Object.values(value)) look(one);
  };
  look(settings);
  return found;
}

function isExpression(value: object): value is Expression {
  return typeof (value as Partial<Expression>).evaluate === 'function' && 'reads' in value;
}

function literalsOfShape({ literal, shape }: Expression): readonly Json[] {
  if (literal !== undefined) return scalars(literal);
  return shape === undefined ? [] : inShape(shape());
}

function inShape(shape: Shape): readonly Json[] {
  if (shape.kind === 'literal') return scalars(shape.value);
  return shape.kind === 'call' ? shape.operands.flatMap(inShape) : [];
}

function scalars(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one: Json) => scalars(one));
  if (isJsonObject(value)) return [];
  return typeof value === 'string' && (value === '' || value.length > MAX_LENGTH) ? [] : [value];
}

/** Keys of the tables that a step asks. */
function tableKeys({ things }: Step, environment: Environment): readonly Json[] {
  return things.flatMap(({ thing, name }) => {
    if (thing === 'dataTable') {
      const { key = 'key', rows = [] } = named(environment.dataTables, name) ?? {};
      return rows.slice(0, MAX_ROWS).flatMap((row) => scalars(row[key]));
    }
    if (thing !== 'decisionTable') return [];
    const { rows = [] } = named(environment.decisionTables, name) ?? {};
    return rows.slice(0, MAX_ROWS).flatMap(({ when }) => Object.values(when).flatMap(conditionValues));
  });
}

function conditionValues(condition: Json): readonly Json[] {
  return isJsonObject(condition)
    ? Object.values(condition).flatMap((one) => scalars(one))
    : scalars(condition);
}
