import type { JsonObject } from '../authoring/json.ts';
import type { CallDetails, Conversation, Ending, StepResult, Stimulus, Wait } from './conversation.ts';
import { convert } from './expression/conversion.ts';
import { ExpressionError } from './expression/expression.ts';
import { DEFAULT_ERROR_AUDIO, type Environment, MAX_ACTIONS, MAX_ACTIONS_HANDLING_ERROR } from './flow.ts';
import type { Next } from './flow-action.ts';
import { END_OF_TASK, NO_LOOP, type Program, type Step } from './program.ts';
import { StepRun } from './step-run.ts';
import { inputVariable } from './variables.ts';

/*
 * Steps a call through a compiled flow.
 *
 * Owns: which action runs next, task calls, loops, the action limits, flow-level error handling, barge-in.
 * Does not own: time, ids, storage, anything outside: those come in as arguments and go out as a wait.
 *
 * I1: start and resume are pure: the same arguments give the same result, and what comes in is not changed.
 * I2: a step ends only at a wait or at the end of the flow.
 * I3: no more than MAX_ACTIONS actions run in a call, and MAX_ACTIONS_HANDLING_ERROR more once in error handling (R6).
 * I4: an action that cannot run at all goes to error handling, never to its failure path (R7, facts/ACTIONS 0.1).
 */

/** Keys kept for later prompts; further ones are lost, as on any line. A guess. */
const MAX_TYPED_AHEAD = 100;

/** Marks that a step is over: the call waits or has ended. */
const STOP = -2;

/** What a call begins with. */
export interface StartOptions {
  readonly id: string;
  /** Epoch ms. */
  readonly now: number;
  readonly environment: Environment;
  readonly call: CallDetails;
  /** Defaults to the flow's first language. */
  readonly language?: string;
  /** `Flow.x`: value, for input variables. */
  readonly inputs?: JsonObject;
}

/** Begins a call and runs it to its first wait, or its end. */
export function start(program: Program, options: StartOptions): StepResult {
  const run = new StepRun(program, newConversation(program, options), options.now, options.environment);
  run.emit('startedFlow', { flow: program.name, version: program.hash, ...callOf(options.call) });
  return finish(run, program, () => {
    initialize(run, program, options.inputs ?? {});
    if (program.initialGreeting !== undefined)
      run.queue({ text: run.fill(program.initialGreeting.text), bargeIn: program.initialGreeting.bargeIn });
    return enterContainer(run, program, program.startUp.container, program.startUp.at);
  });
}

/**
 * Goes on with a waiting call.
 *
 * @param stimulus what ended the wait. One that answers an older wait changes nothing.
 */
export function resume(
  program: Program,
  conversation: Conversation,
  stimulus: Stimulus,
  options: { readonly now: number; readonly environment: Environment },
): StepResult {
  const { wait } = conversation;
  if (wait === undefined || isStale(conversation, stimulus)) return { conversation, events: [] };
  const run = new StepRun(program, conversation, options.now, options.environment);
  if (stimulus.type === 'callerDisconnected') {
    if (wait.for === 'dataAction') run.emit('abandonedDataAction', { dataAction: wait.dataAction });
    run.end({ reason: 'callerDisconnected', detail: `while waiting for ${wait.for}` });
    return run.result();
  }
  return finish(run, program, () => answer(run, program, wait, stimulus));
}

function isStale(conversation: Conversation, stimulus: Stimulus): boolean {
  return 'step' in stimulus && stimulus.step !== conversation.wait?.begunAtStep;
}

/** Runs to the next wait; `first` says where. */
function finish(run: StepRun, program: Program, first: () => number): StepResult {
  let at = guarded(run, program, first);
  while (at !== STOP) {
    const from = at;
    at = guarded(run, program, () => runFrom(run, program, from));
  }
  return run.result();
}

/** An expression that cannot be evaluated is an error of the flow, wherever it stands (I4). */
function guarded(run: StepRun, program: Program, advance: () => number): number {
  try {
    return advance();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // Error handling has expressions of its own, so it is guarded too; a second error ends the call.
    return guarded(run, program, () => handleError(run, program, 'ExpressionError', error.message));
  }
}

/** The loop: one action after the other until one waits or ends the flow (I2, I3). */
function runFrom(run: StepRun, program: Program, first: number): number {
  const { steps } = program;
  let at = first;
  while (at !== STOP) {
    const step = at === END_OF_TASK ? undefined : steps[at];
    if (step === undefined) {
      at = leaveTask(run, program, 'default');
      continue;
    }
    run.at = step;
    run.actionsRun++;
    if (run.actionsRun > run.actionsAllowed)
      return handleError(run, program, 'ActionLimit', actionLimitMessage(run));
    if (step.type.flushes === true && run.audio.length > 0 && waitForAudio(run)) return STOP;
    at = go(run, program, step, step.type.enter(step.settings, run));
  }
  return STOP;
}

function actionLimitMessage({ handlingError }: StepRun): string {
  return handlingError
    ? `error handling ran more than ${MAX_ACTIONS_HANDLING_ERROR} actions`
    : `the call ran more than ${MAX_ACTIONS} actions`;
}

/** Plays what is queued before the action begins. @returns whether that takes time. */
function waitForAudio(run: StepRun): boolean {
  const { playing, endsAt } = run.flush();
  if (endsAt <= run.now) return false;
  run.actionsRun--;
  run.wait = { for: 'playback', playing, dueAt: endsAt, begunAtStep: run.step };
  return true;
}

function answer(run: StepRun, program: Program, wait: Wait, stimulus: Stimulus): number {
  const step = run.at;
  if (stimulus.type === 'pressed')
    run.typedAhead = (run.typedAhead + stimulus.keys).slice(0, MAX_TYPED_AHEAD);
  const heard = heldKeys(wait, stimulus) ?? stimulus;
  const now = heard.type === 'pressed' || heard.type === 'spoke' ? run.bargeIn(wait) : wait;
  if (now.for === 'playback') {
    if (heard.type === 'timeElapsed' || now.playing?.length === 0)
      return program.byId.get(step.id) ?? program.endOfFlow;
    return go(run, program, step, { wait: now });
  }
  if (isUnheard(run, now, heard)) return go(run, program, step, { wait: now });
  return go(run, program, step, step.type.resume?.(step.settings, heard, now, run) ?? { wait: now });
}

/** Keys that were held back while audio had to be heard come when it has ended. */
function heldKeys(wait: Wait, stimulus: Stimulus): Stimulus | undefined {
  return wait.holdsKeys === true && stimulus.type === 'timeElapsed'
    ? { type: 'pressed', keys: '' }
    : undefined;
}

/** Whether audio that must be heard still plays: keys wait for its end, words are lost. */
function isUnheard(run: StepRun, wait: Wait, stimulus: Stimulus): boolean {
  if (stimulus.type !== 'pressed' && stimulus.type !== 'spoke') return false;
  return wait.playing?.some((audio) => audio.endsAt > run.now) ?? false;
}

/** Does what an action asked for. @returns the index of the next action, END_OF_TASK or STOP. */
function go(run: StepRun, program: Program, step: Step, next: Next): number {
  if ('output' in next) return takeOutput(run, step, next.output);
  if ('next' in next) return step.next;
  if ('wait' in next) {
    run.wait = run.holdKeys({ ...next.wait, begunAtStep: next.wait.begunAtStep ?? run.step });
    return STOP;
  }
  if ('loop' in next) return leaveRound(run, program, step, next.loop);
  if ('end' in next) return end(run, next.end);
  if ('jumpToTask' in next) return jump(run, program, next.jumpToTask, program.tasks.get(next.jumpToTask));
  if ('jumpToMenu' in next) return jump(run, program, next.jumpToMenu, program.menus.get(next.jumpToMenu));
  if ('callTask' in next) return callTask(run, program, step, next);
  if ('endTask' in next) return leaveTask(run, program, next.endTask);
  return handleError(run, program, next.error.errorType, next.error.errorMessage);
}

function takeOutput(run: StepRun, step: Step, output: string): number {
  run.emitOutput(output);
  return (Object.hasOwn(step.outputs, output) ? step.outputs[output] : undefined) ?? step.next;
}

function end(run: StepRun, ending: Ending): number {
  run.end(ending);
  return STOP;
}

/** Next Loop goes to the innermost loop's next round; Exit Loop goes behind it. */
function leaveRound(run: StepRun, program: Program, step: Step, way: 'next' | 'exit'): number {
  const loop = step.loop === NO_LOOP ? undefined : program.steps[step.loop];
  if (loop === undefined) return step.next;
  if (way === 'next') return step.loop;
  run.setLoop(loop.id, undefined);
  return loop.next;
}

/** A jump never comes back: it leaves all task calls behind. */
function jump(run: StepRun, program: Program, container: string, at: number | undefined): number {
  run.leaveAllFrames();
  return enterContainer(run, program, container, at ?? END_OF_TASK);
}

function enterContainer(run: StepRun, program: Program, container: string, at: number): number {
  run.enterFrame(container, undefined);
  const isMenu = program.menus.get(container) === at;
  if (isMenu) run.emit('enteredMenu', { name: container });
  else if (program.tasks.has(container)) run.emit('enteredTask', { name: container });
  if (!isMenu) initializeTask(run, program, container);
  return at;
}

function callTask(
  run: StepRun,
  program: Program,
  step: Step,
  { callTask: task, variables }: Extract<Next, { callTask: string }>,
): number {
  run.enterFrame(task, step.id);
  run.emit('enteredTask', { name: task });
  initializeTask(run, program, task);
  for (const [input, value] of variables) {
    const variable = inputVariable(program.taskVariables.get(task), input);
    if (variable !== undefined) run.setTaskVariable(variable.name, convert(value, variable.type));
  }
  return program.tasks.get(task) ?? END_OF_TASK;
}

/** Goes back to the Call Task by an output path, whose case does not count, or ends the flow when nobody called. */
function leaveTask(run: StepRun, program: Program, output: string): number {
  const returnTo = run.leaveFrame();
  if (returnTo === undefined) return run.hasEnded ? STOP : endOfFlow(run, program);
  const step = program.steps[program.byId.get(returnTo) ?? END_OF_TASK];
  if (step === undefined) return endOfFlow(run, program);
  run.at = step;
  const name = output.toLowerCase();
  return takeOutput(run, step, Object.keys(step.outputs).find((one) => one.toLowerCase() === name) ?? output);
}

function endOfFlow(run: StepRun, program: Program): number {
  run.enterFrame(program.startUp.container, undefined);
  return program.endOfFlow;
}

/** R7: says the error audio, then goes where the flow's error handling says. A second error hangs up in silence. */
function handleError(run: StepRun, program: Program, errorType: string, errorMessage: string): number {
  run.emit('failedAction', { errorType, errorMessage });
  if (run.handlingError) {
    run.dropAudio();
    return end(run, { reason: 'error', detail: errorMessage });
  }
  run.handlingError = true;
  run.actionsAllowed = run.actionsRun + MAX_ACTIONS_HANDLING_ERROR;
  const { audio, container, at } = program.errorHandling;
  if (program.type === 'workflow') return end(run, { reason: 'error', detail: errorMessage });
  run.queue(
    audio === undefined
      ? { text: DEFAULT_ERROR_AUDIO, bargeIn: true }
      : { text: run.fill(audio.text), bargeIn: audio.bargeIn },
  );
  return jump(run, program, container, at);
}

function initialize(run: StepRun, program: Program, inputs: JsonObject): void {
  for (const { name, type } of program.variables) {
    if (Object.hasOwn(inputs, name)) run.setFlowVariable(name, convert(inputs[name], type));
  }
  for (const { name, value } of program.initialValues) {
    if (!Object.hasOwn(inputs, name)) run.setFlowVariable(name, run.read(value));
  }
}

function initializeTask(run: StepRun, program: Program, task: string): void {
  for (const { name, value } of program.taskInitialValues.get(task) ?? [])
    run.setTaskVariable(name, run.read(value));
}

function callOf(call: CallDetails): JsonObject {
  return Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined)) as JsonObject;
}

function newConversation(program: Program, options: StartOptions): Conversation {
  return {
    id: options.id,
    flow: { name: program.name, type: program.type, hash: program.hash },
    status: 'waiting',
    step: 0,
    startedAt: options.now,
    language: options.language ?? program.languages[0] ?? 'en-US',
    call: options.call,
    variables: {},
    participantData: {},
    frames: [],
    at: program.steps[program.endOfFlow]?.id ?? '',
    actionsRun: 0,
    actionsAllowed: MAX_ACTIONS,
    handlingError: false,
    audio: [],
    typedAhead: '',
  };
}
