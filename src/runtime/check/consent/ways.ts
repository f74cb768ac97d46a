import { FLOW_TYPES } from '../../flow-types.ts';
import { END_OF_TASK, type Entrance, NO_LOOP, type Step, type Unit } from '../../program.ts';
import { sameVariable, type Target, type VariableDeclaration } from '../../variables.ts';
import { goesBehind } from '../reachability.ts';
import { type Called, calledBy, flowsLeftFor } from './actions.ts';
import { atomPrefix, begun, effectsOf, knownAt, type Proof, written } from './effects.ts';
import { lasts, termOf } from './known-values.ts';
import { type CallState, firstState, NO_VALUES, tidied, type Values, withGrant } from './state.ts';
import { atomTerm, callTerm, NOT_SET, numberOf, type Term } from './term.ts';

/** One way in which calls can go on. */
export interface Way {
  readonly to: CallState;
  /** What happens, in the words of a caller or of the flow; absent where there is no choice. */
  readonly told?: string;
  /** How far it is from what a call usually does: 0 nothing happens, 1 a choice, 2 an error. */
  readonly cost: 0 | 1 | 2;
}

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
function beginUnit(
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
function orInitial(input: Term | undefined, initial: Term | undefined): Term {
  if (input === undefined) return initial ?? NOT_SET;
  const isSet = input.kind === 'literal' && input.value !== undefined;
  return initial === undefined || isSet ? input : callTerm('default', [input, initial]);
}

/** The call enters a container of the flow that it is in: the container's variables begin anew. */
function entered(proof: Proof, state: CallState, { kind, container, at }: Entrance): CallState {
  const unit = proof.program.units[state.unit];
  const key = `${kind}:${container}`;
  const prefix = -1_000_000 - Math.max(at, 0);
  let now: CallState = { ...begun({ ...state, task: NO_VALUES }, prefix), at };
  for (const { name, value } of unit?.containerInitialValues.get(key) ?? [])
    now = written(proof, now, { scope: 'task', name }, termOf(value, knownAt(proof, now, prefix), name));
  return now;
}

/** The ways on from a state; none where calls end. */
export function waysOn(proof: Proof, state: CallState): readonly Way[] {
  const step = proof.program.steps[state.at];
  const ways = step === undefined ? comeBack(proof, state, 'default') : waysOf(proof, state, step);
  return ways.map((way) => ({ ...way, to: tidied(way.to, lasts) }));
}

function waysOf(proof: Proof, state: CallState, step: Step): readonly Way[] {
  const before = begun(state, state.at);
  const effects = effectsOf(proof, before, step, state.at);
  const on = (output: string, at: number, told?: string): readonly Way[] => {
    const to = effects.on(output);
    return to === undefined
      ? []
      : [{ to: { ...to, at }, cost: told === undefined ? 0 : 1, ...(told && { told }) }];
  };
  const left = effects.on('default') ?? before;
  const ways = [
    ...(calledBy(proof.program, step) === undefined ? pathsOf(proof, step, on) : called(proof, before, step)),
    ...leaps(proof, left, step),
    ...effects.onError.flatMap((one) => errorWays(proof, { ...one, at: state.at })),
  ];
  return ways;
}

/** An action's output paths, and the way behind it. */
function pathsOf(
  proof: Proof,
  step: Step,
  on: (output: string, at: number, told?: string) => readonly Way[],
): readonly Way[] {
  const { type, outputs, next } = step;
  const names = [...new Set([...Object.keys(outputs), ...type.outputs])];
  const isBehind = type.leavesRound === undefined && goesBehind(step);
  const behind = isBehind && (type.outputs.length === 0 || type.loops === true);
  const tell = (output: string) =>
    names.length + (behind ? 1 : 0) > 1 ? told(proof, step, output) : undefined;
  return [
    ...names.flatMap((name) => on(name, outputs[name] ?? next, tell(name))),
    ...(behind
      ? on(
          'default',
          next,
          names.length === 0 ? undefined : tell(type.loops === true ? 'no further round' : 'default'),
        )
      : []),
    ...roundLeft(proof, step, on),
  ];
}

function roundLeft(
  { program }: Proof,
  { type, loop, next }: Step,
  on: (output: string, at: number) => readonly Way[],
): readonly Way[] {
  if (type.leavesRound === undefined) return [];
  if (loop === NO_LOOP) return on('default', next);
  return on('default', type.leavesRound === 'next' ? loop : (program.steps[loop]?.next ?? END_OF_TASK));
}

/** What happens on an output path, as a caller does it or by the action's id. */
function told({ program }: Proof, step: Step, output: string): string {
  const { type, settings, container, containerKind, id, unit } = step;
  const done = type.callerDoes?.(settings, output);
  const isMenu = program.units[unit]?.containers.menu.get(container) === program.byId.get(id);
  const where = containerKind === 'menu' && isMenu ? `menu \`${container}\`` : `\`${id}\``;
  return done === undefined ? `${output} of ${where}` : `${done} at ${where}`;
}

/** Calls of tasks and flows. */
function called(proof: Proof, state: CallState, step: Step): readonly Way[] {
  const { program } = proof;
  const call = calledBy(program, step);
  if (call === undefined) return [];
  const { unit, task, inputs } = call;
  const known = knownAt(proof, state, state.at);
  const given = Object.entries(inputs).map(
    ([name, value]) => ({ name, type: value.type, term: termOf(value, known, `input ${name}`) }) as const,
  );
  const inputOf = (variable: string, type: string): Term | undefined => {
    const [found, ...more] = given.filter(({ name }) => sameVariable(variable, name));
    if (found === undefined) return undefined;
    // Which of two counts depends on whether they are set.
    if (more.length > 0) return atomTerm(`${atomPrefix(state.at)}${variable}`);
    return type === 'any' || type === found.type ? found.term : callTerm(`convert:${type}`, [found.term]);
  };
  const frame = { returnTo: state.at, unit: state.unit, task: state.task };
  if (task === undefined) {
    const within = { ...state, frames: [...state.frames, { ...frame, flow: state.flow }] };
    const failed = step.type.outputs.filter((name) => name !== 'success' && name !== 'default');
    return [
      ...beginUnit(proof, within, unit, ({ name, type }) => {
        const term = inputOf(name, type);
        return term && { term, isSure: false };
      }),
      ...failed.map(
        (name): Way => ({
          to: { ...state, at: step.outputs[name] ?? step.next },
          told: told(proof, step, name),
          cost: 1,
        }),
      ),
    ];
  }
  const at = unit.containers.task.get(task) ?? END_OF_TASK;
  let to = entered(
    proof,
    { ...state, frames: [...state.frames, frame] },
    { kind: 'task', container: task, at },
  );
  for (const { name, type } of unit.containerVariables.get(`task:${task}`)?.values() ?? []) {
    const term = inputOf(name, type);
    const initial = to.task.get(name);
    if (term === undefined) continue;
    to = written(proof, to, { scope: 'task', name }, orInitial(term, initial));
  }
  return [{ to, cost: 0 }];
}

/** Goes back to the action that called, by an output path of it; at the top the flow ends, or begins again in a queue. */
function comeBack(proof: Proof, state: CallState, output: string): readonly Way[] {
  const { program } = proof;
  const frame = state.frames.at(-1);
  const unit = program.units[state.unit];
  if (frame === undefined) {
    const again = unit !== undefined && FLOW_TYPES[unit.type].runsOut === 'again';
    return again ? [{ to: entered(proof, state, unit.startUp), cost: 0 }] : [];
  }
  const step = program.steps[frame.returnTo];
  if (step === undefined) return [];
  const to = returned(proof, state, step);
  const name = Object.keys(step.outputs).find((one) => one.toLowerCase() === output.toLowerCase());
  const at = (name === undefined ? undefined : step.outputs[name]) ?? step.next;
  return [{ to: { ...to, at }, cost: 0 }];
}

/** What the caller knows when it goes on: its own variables, with those that what it called gave back. */
function returned(proof: Proof, state: CallState, step: Step): CallState {
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

/** Where an action leads besides its output paths: jumps, other flows, the way back, menus by no name. */
function leaps(proof: Proof, state: CallState, step: Step): readonly Way[] {
  const { type, settings, targets } = step;
  const { program } = proof;
  if (calledBy(program, step) !== undefined) return [];
  const unit = program.units[step.unit];
  if (unit === undefined) return [];
  const ended = type.endsTaskBy?.(settings);
  if (ended !== undefined) return comeBack(proof, state, ended);
  const jumps = targets.flatMap((target): readonly Way[] => {
    const [kind = '', ...rest] = target.split(':');
    if (kind !== 'task' && kind !== 'menu' && kind !== 'state' && kind !== 'bot') return [];
    const container = rest.join(':');
    const at = unit.containers[kind].get(container) ?? END_OF_TASK;
    return [{ to: entered(proof, jumped(state), { kind, container, at }), cost: 0 }];
  });
  const flows = flowsLeftFor(program, step).flatMap((other) =>
    beginUnit(proof, { ...state, frames: [] }, other, () => undefined),
  );
  const isLast =
    type.terminates === true && jumps.length + flows.length === 0 && type.leavesRound === undefined;
  return [
    ...jumps,
    ...flows,
    ...menuAgain(proof, state, step, unit),
    ...globalChoices(proof, state, step, unit),
    ...(isLast ? unnamedLeaps(proof, state, step, unit) : []),
  ];
}

/** A menu is played again when the transfer that a choice ends with fails. */
function menuAgain(
  proof: Proof,
  state: CallState,
  { type, next, container }: Step,
  unit: Unit,
): readonly Way[] {
  const at = unit.containers.menu.get(container);
  if (type.terminates !== true || type.outputs.length === 0 || next !== END_OF_TASK || at === undefined)
    return [];
  return [{ to: entered(proof, jumped(state), { kind: 'menu', container, at }), cost: 1 }];
}

/** A jump leaves all tasks that were called in the flow. */
function jumped(state: CallState): CallState {
  const last = state.frames.findLastIndex((frame) => frame.flow !== undefined);
  return { ...state, frames: state.frames.slice(0, last + 1) };
}

/** Choices of other menus that count in this one, too. */
function globalChoices(proof: Proof, state: CallState, step: Step, unit: Unit): readonly Way[] {
  const isMenu = unit.containers.menu.get(step.container) === state.at && step.containerKind === 'menu';
  if (!isMenu) return [];
  return unit.globalChoices.flatMap(({ menu, output }) => {
    const other = proof.program.steps[unit.containers.menu.get(menu) ?? END_OF_TASK];
    if (other === undefined) return [];
    const to = { ...jumped(state), task: NO_VALUES, at: other.outputs[output] ?? other.next };
    return [{ to, told: told(proof, other, output), cost: 1 } as const];
  });
}

/**
 * An action that ends where it stands may go to a menu that only the call knows, or end a flow that was called. What it
 * does not do is no harm: the proof then holds for more calls than there are.
 */
function unnamedLeaps(proof: Proof, state: CallState, step: Step, unit: Unit): readonly Way[] {
  const menus =
    step.type.category === 'Menu'
      ? [...unit.containers.menu].map(
          ([container, at]): Way => ({
            to: entered(proof, jumped(state), { kind: 'menu', container, at }),
            told: `on to menu \`${container}\` at \`${step.id}\``,
            cost: 1,
          }),
        )
      : [];
  return [...menus, ...flowLeft(proof, state)];
}

/** The flow that was called ends, with all its tasks: its caller goes on by any of its paths. */
function flowLeft(proof: Proof, state: CallState): readonly Way[] {
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

/** Where an error of the flow leads. */
function errorWays(proof: Proof, state: CallState): readonly Way[] {
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
