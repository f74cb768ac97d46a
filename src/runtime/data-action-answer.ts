import type { JsonObject } from '../authoring/json.ts';
import { maskedFailure, maskedValues } from '../authoring/mask.ts';
import type { Wait } from './conversation.ts';
import type { DataActionAnswer } from './environment.ts';
import type { Expression } from './expression/expression.ts';
import type { ActionContext, Next } from './flow-action.ts';
import type { Target } from './variables.ts';

/** How long the step waits. Architect's suggested time-out: one minute. */
export const DEFAULT_TIMEOUT_SECONDS = 60;
/** Shortest and longest. Architect: a tenth of a second; the longest is ours. */
export const MIN_TIMEOUT_SECONDS = 0.1;
export const MAX_TIMEOUT_SECONDS = 3_600;
/** How long an answer takes before the processing prompt is heard. Architect: one second. */
const PROCESSING_AFTER_MS = 1_000;

/** What the compiled settings have that the answer needs. */
export interface Bindings {
  readonly dataAction: string;
  /** Whether no event shows what goes in and comes out; the flow does not say so, its data action does. */
  readonly isSecure?: boolean;
  readonly successOutputs?: { readonly [name: string]: Target };
  readonly failureOutputs?: { readonly [name: string]: Target };
  readonly timeoutSeconds?: Expression;
  readonly processingPrompt?: string;
}

/** What a data action leaves by. */
type Out = Next<'success' | 'failure' | 'timeout'>;

/** The answer came: its outputs go into variables. */
export function completed(settings: Bindings, outputs: JsonObject, context: ActionContext): Out {
  const { dataAction, successOutputs = {} } = settings;
  context.emit('completedDataAction', { dataAction, outputs: shownValues(settings, outputs, context) });
  bind(settings, successOutputs, outputs, context);
  return { output: 'success' };
}

/** It failed: its failure outputs go into variables. */
export function failed(settings: Bindings, failure: JsonObject, context: ActionContext): Out {
  const { dataAction, failureOutputs = {} } = settings;
  const shown = isHidden(settings, context) ? maskedFailure(failure) : failure;
  context.emit('failedDataAction', { dataAction, failure: shown });
  bind(settings, failureOutputs, failure, context);
  return { output: 'failure' };
}

/** Inputs or outputs as an event may hold them: of a secure data action the names alone (D8). */
export function shownValues(settings: Bindings, values: JsonObject, context: ActionContext): JsonObject {
  return isHidden(settings, context) ? maskedValues(values) : values;
}

/** A receiver's answer may repeat what it was sent, so both are hidden for one hidden input. */
function isHidden({ isSecure = false }: Bindings, context: ActionContext): boolean {
  return isSecure || context.readsConcealed;
}

/** The step's own wait ran out. */
export function timedOut({ dataAction }: Bindings, context: ActionContext): Out {
  context.emit('timedOutDataAction', { dataAction });
  return { output: 'timeout' };
}

/** Nothing is sent: the environment says what the answer is, and after how long it comes. */
export function simulate(
  settings: Bindings,
  answer: DataActionAnswer,
  inputs: JsonObject,
  context: ActionContext,
): Out {
  const shown = shownValues(settings, inputs, context);
  context.emit('requestedDataAction', { dataAction: settings.dataAction, inputs: shown, simulated: true });
  const ms = answerMs(settings, answer, context);
  return ms === 0 ? simulated(settings, answer, context) : { wait: { for: 'time', dueAt: context.now + ms } };
}

/** The simulated answer comes, or the step has waited long enough. */
export function simulated(settings: Bindings, answer: DataActionAnswer, context: ActionContext): Out {
  tellProcessing(settings, answerMs(settings, answer, context), context);
  if ((answer.seconds ?? 0) * 1000 > timeoutMs(settings, context)) return timedOut(settings, context);
  if (answer.failure !== undefined) return failed(settings, answer.failure, context);
  return completed(settings, answer.outputs ?? {}, context);
}

function answerMs(settings: Bindings, { seconds = 0 }: DataActionAnswer, context: ActionContext): number {
  return Math.min(seconds * 1000, timeoutMs(settings, context));
}

/** How long the step waits, milliseconds; NOT_SET is the usual time. */
export function timeoutMs({ timeoutSeconds }: Bindings, context: ActionContext): number {
  const given = timeoutSeconds === undefined ? undefined : context.read(timeoutSeconds);
  if (typeof given !== 'number') return DEFAULT_TIMEOUT_SECONDS * 1000;
  return Math.min(Math.max(given, MIN_TIMEOUT_SECONDS * 1000), MAX_TIMEOUT_SECONDS * 1000);
}

/** How long the answer took, milliseconds. */
export function took(settings: Bindings, { dueAt = 0 }: Wait, context: ActionContext): number {
  return context.now - (dueAt - timeoutMs(settings, context));
}

/** Tells of the prompt that was heard meanwhile: once, when the answer took longer than a second. */
export function tellProcessing({ processingPrompt }: Bindings, tookMs: number, context: ActionContext): void {
  const prompt = processingPrompt ?? context.defaults.processingPrompt;
  if (prompt === undefined || !context.isVoice || tookMs <= PROCESSING_AFTER_MS) return;
  context.emit('playedAudio', { text: context.wordsOf({ prompt, bargeIn: true }), prompt });
}

function bind(
  settings: Bindings,
  targets: { readonly [name: string]: Target },
  values: JsonObject,
  context: ActionContext,
): void {
  for (const [name, target] of Object.entries(targets)) {
    context.write(target, Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined);
    if (settings.isSecure === true) context.conceal(target);
  }
}
