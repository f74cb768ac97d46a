import type { DataAction } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import { failureOf } from '../actions/failure-outputs.ts';
import { CALL_FAILURE_CODES, type CallFailureKind, type CallResult } from '../calling/call.ts';

const FAILURES: { readonly [kind in CallFailureKind]: readonly [errorCode: string, message?: string] } = {
  refused: ['request.refused'],
  denied: ['token.denied'],
  secretMissing: ['secret.missing'],
  unreachable: ['connection.failed', 'No connection could be made; nothing was sent'],
  tooLarge: ['response.tooLarge', 'The answer is larger than 2 MB'],
  broken: [
    'outcome.unknown',
    'The connection broke before the answer came; the request may have been received',
  ],
  timeout: ['outcome.unknown', 'No answer came in time; the request may have been received'],
  circuitOpen: [CALL_FAILURE_CODES.circuitOpen],
  budgetExhausted: [CALL_FAILURE_CODES.budgetExhausted],
};

/** How a data action that got no answer has ended. Only reading does no harm when it is left undecided: an unanswered GET has simply failed. */
export function outcomeOf(
  dataAction: DataAction,
  { failure: kind, message: told }: Extract<CallResult, { ok: false }>,
): DataActionOutcome {
  const isReading = ['GET', 'HEAD'].includes(dataAction.request.method);
  const isOpen = kind === 'broken' || kind === 'timeout';
  const [errorCode, message = told] = FAILURES[kind];
  if (!isOpen) return { result: 'failure', failure: failureOf(errorCode, message) };
  if (!isReading) return { result: 'unknown', failure: failureOf(errorCode, message) };
  return {
    result: 'failure',
    failure: failureOf(`connection.${kind}`, 'No whole answer came; nothing was changed'),
  };
}
