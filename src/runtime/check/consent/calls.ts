import { FLOW_TYPES } from '../../flow-types.ts';
import { END_OF_TASK, type Step } from '../../program.ts';
import { sameVariable } from '../../variables.ts';
import { calledBy } from './actions.ts';
import { atomPrefix, knownAt, type Proof, written } from './effects.ts';
import { beginUnit, entered, orInitial, returned } from './entrances.ts';
import { termOf } from './known-values.ts';
import type { CallState } from './state.ts';
import { atomTerm, callTerm, type Term } from './term.ts';
import { told, type Way } from './way.ts';

/** Calls of tasks and flows. */
export function called(proof: Proof, state: CallState, step: Step): readonly Way[] {
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
export function comeBack(proof: Proof, state: CallState, output: string): readonly Way[] {
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
