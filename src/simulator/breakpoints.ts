import { didYouMean } from '../authoring/suggest.ts';
import { compileValue } from '../runtime/expression/compile-value.ts';
import { type Expression, ExpressionError } from '../runtime/expression/expression.ts';
import type { Program, Step } from '../runtime/program.ts';
import { scopeAt } from '../runtime/scope-at.ts';
import type { StepOptions } from '../runtime/step-run.ts';
import type { NameScope } from '../runtime/variables.ts';

/** Where a call that is stepped through pauses. */
export interface Breakpoint {
  /** Id of an action, or `task:name`, `menu:name`, `state:name` for the first of its actions; absent: every action. */
  readonly at?: string;
  /** Architect expression that must be true there; absent: always. */
  readonly condition?: string;
}

/** What is wrong with a breakpoint. */
export interface BreakpointFault {
  readonly message: string;
  readonly hint: string;
}

type Pauses = NonNullable<StepOptions['pauses']>;

/** Compiles breakpoints of a flow. @returns when a call pauses, or what is wrong with the first that is of no use. */
export function compileBreakpoints(
  program: Program,
  breakpoints: readonly Breakpoint[],
): { readonly pauses: Pauses } | { readonly fault: BreakpointFault } {
  const compiled: Pauses[] = [];
  for (const breakpoint of breakpoints) {
    const one = compileOne(program, breakpoint);
    if ('fault' in one) return one;
    compiled.push(one.pauses);
  }
  return { pauses: (visit) => compiled.some((pauses) => pauses(visit)) };
}

function compileOne(program: Program, { at, condition }: Breakpoint): ReturnType<typeof compileBreakpoints> {
  const step = at === undefined ? undefined : stepAt(program, at);
  if (at !== undefined && step === undefined) return { fault: noSuchPlace(program, at) };
  const holds = condition === undefined ? undefined : compileCondition(condition, scopeOf(program, step));
  if (holds !== undefined && 'fault' in holds) return holds;
  return {
    pauses: (visit) =>
      (step === undefined || visit.step === step) &&
      (holds === undefined || isTrue(holds.value, visit.reader)),
  };
}

/** Where there is no place, the condition is about the variables of the flow. */
function scopeOf(program: Program, step: Step | undefined): NameScope {
  const first = program.steps[program.endOfFlow];
  if (step !== undefined) return scopeAt(program, step);
  return first === undefined ? { taskName: '', flow: new Map(), task: new Map() } : scopeAt(program, first);
}

function stepAt(program: Program, at: string): Step | undefined {
  const [, kind = '', name = ''] = /^(task|menu|state|bot):(.+)$/.exec(at) ?? [];
  const entered = isContainer(kind) ? program.containers[kind].get(name) : undefined;
  return program.steps[program.byId.get(at) ?? entered ?? -1];
}

function isContainer(kind: string): kind is keyof Program['containers'] {
  return kind === 'task' || kind === 'menu' || kind === 'state' || kind === 'bot';
}

function noSuchPlace({ byId, containers }: Program, at: string): BreakpointFault {
  const { task, menu } = containers;
  const places = [
    ...[...menu.keys()].map((name) => `menu:${name}`),
    ...[...task.keys()].map((name) => `task:${name}`),
    ...byId.keys(),
  ];
  const otherwise = 'name an action by its id as transcripts show it, or write task:name or menu:name';
  return { message: `the flow has no action "${at}"`, hint: didYouMean(at, places, otherwise) };
}

function compileCondition(
  condition: string,
  scope: NameScope,
): { readonly value: Expression } | { readonly fault: BreakpointFault } {
  const faults: BreakpointFault[] = [];
  const value = compileValue({ exp: condition }, 'boolean', scope, (_pointer, _code, message, hint) =>
    faults.push({ message: `the condition "${condition}" cannot be used: ${message}`, hint }),
  );
  const [fault] = faults;
  return fault === undefined ? { value } : { fault };
}

/** What cannot be worked out is not true: the call goes on. */
function isTrue(value: Expression, reader: Parameters<Expression['evaluate']>[0]): boolean {
  try {
    return value.evaluate(reader) === true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
