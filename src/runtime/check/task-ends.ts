import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Program, Step, Unit } from '../program.ts';

/** Finds output paths of calls that the task or module never ends by. Names differ not by case, as in Architect. Pure. */
export function checkTaskEnds(program: Program): Diagnostic[] {
  const ends = endsByTask(program);
  return program.steps.flatMap((step) => {
    const unit = program.unitsByReference.get(step.type.callsFlow?.(step.settings).flow ?? '');
    if (unit?.type === 'commonModule' && unit.reference !== '')
      return neverTaken(step, 'module', unit.reference, endsOf(unit, ends));
    const target = step.type.calls === true ? step.targets[0] : undefined;
    if (target === undefined || !target.startsWith('task:')) return [];
    const task = target.slice('task:'.length);
    return neverTaken(step, 'task', task, ends.get(`${step.unit}:${task}`) ?? []);
  });
}

/** A task that a module calls may be jumped to as well, so the ends of all its tasks count. */
function endsOf(unit: Unit, ends: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...unit.containers.task.keys()].flatMap((task) => ends.get(`${unit.index}:${task}`) ?? []);
}

function endsByTask(program: Program): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const { type, settings, container, unit } of program.steps) {
    const output = type.endsTaskBy?.(settings);
    const key = `${unit}:${container}`;
    if (typeof output === 'string') ends.set(key, [...(ends.get(key) ?? []), output]);
  }
  return ends;
}

function neverTaken(
  step: Step,
  what: 'task' | 'module',
  name: string,
  ends: readonly string[],
): Diagnostic[] {
  const known = [...new Set(['default', ...ends])];
  const isKnown = (name: string) => known.some((one) => one.toLowerCase() === name.toLowerCase());
  return Object.keys(step.outputs)
    .filter((output) => !isKnown(output))
    .map((output) => ({
      file: step.place.file,
      pointer: pointerTo(step.place.pointer, 'outputs', output),
      severity: 'error',
      code: 'UNKNOWN_TASK_OUTPUT',
      message: `the ${what} \`${name}\` never ends by \`${output}\``,
      hint: didYouMean(output, known, `end the ${what} by it with endTask`),
    }));
}
