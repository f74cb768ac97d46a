import type { CircuitBreakerPolicy } from '../actions/policies.ts';
import type { Clock } from '../ports.ts';
import type { Call, CallResult, Policy } from './call.ts';

/**
 * The circuit of one data action to one host. Closed: requests go out and failures are counted. Open: nothing goes out.
 * Probing: one request is out to see whether the host answers again, and nothing else goes out.
 */
type Circuit =
  | { readonly state: 'closed' /** When, epoch ms, oldest first. */; readonly failures: readonly number[] }
  | { readonly state: 'open'; readonly until: number }
  | { readonly state: 'probing' };

/** Stops sending to a host that does not answer, one circuit for each data action and host. */
export function breakingCircuits(clock: Clock): Policy {
  /** A circuit that is not here is closed and without failures. */
  const circuits = new Map<string, Circuit>();

  async function send(
    policy: CircuitBreakerPolicy,
    call: Call,
    next: () => Promise<CallResult>,
  ): Promise<CallResult> {
    const key = `${call.dataAction} ${new URL(call.request.url).origin}`;
    const before = circuits.get(key);
    const refusal = refuse(before, clock.now());
    if (refusal !== undefined) {
      call.report?.({ name: 'Ask the circuit breaker', success: false, error: refusal });
      return { ok: false, failure: 'circuitOpen', message: refusal };
    }
    const isProbe = before?.state === 'open';
    if (isProbe) circuits.set(key, { state: 'probing' });
    const result = await next().catch((error: unknown) => {
      if (isProbe) circuits.set(key, { state: 'open', until: clock.now() });
      throw error;
    });
    const present = circuits.get(key);
    // What was sent before the circuit opened decides nothing any more.
    if (!isProbe && present !== undefined && present.state !== 'closed') return result;
    const verdict = verdictOn(call, result);
    const after = isProbe
      ? afterProbe(verdict, policy, clock.now())
      : afterRequest(present, verdict, policy, clock.now());
    if (after === undefined) circuits.delete(key);
    else circuits.set(key, after);
    return result;
  }

  return (call, next) => {
    const { circuitBreaker } = call.policies;
    return circuitBreaker === undefined ? next() : send(circuitBreaker, call, next);
  };
}

function refuse(circuit: Circuit | undefined, now: number): string | undefined {
  if (circuit?.state === 'probing')
    return 'The host did not answer before; one request is finding out whether it does now';
  if (circuit?.state !== 'open' || circuit.until <= now) return undefined;
  const seconds = Math.ceil((circuit.until - now) / 1000);
  return `The host failed too often; it is tried again in ${seconds} second${seconds === 1 ? '' : 's'}`;
}

type Verdict = 'answers' | 'fails' | 'unsure';

/** A 4xx is an answer. What was given up, or never sent for reasons of ours, says nothing of the host. */
function verdictOn({ signal }: Call, result: CallResult): Verdict {
  if (result.ok) return result.response.status >= 500 ? 'fails' : 'answers';
  if (signal?.aborted === true) return 'unsure';
  if (['unreachable', 'broken', 'timeout'].includes(result.failure)) return 'fails';
  return result.failure === 'tooLarge' ? 'answers' : 'unsure';
}

/** A probe that says nothing leaves it to the next request. */
function afterProbe(
  verdict: Verdict,
  { openSeconds }: CircuitBreakerPolicy,
  now: number,
): Circuit | undefined {
  if (verdict === 'answers') return undefined;
  return { state: 'open', until: verdict === 'fails' ? now + openSeconds * 1000 : now };
}

function afterRequest(
  circuit: Circuit | undefined,
  verdict: Verdict,
  { failures, withinSeconds, openSeconds }: CircuitBreakerPolicy,
  now: number,
): Circuit | undefined {
  if (verdict !== 'fails') return circuit;
  const before = circuit?.state === 'closed' ? circuit.failures : [];
  const counted = [...before.filter((at) => at > now - withinSeconds * 1000), now];
  return counted.length < failures
    ? { state: 'closed', failures: counted }
    : { state: 'open', until: now + openSeconds * 1000 };
}
