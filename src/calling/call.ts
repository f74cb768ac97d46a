import type { Policies } from '../actions/policies.ts';
import type { Json } from '../authoring/json.ts';
import type { HttpFailureKind, HttpRequest, HttpResponse } from '../ports.ts';
import type { RequestBudget } from './request-budget.ts';

/** One data action about to be sent, and what its policies need to know of it. */
export interface Call {
  /** The id of the data action. */
  readonly dataAction: string;
  /** Complete, with an absolute URL; credentials may still be missing. */
  readonly request: HttpRequest;
  readonly policies: Policies;
  /** Whether sending it twice does no harm, as its author says and its target keeps to. */
  readonly isRepeatable: boolean;
  /** Whose credentials are used: an answer for one integration is none for another. */
  readonly integration: string;
  /** Absent: no limit. Shared by all calls that spend it. */
  readonly budget?: RequestBudget;
  /** When the whole data action must have ended, epoch ms. Waiting and further tries count. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
  /** Told what the policies did on the way. */
  readonly report?: Report;
}

/** Why there is no answer. */
export type CallFailureKind =
  | HttpFailureKind
  /** The credentials were not accepted: the request itself was not sent. */
  | 'denied'
  /** Credentials that the operator has to give are not there: nothing was sent. */
  | 'secretMissing'
  /** The circuit breaker is open: nothing was sent. */
  | 'circuitOpen'
  /** The turn in the request budget would have come too late: nothing was sent. */
  | 'budgetExhausted';

/** The `errorCode` of the failures that are of our own making. */
export const CALL_FAILURE_CODES = {
  circuitOpen: 'circuit.open',
  budgetExhausted: 'budget.exhausted',
} as const;

/** How a call ended. The message holds no value of the request. */
export type CallResult =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly failure: CallFailureKind; readonly message: string };

/** What a policy did, as a test run lists it (D6): an operation without its number. */
export interface CallReport {
  readonly name: string;
  readonly success: boolean;
  readonly result?: Json;
  readonly error?: string;
}

/** Takes what a policy did. */
export type Report = (report: CallReport) => void;

/** Something that stands around the sending of a request. It may send it not at all, or several times. */
export type Policy = (call: Call, next: () => Promise<CallResult>) => Promise<CallResult>;

/** Failures after which the receiver cannot have got the request. */
const NOT_SENT: readonly CallFailureKind[] = [
  'refused',
  'unreachable',
  'denied',
  'secretMissing',
  'circuitOpen',
  'budgetExhausted',
];

/** Whether the receiver may have got the request. */
export function mayHaveArrived(result: CallResult): boolean {
  return result.ok || !NOT_SENT.includes(result.failure);
}

/** How a result is called in reports. */
export function outcomeText(result: CallResult): string {
  return result.ok ? `answered with status ${result.response.status}` : result.message;
}
