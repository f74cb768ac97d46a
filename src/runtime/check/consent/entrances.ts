import { FLOW_TYPES } from '../../flow-types.ts';
import type { Entrance, Step, Unit } from '../../program.ts';
import { sameVariable, type Target, type VariableDeclaration } from '../../variables.ts';
import { type Called, calledBy } from './actions.ts';
import { atomPrefix, begun, knownAt, type Proof, written } from './effects.ts';
import { termOf } from './known-values.ts';
import { type CallState, firstState, NO_VALUES, type Values, withGrant } from './state.ts';
import { atomTerm, callTerm, NOT_SET, numberOf, type Term } from './term.ts';
import type { Way } from './way.ts';

/** Where calls begin. @param assumed variables of the flow whose value at the start has a consent, as its author says */
export function beginnings(proof: Proof, assumed: readonly string[]): readonly Way[] {
  const { program } = proof;
  const given = ({ name }: VariableDeclaration): Input => ({ term: atomTerm(`given ${name}`), isSure: true });
  return beginUnit(proof, firstState(program.index), program, given).map((way) => ({
    ...way,
    to: assumed.reduce((state, name) => withAssumed(state, name), way.to),
  }));
}

function withAssumed(state: CallState, name: string): CallState {
  const term = state.flow.get(name);
  return term === undefined ? state : withGrant(state, { channel: 'whatsapp', number: numberOf(term) });
}

/** What a flow or task gets for an input. */
interface Input {
  readonly term: Term;
  /** Whether the variable has this value even if it is NOT_SET; else an initial value comes in its place. */
  readonly isSure: boolean;
}

/** A flow begins: its variables, its first container. */
export function beginUnit(
  proof: Proof,
  state: CallState,
  unit: Unit,
  given: (variable: VariableDeclaration) => Input | undefined,
): readonly Way[] {
  const prefix = -1 - unit.index;
  let at: CallState = { ...begun(state, prefix), unit: unit.index, flow: NO_VALUES, task: NO_VALUES };
  const inputs = new Map(
    unit.variables.flatMap((one) => {
      const input = one.isInput ? given(one) : undefined;
      return input === undefined ? [] : [[one.name, input] as const];
    }),
  );
  for (const [name, { term }] of inputs) at = written(proof, at, { scope: 'flow', name }, term);
  const failed = errorWays(proof, at);
  for (const { name, value } of unit.initialValues) {
    const input = inputs.get(name);
    if (input?.isSure === true) continue;
    const initial = termOf(value, knownAt(proof, at, prefix), name);
    at = written(proof, at, { scope: 'flow', name }, orInitial(input?.term, initial));
  }
  return [{ to: entered(proof, at, unit.startUp), cost: 0 }, ...failed, ...errorWays(proof, at)];
}

/** An input's value, or where that is NOT_SET the initial value. */
export function orInitial(input: Term | undefined, initial: Term | undefined): Term {
  if (input === undefined) return initial ?? NOT_SET;
  const isSet = input.kind === 'literal' && input.value !== undefined;
  return initial === undefined || isSet ? input : callTerm('default', [input, initial]);
}

/** The call enters a container of the flow that it is in: the container's variables begin anew. */
export function entered(proof: Proof, state: CallState, { kind, container, at }: Entrance): CallState {
  const unit = proof.program.units[state.unit];
  const key = `${kind}:${container}`;
  const prefix = -1_000_000 - Math.max(at, 0);
  let now: CallState = { ...begun({ ...state, task: NO_VALUES }, prefix), at };
  for (const { name, value } of unit?.containerInitialValues.get(key) ?? [])
    now = written(proof, now, { scope: 'task', name }, termOf(value, knownAt(proof, now, prefix), name));
  return now;
}

/** A jump leaves all tasks that were called in the flow. */
export function jumped(state: CallState): CallState {
  const last = state.frames.findLastIndex((frame) => frame.flow !== undefined);
  return { ...state, frames: state.frames.slice(0, last + 1) };
}

/** Where an error of the flow leads. */
export function errorWays(proof: Proof, state: CallState): readonly Way[] {
  const at = leftModules(proof, state);
  const unit = proof.program.units[at.unit];
  if (unit === undefined) return [];
  const { errorHandling } = unit;
  const isCalled = at.frames.some((frame) => frame.flow !== undefined);
  if (errorHandling.exits === true && isCalled) return flowLeft(proof, at).map(asError(proof, state));
  if (errorHandling.kind === 'flow' || FLOW_TYPES[unit.type].onError === 'complete') return [];
  return [{ to: entered(proof, jumped(at), errorHandling), cost: 2 } as const].map(asError(proof, state));
}

function asError({ program }: Proof, { at, unit }: CallState): (way: Pick<Way, 'to'>) => Way {
  const step = program.steps[at];
  const where =
    step === undefined ? `at the start of ${program.units[unit]?.name ?? 'the flow'}` : `at \`${step.id}\``;
  return ({ to }) => ({ to, told: `an error ${where}`, cost: 2 });
}

/** A common module has no error handling of its own: the flow that called it has. */
function leftModules(proof: Proof, state: CallState): CallState {
  let at = state;
  for (;;) {
    const unit = proof.program.units[at.unit];
    const { frames } = jumped(at);
    const frame = frames.at(-1);
    if (unit === undefined || frame?.flow === undefined || FLOW_TYPES[unit.type].onError !== 'caller')
      return at;
    at = { ...at, frames: frames.slice(0, -1), unit: frame.unit, flow: frame.flow, task: frame.task };
  }
}

/** The flow that was called ends, with all its tasks: its caller goes on by any of its paths. */
export function flowLeft(proof: Proof, state: CallState): readonly Way[] {
  const at = jumped(state);
  const frame = at.frames.at(-1);
  const step = frame === undefined ? undefined : proof.program.steps[frame.returnTo];
  if (step === undefined) return [];
  const to = returned(proof, at, step);
  return [...new Set([...Object.values(step.outputs), step.next])].map((next) => ({
    to: { ...to, at: next },
    cost: 0,
  }));
}

/** What the caller knows when it goes on: its own variables, with those that what it called gave back. */
export function returned(proof: Proof, state: CallState, step: Step): CallState {
  const frame = state.frames.at(-1);
  const call = calledBy(proof.program, step);
  if (frame === undefined) return state;
  const { task, unit, returnTo, flow = state.flow } = frame;
  const left = call?.task === undefined ? state.flow : state.task;
  const before: CallState = { ...state, frames: state.frames.slice(0, -1), unit, task, flow };
  return step.writes.reduce((to, target) => {
    const term = call && savedTerm(call, target, left);
    return written(proof, to, target, term ?? atomTerm(`${atomPrefix(returnTo)}${target.name}`));
  }, before);
}

/** The value that a called task or flow gives a variable; undefined when that is not sure. */
function savedTerm({ unit, task, outputs }: Called, target: Target, left: Values): Term | undefined {
  const names = Object.keys(outputs).filter((name) => outputs[name]?.name === target.name);
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return undefined;
  const all =
    task === undefined
      ? unit.variables.filter((one) => one.isOutput)
      : [...(unit.containerVariables.get(`task:${task}`)?.values() ?? [])];
  const [variable, ...more] = all.filter((one) => sameVariable(one.name, name));
  if (variable === undefined || more.length > 0) return undefined;
  const term = left.get(variable.name) ?? NOT_SET;
  return target.type === 'any' || target.type === variable.type
    ? term
    : callTerm(`convert:${target.type}`, [term]);
}
