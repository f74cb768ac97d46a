import type { Program, Step } from './program.ts';
import type { NameScope } from './variables.ts';

/** The variables that can be named where an action stands. */
export function scopeAt(program: Program, step: Step): NameScope {
  const { type, variables, containerVariables } = program.units[step.unit] ?? program;
  const own = containerVariables.get(`${step.containerKind}:${step.container}`);
  return {
    taskName: step.container,
    flow: new Map(variables.map((variable) => [variable.name.toLowerCase(), variable])),
    task: new Map(own),
    prefix: step.containerKind === 'state' ? 'State' : 'Task',
    flowType: type,
  };
}
