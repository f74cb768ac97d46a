import { type Failure, FailureOutputs, writeFailure } from './failure-outputs.ts';
import type { ActionContext, Next } from './flow-action.ts';
import type { Target } from './variables.ts';

/** Settings of the actions that read the INVITE, beside their own. */
export const SIP_SETTINGS = { failureOutputs: FailureOutputs } as const;

/** The headers of the INVITE that began the call, as the host gives them; undefined when it gives none. */
export function sipHeaders({ call }: ActionContext): { readonly [name: string]: string } | undefined {
  const { sipHeaders = {} } = call;
  return Object.keys(sipHeaders).length === 0 ? undefined : sipHeaders;
}

/** Leaves by the failure path. */
export function failHeaders(
  failure: Failure,
  outputs: { readonly errorType?: Target; readonly errorMessage?: Target } | undefined,
  context: ActionContext,
): Next<'failure'> {
  context.emit('failedSipHeaders', { errorType: failure.errorType });
  writeFailure(outputs, failure, context);
  return { output: 'failure' };
}

/** The call began without an INVITE that anybody could read. */
export const NO_HEADERS: Failure = {
  errorType: 'NoSipHeadersExist',
  errorMessage: 'the call has no SIP headers',
};
