import { Type } from 'typebox';
import type { ActionContext } from './flow-action.ts';
import { TargetVariable } from './settings.ts';
import type { Target } from './variables.ts';

/** The variables that get why an action failed: the setting `failureOutputs` of transfers, look-ups and their kin. */
export const FailureOutputs = Type.Optional(
  Type.Object(
    {
      errorType: Type.Optional(
        TargetVariable({ type: 'string', description: 'The variable that gets the kind of error.' }),
      ),
      errorMessage: Type.Optional(
        TargetVariable({ type: 'string', description: 'The variable that gets what went wrong.' }),
      ),
    },
    { additionalProperties: false, description: 'Variables that get why it failed.' },
  ),
);

/** Why an action failed, as its failure outputs get it. */
export interface Failure {
  readonly errorType: string;
  /** In English, as Genesys has it. */
  readonly errorMessage: string;
}

/** Writes why an action failed to its failure outputs. */
export function writeFailure(
  outputs: { readonly errorType?: Target; readonly errorMessage?: Target } | undefined,
  failure: Failure,
  context: Pick<ActionContext, 'write'>,
): void {
  if (outputs?.errorType !== undefined) context.write(outputs.errorType, failure.errorType);
  if (outputs?.errorMessage !== undefined) context.write(outputs.errorMessage, failure.errorMessage);
}
