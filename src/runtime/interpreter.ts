import type { JsonObject } from '../authoring/json.ts';
import { changeByHand } from './change-by-hand.ts';
import type { CallDetails, Conversation, Ending, StepResult, Stimulus, Wait } from './conversation.ts';
import { ExpressionError } from './expression/expression.ts';
import { MAX_ACTIONS } from './flow.ts';
import type { Next } from './flow-action.ts';
import { actionLimitMessage, handleError } from './flow-errors.ts';
import { FLOW_TYPES } from './flow-types.ts';
import {
  beginUnit,
  callFlow,
  callTask,
  exitFlow,
  goToMenu,
  jumpTo,
  leaveTask,
  takeOutput,
  transferToFlow,
} from './frames.ts';
import { END_OF_TASK, NO_LOOP, type Program, STOP, type Step } from './program.ts';
import { agentAnswers, agentIsThere, waitInQueue } from './queue-place.ts';
import { type StepOptions, StepRun } from './step-run.ts';
import { dropEmail, hearFirst, isDropped } from './written.ts';

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
 * I5: pauses change when a call goes on, and nothing that it does: the events are the same with and without them.
 */

/** Keys kept for later prompts; further ones are lost, as on any line. A guess. */
const MAX_TYPED_AHEAD = 100;

/** What a call begins with. */
export interface StartOptions extends StepOptions {
  readonly id: string;
  readonly call: CallDetails;
  /** Defaults to the flow's first language. */
  readonly language?: string;
  /** `Flow.x`: value, for input variables. */
  readonly inputs?: JsonObject;
}

/** Begins a call and runs it to its first wait, or its end. */
export function start(program: Program, options: StartOptions): StepResult {
  const run = new StepRun(program, newConversation(program, options), options);
  run.emit('startedFlow', { flow: program.name, version: program.hash, ...callOf(options.call) });
  return finish(run, program, () => {
    if (program.type === 'inqueueCall') run.queuePlace = waitInQueue(run, options.call.queue);
    if (isDropped(program, options.call)) return dropEmail(run);
    if (FLOW_TYPES[program.type].channel === 'bot') hearFirst(run, options.call);
    return beginUnit(run, program, options.inputs ?? {});
  });
}

/**
 * Goes on with a waiting call.
 *
 * @param stimulus what ended the wait. One that answers an older wait changes nothing.
 * @throws ExpressionError when a value that is changed by hand is none that its variable can hold.
 */
export function resume(
  program: Program,
  conversation: Conversation,
  stimulus: Stimulus,
  options: StepOptions,
): StepResult {
  const { wait } = conversation;
  if (wait === undefined || isStale(conversation, stimulus)) return { conversation, events: [] };
  const run = new StepRun(program, conversation, options);
  if (stimulus.type === 'callerDisconnected') {
    if (wait.for === 'dataAction') run.emit('abandonedDataAction', { dataAction: wait.dataAction });
    if (wait.for !== 'pause') run.at.type.hungUp?.(run.at.settings, wait, run);
    run.end({ reason: 'callerDisconnected', detail: `while waiting for ${wait.for}` });
    return run.result();
  }
  if (stimulus.type === 'changedByHand') {
    changeByHand(run, program, stimulus);
    run.wait = wait;
    return run.result();
  }
  return finish(run, program, () => answer(run, program, ownWait(wait), stimulus));
}

function isStale(conversation: Conversation, stimulus: Stimulus): boolean {
  return 'step' in stimulus && stimulus.step !== conversation.wait?.begunAtStep;
}

/** A wait as the action asked for it, whenever an agent of the queue may answer. */
function ownWait({ ownDueAt, dueAt, ...wait }: Wait): Wait {
  const own = ownDueAt === undefined ? dueAt : (ownDueAt ?? undefined);
  return { ...wait, ...(own === undefined ? {} : { dueAt: own }) };
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
    if (run.pausesAt(step)) return pause(run);
    run.actionsRun++;
    if (run.actionsRun > run.actionsAllowed)
      return handleError(run, program, 'ActionLimit', actionLimitMessage(run));
    if (step.flushes && run.audio.length > 0 && waitForAudio(run)) return STOP;
    at = go(run, program, step, step.enter(step.settings, run));
  }
  return STOP;
}

/** Stands still before the action begins. */
function pause(run: StepRun): number {
  run.wait = { for: 'pause', begunAtStep: run.step };
  return STOP;
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
  if (agentIsThere(run, stimulus)) return agentAnswers(run, wait);
  if (stimulus.type === 'pressed')
    run.typedAhead = (run.typedAhead + stimulus.keys).slice(0, MAX_TYPED_AHEAD);
  if (stimulus.type === 'wrote' && wait.for !== 'answer') run.emit('ignoredMessage', { text: stimulus.text });
  if (wait.for === 'pause')
    return stimulus.type === 'continued' ? begin(run, program, step) : go(run, program, step, { wait });
  const heard = heldKeys(wait, stimulus) ?? stimulus;
  const now = heard.type === 'pressed' || heard.type === 'spoke' ? run.bargeIn(wait) : wait;
  if (now.for === 'playback') {
    if (heard.type === 'timeElapsed' || now.playing?.length === 0) return begin(run, program, step);
    return go(run, program, step, { wait: now });
  }
  if (isUnheard(run, now, heard)) return go(run, program, step, { wait: now });
  return go(run, program, step, step.type.resume?.(step.settings, heard, now, run) ?? { wait: now });
}

/** The action that stands next begins; that it was paused before is over. */
function begin(run: StepRun, program: Program, step: Step): number {
  run.passPause();
  return program.byId.get(step.id) ?? program.endOfFlow;
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
  return goElsewhere(run, program, step, next);
}

type Leap = Exclude<
  Next,
  | { readonly output: string }
  | { readonly next: true }
  | { readonly wait: Wait }
  | { readonly loop: 'next' | 'exit' }
  | { readonly end: Ending }
>;

/** What leaves the list of actions that the action stands in. */
function goElsewhere(run: StepRun, program: Program, step: Step, next: Leap): number {
  if ('jumpToTask' in next) return jumpTo(run, 'task', next.jumpToTask);
  if ('jumpToMenu' in next) return jumpTo(run, 'menu', next.jumpToMenu);
  if ('jumpToState' in next) return jumpTo(run, 'state', next.jumpToState);
  if ('callTask' in next) return callTask(run, step, next);
  if ('endTask' in next) return leaveTask(run, program, next.endTask);
  if ('callFlow' in next) return callFlow(run, program, next);
  if ('exitFlow' in next) return exitFlow(run, program, next.exitFlow);
  if ('menu' in next) return goToMenu(run, next.menu);
  if ('takeChoice' in next) return takeChoice(run, program, next.takeChoice);
  if ('hangUp' in next) return hangUp(run, program);
  if ('transferToFlow' in next) {
    run.leaveQueue();
    return transferToFlow(run, program, next.transferToFlow, next.facts);
  }
  if ('waitInQueue' in next) {
    run.queuePlace = next.waitInQueue;
    return transferToFlow(run, program, next.inQueueFlow);
  }
  return handleError(run, program, next.error.errorType, next.error.errorMessage);
}

/** A global choice is taken as if its own menu had been heard. */
function takeChoice(
  run: StepRun,
  program: Program,
  { menu, output }: { readonly menu: string; readonly output: string },
): number {
  const at = jumpTo(run, 'menu', menu);
  const step = program.steps[at];
  if (step === undefined) return at;
  run.at = step;
  return takeOutput(run, step, output);
}

function end(run: StepRun, ending: Ending): number {
  run.end(ending);
  return STOP;
}

/** As a call ends whose last task has run out; a module has no such end. */
function hangUp({ unit }: StepRun, program: Program): number {
  return FLOW_TYPES[unit.type].runsOut === 'return' ? program.endOfFlow : unit.endOfFlow;
}

/** Next Loop goes to the innermost loop's next round; Exit Loop goes behind it. */
function leaveRound(run: StepRun, program: Program, step: Step, way: 'next' | 'exit'): number {
  const loop = step.loop === NO_LOOP ? undefined : program.steps[step.loop];
  if (loop === undefined) return step.next;
  if (way === 'next') return step.loop;
  run.setLoop(loop.id, undefined);
  return loop.next;
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
    actionsAllowed: options.environment.limits?.actions ?? MAX_ACTIONS,
    handlingError: false,
    audio: [],
    typedAhead: '',
  };
}
