import type { Json, JsonObject } from '../authoring/json.ts';
import { convert } from './expression/conversion.ts';
import { ExpressionError } from './expression/expression.ts';
import type { Next } from './flow-action.ts';
import { type ContainerKind, FLOW_TYPES } from './flow-types.ts';
import { END_OF_TASK, type Program, STOP, type Step, type Unit } from './program.ts';
import type { LeftFrame, StepRun } from './step-run.ts';
import { inputVariable, sameVariable } from './variables.ts';

/*
 * Where a call is: containers entered, tasks and flows called, and the way back. Each function gives the index of the
 * next action, END_OF_TASK or STOP.
 */

/** Menus that Previous Menu can go back through. A guess. */
const MAX_MENUS = 50;

/** Begins a flow: its variables, its greeting, its first container. */
export function beginUnit(run: StepRun, unit: Unit, inputs: JsonObject): number {
  initialize(run, unit, inputs);
  if (unit.initialGreeting !== undefined) run.say(unit.initialGreeting);
  return enterStartUp(run, unit);
}

function enterStartUp(run: StepRun, unit: Unit): number {
  const { kind, container, at } = unit.startUp;
  run.enterFrame(container, undefined);
  return arrive(run, unit, kind, container, at);
}

/** Tells of a container that is entered and gives its variables their initial values. */
export function arrive(
  run: StepRun,
  unit: Unit,
  kind: ContainerKind | 'flow',
  name: string,
  at: number,
): number {
  if (kind === 'flow') return at;
  run.emit(ENTERED[kind], { name });
  if (kind === 'menu') rememberMenu(run, name);
  else initializeContainer(run, unit, kind, name);
  return at;
}

const ENTERED = {
  task: 'enteredTask',
  menu: 'enteredMenu',
  state: 'enteredState',
  bot: 'enteredBot',
} as const;

function rememberMenu(run: StepRun, name: string): void {
  if (run.menus.at(-1) !== name) run.menus = [...run.menus, name].slice(-MAX_MENUS);
}

/** Goes to a container of the flow that is running; a jump never comes back: it leaves all task calls behind. */
export function jumpTo(run: StepRun, kind: ContainerKind, name: string): number {
  const { unit } = run;
  run.jumpFrame(name);
  return arrive(run, unit, kind, name, unit.containers[kind].get(name) ?? END_OF_TASK);
}

/** Previous Menu and Repeat Menu. Without such a menu the flow has an error. */
export function goToMenu(run: StepRun, which: 'previous' | 'repeat'): number {
  const isInMenu = run.at.containerKind === 'menu';
  const name = run.menus.at(which === 'previous' && isInMenu ? -2 : -1);
  if (name === undefined) throw new ExpressionError('there is no menu to go back to');
  if (which === 'previous' && isInMenu) run.menus = run.menus.slice(0, -1);
  return jumpTo(run, 'menu', name);
}

/** Calls a task of the flow that is running. */
export function callTask(
  run: StepRun,
  step: Step,
  { callTask: task, variables }: Extract<Next, { callTask: string }>,
): number {
  const { unit } = run;
  run.enterFrame(task, step.id);
  run.emit('enteredTask', { name: task });
  initializeContainer(run, unit, 'task', task);
  for (const [input, value] of variables) {
    const variable = inputVariable(unit.containerVariables.get(`task:${task}`), input);
    if (variable !== undefined) run.setTaskVariable(variable.name, convert(value, variable.type));
  }
  return unit.containers.task.get(task) ?? END_OF_TASK;
}

/** Calls another flow: a common module, a bot. It sees none of the variables of this one. */
export function callFlow(
  run: StepRun,
  program: Program,
  { callFlow: reference, variables }: Extract<Next, { callFlow: string }>,
): number {
  const unit = program.unitsByReference.get(reference);
  if (unit === undefined) return END_OF_TASK;
  const { kind, container, at } = unit.startUp;
  run.emit('calledFlow', { flow: unit.name });
  run.enterFlow(container);
  // From here on what goes wrong belongs to the called flow.
  run.at = program.steps[at] ?? program.steps[unit.endOfFlow] ?? run.at;
  initialize(run, unit, inputsOf(unit, variables));
  if (unit.initialGreeting !== undefined) run.say(unit.initialGreeting);
  return arrive(run, unit, kind, container, at);
}

/** Inputs by the declared names of a flow's input variables; others are dropped. */
function inputsOf({ variables }: Unit, given: readonly (readonly [name: string, value: Json])[]): JsonObject {
  const inputs = variables.filter(({ isInput }) => isInput);
  return Object.fromEntries(
    given.flatMap(([input, value]) => {
      const variable = inputs.find(({ name }) => sameVariable(name, input));
      return variable === undefined ? [] : [[variable.name, value]];
    }),
  );
}

/** Ends the innermost task: goes back to the Call Task by an output path, whose case does not count, or ends the flow. */
export function leaveTask(run: StepRun, program: Program, output: string): number {
  const { unit } = run;
  const left = run.leaveFrame();
  if (left === undefined) return run.hasEnded ? STOP : endOfFlow(run, unit);
  return comeBack(run, program, left, { output, unit });
}

/** Ends the flow that is running and goes back to the one that called it; at the top the flow ends by itself. */
export function exitFlow(
  run: StepRun,
  program: Program,
  { reason, output = 'default' }: { readonly reason: string; readonly output?: string },
): number {
  const { unit } = run;
  const left = run.leaveFlow();
  if (left !== undefined) return comeBack(run, program, left, { output, unit, exitReason: reason });
  run.flush();
  run.end({ reason: 'completed', detail: reason });
  return STOP;
}

interface ComesFrom {
  readonly output: string;
  readonly unit: Unit;
  readonly exitReason?: string;
}

/** The action that called takes what came back, and leaves by the path it ended by. */
function comeBack(run: StepRun, program: Program, left: LeftFrame, from: ComesFrom): number {
  const step = program.steps[program.byId.get(left.returnTo) ?? END_OF_TASK];
  if (step === undefined) return endOfFlow(run, from.unit);
  const { isFlow } = left;
  run.at = step;
  const values = isFlow ? outputsOf(from.unit, left.variables) : left.variables;
  const { output, exitReason = 'TriggeredByFlow' } = from;
  const { intent } = left;
  if (isFlow) {
    const isBot = FLOW_TYPES[from.unit.type].channel === 'bot';
    const ofBot = isBot ? { exitReason, ...(intent === undefined ? {} : { intent }) } : {};
    run.emit('leftFlow', { flow: from.unit.name, ...ofBot });
  }
  step.type.returned?.(
    step.settings,
    { output, values, exitReason, ...(intent === undefined ? {} : { intent }) },
    run,
  );
  const name = output.toLowerCase();
  return takeOutput(run, step, Object.keys(step.outputs).find((one) => one.toLowerCase() === name) ?? output);
}

function outputsOf({ variables }: Unit, values: { readonly [name: string]: Json }): JsonObject {
  const names = variables.filter(({ isOutput }) => isOutput).map(({ name }) => name);
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name] ?? null]] : [])),
  );
}

/** Leaves an action by an output path; where nothing is wired, the flow goes on behind the action. */
export function takeOutput(run: StepRun, step: Step, output: string): number {
  run.emitOutput(output);
  return (Object.hasOwn(step.outputs, output) ? step.outputs[output] : undefined) ?? unwired(run, step);
}

/** A menu is played again when the transfer that a choice ends with fails (facts/ACTIONS 4.1). */
function unwired(run: StepRun, step: Step): number {
  const isLastOfChoice = step.next === END_OF_TASK && step.containerKind === 'menu';
  return isLastOfChoice && step.type.terminates === true ? goToMenu(run, 'repeat') : step.next;
}

/** Goes on in another flow and never comes back: participant data and language stay, variables do not. */
export function transferToFlow(
  run: StepRun,
  program: Program,
  reference: string,
  facts: JsonObject = {},
): number {
  const unit = program.unitsByReference.get(reference);
  if (unit === undefined) return END_OF_TASK;
  for (const [name, value] of Object.entries(facts)) run.setFact(name, value);
  run.leaveAllFrames();
  run.emit('transferredToFlow', { flow: unit.name });
  run.menus = [];
  run.at = program.steps[unit.endOfFlow] ?? run.at;
  return beginUnit(run, unit, {});
}

/** What a flow does when its last container has run out. */
function endOfFlow(run: StepRun, unit: Unit): number {
  const isAgain = FLOW_TYPES[unit.type].runsOut === 'again' && run.queuePlace !== undefined;
  // A task without actions would begin again for ever without an action to count.
  if (isAgain && unit.startUp.at !== END_OF_TASK) return enterStartUp(run, unit);
  run.enterFrame(unit.startUp.container, undefined);
  return unit.endOfFlow;
}

function initialize(run: StepRun, unit: Unit, inputs: JsonObject): void {
  for (const { name, type } of unit.variables) {
    if (Object.hasOwn(inputs, name)) run.setFlowVariable(name, convert(inputs[name], type));
  }
  for (const { name, value } of unit.initialValues) {
    if (!Object.hasOwn(inputs, name)) run.setFlowVariable(name, run.read(value));
  }
}

function initializeContainer(run: StepRun, unit: Unit, kind: ContainerKind, container: string): void {
  for (const { name, value } of unit.containerInitialValues.get(`${kind}:${container}`) ?? [])
    run.setTaskVariable(name, run.read(value));
}
