import { defaultText } from './default-texts.ts';
import { ExpressionError } from './expression/expression.ts';
import { MAX_ACTIONS_HANDLING_ERROR } from './flow.ts';
import { FLOW_TYPES } from './flow-types.ts';
import { arrive, exitFlow } from './frames.ts';
import { type Program, STOP } from './program.ts';
import type { StepRun } from './step-run.ts';
import { tell, textOr } from './tell.ts';

/** R7: says the error audio, then goes where the flow's error handling says. A second error hangs up in silence. */
export function handleError(run: StepRun, program: Program, errorType: string, errorMessage: string): number {
  run.emit('failedAction', { errorType, errorMessage });
  if (run.handlingError) {
    run.dropAudio();
    return end(run, errorMessage);
  }
  leaveModules(run, program);
  const { unit } = run;
  const { audio, kind, container, at, exits } = unit.errorHandling;
  if (exits === true) {
    tellBotError(run);
    if (run.isCalled) return exitFlow(run, program, { reason: 'Error' });
    run.flush();
    return end(run, errorMessage);
  }
  const { channel, onError } = FLOW_TYPES[unit.type];
  if (onError === 'complete' || onError === 'caller') return end(run, errorMessage);
  run.handlingError = true;
  run.errorMessage = errorMessage;
  run.actionsAllowed = run.actionsRun + actionsHandlingError(run);
  if (audio !== undefined && !run.isVoice) tell(run, run.wordsOf(audio));
  else if (audio !== undefined) run.say(audio);
  else if (channel === 'call') run.queue({ text: defaultText('error', run.language), bargeIn: true });
  run.jumpFrame(container);
  return arrive(run, unit, kind, container, at);
}

/** What a bot says when it cannot go on. A text of the author's that fails, too, is left for the default one. */
function tellBotError(run: StepRun): void {
  const { errorHandling, bot } = run.unit;
  try {
    const { audio } = errorHandling;
    const own = audio === undefined ? '' : run.wordsOf(audio);
    tell(run, own === '' ? textOr(bot.settings.errorEventHandover, 'botError', run) : own);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    tell(run, defaultText('botError', run.language));
  }
}

/** A common module has no error handling of its own: the flow that called it has. */
function leaveModules(run: StepRun, program: Program): void {
  while (FLOW_TYPES[run.unit.type].onError === 'caller' && run.isCalled) {
    const { name } = run.unit;
    const left = run.leaveFlow();
    const step = program.steps[program.byId.get(left?.returnTo ?? '') ?? program.endOfFlow];
    if (step === undefined) return;
    run.at = step;
    run.emit('leftFlow', { flow: name });
  }
}

function end(run: StepRun, detail: string): number {
  run.end({ reason: 'error', detail });
  return STOP;
}

/** Why the action limit was reached. */
export function actionLimitMessage(run: StepRun): string {
  return run.handlingError
    ? `error handling ran more than ${actionsHandlingError(run)} actions`
    : `the call ran more than ${run.actionsAllowed} actions`;
}

function actionsHandlingError({ environment }: StepRun): number {
  return environment.limits?.actionsHandlingError ?? MAX_ACTIONS_HANDLING_ERROR;
}
