import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { END_OF_TASK, NO_LOOP, type Program, type Step } from '../program.ts';

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
  const wired = Object.values(step.outputs);
  if (step.type.type === 'nextLoop') return step.loop === NO_LOOP ? [] : [step.loop];
  if (step.type.type === 'exitLoop')
    return step.loop === NO_LOOP ? [] : [program.steps[step.loop]?.next ?? END_OF_TASK];
  return goesBehind(step) ? [...wired, step.next] : wired;
}

/** Whether a step can go on behind itself: it does not terminate, or has a path that is not wired. */
function goesBehind(step: Step): boolean {
  if (step.type.type === 'transferToAcd') return !('failure' in step.outputs);
  if (step.type.terminates === true) return false;
  if (step.type.type === 'menu') return false;
  if (step.type.loops === true || step.type.outputs.length === 0)
    return step.type.type !== 'switch' || !('default' in step.outputs);
  return step.type.outputs.some((name) => !(name in step.outputs));
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
    program.steps.flatMap((step, index) => (step.type.type === 'callTask' ? (targets.get(index) ?? []) : [])),
  );
  const found = new Map<string, Diagnostic>();
  for (const index of reached) {
    const step = program.steps[index];
    if (
      step === undefined ||
      !waysOn(program, step).includes(END_OF_TASK) ||
      step.container === 'endOfFlow' ||
      step.container === 'errorHandling'
    )
      continue;
    if (called.has(`task:${step.container}`) || found.has(step.container)) continue;
    found.set(step.container, {
      ...step.place,
      severity: 'warning',
      code: 'NO_END',
      message: `a route of \`${step.container}\` ends here without an action that ends or leaves it; the call is then disconnected`,
      hint: 'end it with disconnect, endTask, a jump or a transfer',
    });
  }
  return [...found.values()];
}

/** A failure path that is not wired goes on as if nothing had happened (facts/ACTIONS 0.1). */
function swallowed(program: Program, reached: ReadonlySet<number>): Diagnostic[] {
  return [...reached].flatMap((index): Diagnostic[] => {
    const step = program.steps[index];
    if (step === undefined || step.type.type !== 'callData') return [];
    const missing = ['failure', 'timeout'].filter((name) => !(name in step.outputs));
    if (missing.length === 0) return [];
    return [
      {
        ...step.place,
        severity: 'warning',
        code: 'FAILURE_HIDDEN',
        message: `${missing.join(' and ')} of this data action ${missing.length === 1 ? 'is' : 'are'} not wired: the flow goes on as if it had succeeded`,
        hint: `add "${missing[0]}" to "outputs"`,
      },
    ];
  });
}
