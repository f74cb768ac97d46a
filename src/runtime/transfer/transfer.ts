import { Type } from 'typebox';
import type { Json, JsonObject } from '../../authoring/json.ts';
import { toText } from '../expression/conversion.ts';
import type { Expression } from '../expression/expression.ts';
import { type Failure, FailureOutputs, writeFailure } from '../failure-outputs.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import { type Audio, AudioSetting } from '../settings.ts';
import type { Target } from '../variables.ts';

/** What is said before a transfer and when it fails, and where the reason goes: settings of every transfer. */
export const TRANSFER_SETTINGS = {
  preTransferAudio: Type.Optional(AudioSetting({ description: 'Said before the transfer.' })),
  failureTransferAudio: Type.Optional(AudioSetting({ description: 'Said when the transfer fails.' })),
  failureOutputs: FailureOutputs,
} as const;

/** The settings above, compiled. */
export interface TransferSettings {
  readonly preTransferAudio?: Audio;
  readonly failureTransferAudio?: Audio;
  readonly failureOutputs?: { readonly errorType?: Target; readonly errorMessage?: Target };
}

/** The kind of error that a transfer fails with where Genesys names none. A guess; flows read it as `errorType`. */
export const TRANSFER_FAILED = 'TransferFailed';

/**
 * Leaves a transfer by its failure path: says the audio for it and writes why. A secure flow hangs up instead, whatever
 * is wired. Genesys: help page "transfer to flow action".
 */
export function failTransfer(
  failure: Failure,
  { failureTransferAudio, failureOutputs }: TransferSettings,
  context: ActionContext,
): Next<'failure'> {
  context.emit('failedTransfer', { ...failure });
  if (failureTransferAudio !== undefined) context.say(failureTransferAudio);
  writeFailure(failureOutputs, failure, context);
  return context.flowType === 'secureCall' ? { hangUp: true } : { output: 'failure' };
}

/** A transfer to somebody or something that is NOT_SET. */
export function targetNotSet(kind: string): Failure {
  const name = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
  return { errorType: `${name}NotSet`, errorMessage: `the ${kind} to transfer to is NOT_SET` };
}

/** A transfer that its target does not take. */
export function notTaken(name: string): Failure {
  return { errorType: TRANSFER_FAILED, errorMessage: `${name} did not take the transfer` };
}

/** Says what stands before the transfer, and lets all of it be heard. @returns the wait for its end; undefined when that takes no time. */
export function saidFirst(
  { preTransferAudio }: TransferSettings,
  context: ActionContext,
): Next<never> | undefined {
  if (preTransferAudio !== undefined) context.say(preTransferAudio);
  const { playing, endsAt } = context.flush();
  return endsAt <= context.now ? undefined : { wait: { for: 'time', playing, dueAt: endsAt } };
}

/** The text of what a setting gives; undefined when it is NOT_SET. */
export function textIn(expression: Expression | undefined, context: ActionContext): string | undefined {
  const value = expression === undefined ? undefined : context.read(expression);
  return value === undefined || value === null ? undefined : toText(value);
}

/** The values that are there. */
export function present(values: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((one): one is [string, Json] => one[1] !== undefined),
  );
}
