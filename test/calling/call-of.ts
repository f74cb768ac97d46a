import { policiesOf, type WrittenPolicies } from '../../src/actions/policies.ts';
import type { Call, CallFailureKind, CallReport, CallResult } from '../../src/calling/call.ts';
import { createCalling } from '../../src/calling/calling.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** A call with a minute's time. */
export function callOf(clock: FakeClock, written: WrittenPolicies, more: Partial<Call> = {}): Call {
  return {
    dataAction: 'look-up',
    request: { method: 'GET', url: 'https://crm.example.com/customers/1', headers: {} },
    policies: policiesOf(written),
    isRepeatable: true,
    integration: 'crm',
    deadline: clock.now() + 60_000,
    ...more,
  };
}

export function answer(
  status: number,
  headers: { readonly [name: string]: string } = {},
  body = '',
): CallResult {
  return { ok: true, response: { status, headers, body } };
}

export function failure(kind: CallFailureKind): CallResult {
  return { ok: false, failure: kind, message: `it is ${kind}` };
}

/** Lets everything happen that needs no time. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a call did: its result, when each request went out (ms from the start), and what was reported. */
export interface Sent {
  readonly result: CallResult;
  readonly at: readonly number[];
  readonly reports: readonly CallReport[];
}

/** Sends one call whose requests are answered one after the other; time passes as long as somebody waits for it. */
export async function sendCall(
  written: WrittenPolicies,
  answers: readonly CallResult[],
  { random = () => 1, ...more }: Partial<Call> & { readonly random?: () => number } = {},
): Promise<Sent> {
  const clock = new FakeClock();
  const start = clock.now();
  const reports: CallReport[] = [];
  const at: number[] = [];
  const call = callOf(clock, written, { report: (report) => reports.push(report), ...more });
  const once = async () => {
    at.push(clock.now() - start);
    return answers[at.length - 1] ?? failure('refused');
  };
  const sending = createCalling({ clock, random }).send(call, once);
  let result: CallResult | undefined;
  void sending.then((ended) => {
    result = ended;
  });
  for (await settled(); result === undefined; await settled()) clock.advance(1);
  return { result, at, reports };
}
