import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { END_OF_TASK, type Program, type Step } from '../program.ts';

/** Finds actions that no call can reach, tasks that run out without an end, and failures that vanish. Pure. */
export function checkReachability(
  program: Program,
  targets: ReadonlyMap<number, readonly string[]>,
): Diagnostic[] {
  const reached = reachable(program, targets);
  return [
    ...unreachable(program, reached),
    ...runningOut(program, targets, reached),
    ...swallowed(program, reached),
  ];
}

/** Indices of all steps some path leads to, from the start and from error handling. */
function reachable(program: Program, targets: ReadonlyMap<number, readonly string[]>): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [program.startUp.at, program.errorHandling.at, program.endOfFlow];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const step = program.steps[at];
    if (step === undefined || reached.has(at)) continue;
    reached.add(at);
    open.push(...waysOn(program, step), ...entered(program, targets.get(at) ?? []));
  }
  return reached;
}

/** Where a step can go on within its task. */
function waysOn(program: Program, step: Step): readonly number[] {
  const loop = program.steps[step.loop];
  if (step.type.leavesRound === 'next') return loop === undefined ? [] : [step.loop];
  if (step.type.leavesRound === 'exit') return loop === undefined ? [] : [loop.next];
  const wired = Object.values(step.outputs);
  return goesBehind(step) ? [...wired, step.next] : wired;
}

/** Whether a step can go on behind itself. */
function goesBehind({ type, outputs }: Step): boolean {
  if (type.goesOn !== undefined) return type.goesOn(new Set(Object.keys(outputs)));
  if (type.terminates === true) return false;
  return type.loops === true || type.outputs.length === 0 || type.outputs.some((name) => !(name in outputs));
}

function entered(program: Program, targets: readonly string[]): readonly number[] {
  return targets.map((target) => {
    const [kind = '', ...name] = target.split(':');
    return (kind === 'menu' ? program.menus : program.tasks).get(name.join(':')) ?? END_OF_TASK;
  });
}

function unreachable(program: Program, reached: ReadonlySet<number>): Diagnostic[] {
  return program.steps.flatMap((step, index): Diagnostic[] => {
    if (reached.has(index) || isBehindUnreachable(program, index, reached)) return [];
    const message =
      step.type.type === 'menu'
        ? `no path leads to the menu \`${step.container}\``
        : 'no path leads to this action';
    return [
      { ...step.place, severity: 'warning', code: 'UNREACHABLE', message, hint: 'remove it, or lead to it' },
    ];
  });
}

/** Only the first action of an unreachable stretch is reported. */
function isBehindUnreachable(program: Program, index: number, reached: ReadonlySet<number>): boolean {
  return program.steps.some(
    (step, other) =>
      !reached.has(other) &&
      other !== index &&
      (Object.values(step.outputs).includes(index) || (goesBehind(step) && step.next === index)),
  );
}

/** Architect does not publish a task with a route that just stops, unless a Call Task can take it on from there. */
function runningOut(
  program: Program,
  targets: ReadonlyMap<number, readonly string[]>,
  reached: ReadonlySet<number>,
): Diagnostic[] {
  const called = new Set(
    program.steps.flatMap((step, index) => (step.type.calls === true ? (targets.get(index) ?? []) : [])),
  );
  const mayRunOut = (container: string) => called.has(`task:${container}`) || !program.tasks.has(container);
  const found = new Map<string, Diagnostic>();
  for (const step of program.steps.filter((_, index) => reached.has(index))) {
    if (!waysOn(program, step).includes(END_OF_TASK) || mayRunOut(step.container)) continue;
    if (!found.has(step.container)) found.set(step.container, noEnd(step));
  }
  return [...found.values()];
}

function noEnd(step: Step): Diagnostic {
  return {
    ...step.place,
    severity: 'warning',
    code: 'NO_END',
    message: `a route of \`${step.container}\` ends here without an action that ends or leaves it; the call is then disconnected`,
    hint: 'end it with disconnect, endTask, a jump or a transfer',
  };
}

/** A failure path that is not wired goes on as if nothing had happened (facts/ACTIONS 0.1). */
function swallowed(program: Program, reached: ReadonlySet<number>): Diagnostic[] {
  return program.steps.flatMap((step, index): Diagnostic[] => {
    const missing = (step.type.dangerousUnwired ?? []).filter((name) => !(name in step.outputs));
    if (!reached.has(index) || missing.length === 0) return [];
    const message = `${missing.join(' and ')} of this action ${missing.length === 1 ? 'is' : 'are'} not wired: the flow goes on as if it had succeeded`;
    const hint = `add "${missing[0]}" to "outputs"`;
    return [{ ...step.place, severity: 'warning', code: 'FAILURE_HIDDEN', message, hint }];
  });
}
