import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Program, Step } from '../program.ts';

/** Finds output paths of Call Task that its task never ends by. Names differ not by case, as in Architect. Pure. */
export function checkTaskEnds(
  program: Program,
  targets: ReadonlyMap<number, readonly string[]>,
): Diagnostic[] {
  const ends = endsByTask(program);
  return program.steps.flatMap((step, index) => {
    const task = targets.get(index)?.[0]?.slice('task:'.length);
    return step.type.calls === true && task !== undefined ? neverTaken(step, task, ends.get(task) ?? []) : [];
  });
}

function endsByTask(program: Program): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const { type, settings, container } of program.steps) {
    const output = type.endsTaskBy?.(settings);
    if (typeof output === 'string') ends.set(container, [...(ends.get(container) ?? []), output]);
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
