import { END_OF_TASK, NO_LOOP, type Step, type Unit } from '../../program.ts';
import { goesBehind } from '../reachability.ts';
import { calledBy, flowsLeftFor } from './actions.ts';
import { called, comeBack } from './calls.ts';
import { begun, effectsOf, type Proof } from './effects.ts';
import { beginUnit, entered, errorWays, flowLeft, jumped } from './entrances.ts';
import { lasts } from './known-values.ts';
import { type CallState, NO_VALUES, tidied } from './state.ts';
import { told, type Way } from './way.ts';

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
