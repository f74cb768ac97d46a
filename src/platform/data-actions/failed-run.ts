import type { DataActionOutcome } from '../../actions/data-action-outcome.ts';
import type { FailureOutputs } from '../../actions/failure-outputs.ts';
import { maskedFailure } from '../../authoring/mask.ts';
import type { Refusal, RefusalCode } from '../refusal.ts';

/** The part in which a data action failed, by the names of Genesys Cloud. */
type FailedPart = 'ACTION.AUTHENTICATION' | 'ACTION.PROCESSING' | 'ACTION.REMOTE_ENDPOINT';

/** Failures before and after the exchange with the receiver, by what their codes begin with. */
const PROCESSING = ['input', 'output', 'request', 'response', 'settings', 'target', 'budget', 'integration'];
const AUTHENTICATION = ['token', 'authentication', 'credentials', 'secret'];

/**
 * A failed run as an answer of the API. `details[0].errorCode` is the part that failed; the code and status of the failure
 * itself are in `errors[0]`. What a receiver says of a secure data action is not repeated.
 */
export function refusalOfRun(
  outcome: Exclude<DataActionOutcome, { result: 'success' }>,
  isSecure: boolean,
): Refusal {
  const part = partOf(outcome.failure);
  const failure = isSecure ? maskedFailure(outcome.failure) : outcome.failure;
  const said = failure.userMessage;
  return {
    code: outcome.result === 'unknown' ? 'request.timeout' : codeOf(failure),
    message: `The data action failed: ${withoutStop(said)}.`,
    details: [{ errorCode: part }],
    errors: [
      {
        message: said,
        code: failure.errorCode,
        ...(failure.status !== undefined && { status: failure.status }),
        messageParams: {},
        details: [],
        errors: [],
      },
    ],
  };
}

function partOf({ errorCode, status }: FailureOutputs): FailedPart {
  const [area = ''] = errorCode.split('.');
  // Codes of a receiver's own may look like ours; ours have the status only of answers that were 2xx.
  if (status !== undefined && (status < 200 || status > 299)) return 'ACTION.REMOTE_ENDPOINT';
  if (AUTHENTICATION.includes(area)) return 'ACTION.AUTHENTICATION';
  return PROCESSING.includes(area) ? 'ACTION.PROCESSING' : 'ACTION.REMOTE_ENDPOINT';
}

function codeOf({ errorCode, status }: FailureOutputs): RefusalCode {
  if (status !== undefined) return 'internal.server.error';
  if (errorCode.startsWith('input.')) return 'invalid.schema';
  if (['request.value', 'request.template', 'settings.missing'].includes(errorCode))
    return 'invalid.substitution';
  if (errorCode.startsWith('budget.')) return 'too.many.requests';
  if (errorCode === 'circuit.open') return 'service.unavailable';
  if (errorCode === 'connection.timeout') return 'request.timeout';
  return 'internal.server.error';
}

function withoutStop(sentence: string): string {
  // A receiver's sentence may be long, and an expression that ends in $ would begin anew at every dot of it.
  let end = sentence.length;
  while (end > 0 && /[.\s]/.test(sentence.charAt(end - 1))) end--;
  return sentence.slice(0, end);
}
