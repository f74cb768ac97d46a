import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Program, Step } from '../program.ts';

/** Finds output paths of Call Task that its task never ends by. Names differ not by case, as in Architect. Pure. */
export function checkTaskEnds(program: Program): Diagnostic[] {
  const ends = endsByTask(program);
  return program.steps.flatMap((step) => {
    const target = step.type.calls === true ? step.targets[0] : undefined;
    if (target === undefined || !target.startsWith('task:')) return [];
    const task = target.slice('task:'.length);
    return neverTaken(step, task, ends.get(`${step.unit}:${task}`) ?? []);
  });
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

function neverTaken(step: Step, task: string, ends: readonly string[]): Diagnostic[] {
  const known = [...new Set(['default', ...ends])];
  const isKnown = (name: string) => known.some((one) => one.toLowerCase() === name.toLowerCase());
  return Object.keys(step.outputs)
    .filter((name) => !isKnown(name))
    .map((name) => ({
      file: step.place.file,
      pointer: pointerTo(step.place.pointer, 'outputs', name),
      severity: 'error',
      code: 'UNKNOWN_TASK_OUTPUT',
      message: `the task \`${task}\` never ends by \`${name}\``,
      hint: didYouMean(name, known, 'end the task by it with endTask'),
    }));
}
