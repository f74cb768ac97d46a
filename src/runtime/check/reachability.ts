import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { type ContainerKind, FLOW_TYPES } from '../flow-types.ts';
import { END_OF_TASK, NO_LOOP, type Program, type Step } from '../program.ts';

/** Finds actions that no call can reach, tasks that run out without an end, failures that vanish, and loops that are none. Pure. */
export function checkReachability(program: Program): Diagnostic[] {
  const reached = reachable(program);
  return [
    ...unreachable(program, reached),
    ...runningOut(program, reached),
    ...swallowed(program, reached),
    ...runningOnce(program, reached),
  ];
}

/** Indices of all steps some path leads to, from the start and from error handling. */
export function reachable(program: Program): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = program.units.flatMap((unit) => [unit.startUp.at, unit.errorHandling.at, unit.endOfFlow]);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const step = program.steps[at];
    if (step === undefined || reached.has(at)) continue;
    reached.add(at);
    open.push(...waysOn(program, step), ...entered(program, step));
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
export function goesBehind({ type, outputs }: Step): boolean {
  if (type.goesOn !== undefined) return type.goesOn(new Set(Object.keys(outputs)));
  if (type.terminates === true) return false;
  return type.loops === true || type.outputs.length === 0 || type.outputs.some((name) => !(name in outputs));
}

/** First actions of the containers a step leads to; other flows are reached by themselves. */
function entered(program: Program, { targets, unit }: Step): readonly number[] {
  return targets.map((target) => {
    const [kind, ...name] = target.split(':');
    const containers = program.units[unit]?.containers[kind as ContainerKind];
    return containers?.get(name.join(':')) ?? END_OF_TASK;
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
function runningOut(program: Program, reached: ReadonlySet<number>): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const step of program.steps.filter((_, index) => reached.has(index))) {
    if (!waysOn(program, step).includes(END_OF_TASK) || mayRunOut(program, step)) continue;
    const key = containerKey(step);
    if (!found.has(key)) found.set(key, noEnd(step));
  }
  return [...found.values()];
}

/** A called task goes back to its caller; some flow types have an end of their own. */
function mayRunOut(program: Program, step: Step): boolean {
  const type = program.units[step.unit]?.type ?? program.type;
  if (step.containerKind === 'flow' || step.containerKind === 'menu') return true;
  if (FLOW_TYPES[type].runsOut === 'again' || FLOW_TYPES[type].runsOut === 'return') return true;
  const target = `task:${step.container}`;
  return program.steps.some(
    (other) => other.type.calls === true && other.unit === step.unit && other.targets.includes(target),
  );
}

function containerKey({ unit, containerKind, container }: Step): string {
  return `${unit}:${containerKind}:${container}`;
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

/** Architect does not publish a loop whose body always ends or leaves it (facts/ACTIONS 0.1). */
function runningOnce(program: Program, reached: ReadonlySet<number>): Diagnostic[] {
  const again = new Set<number>();
  for (const step of program.steps.filter((_, index) => reached.has(index)))
    for (const at of waysOn(program, step)) if (isWithin(program, step, at)) again.add(at);
  return program.steps.flatMap((step, index): Diagnostic[] => {
    const isWired = step.type.loops === true && Object.keys(step.outputs).length > 0;
    if (!isWired || !reached.has(index) || again.has(index)) return [];
    const message = 'this loop never begins a second round: every way through it ends or leaves it';
    const hint = 'leave the loop out, or let a way run to its end';
    return [{ ...step.place, severity: 'warning', code: 'LOOP_ONCE', message, hint }];
  });
}

/** Whether a step stands in a loop, or in one within it. */
function isWithin(program: Program, step: Step, loop: number): boolean {
  for (let at = step.loop; at !== NO_LOOP; at = program.steps[at]?.loop ?? NO_LOOP)
    if (at === loop) return true;
  return false;
}
