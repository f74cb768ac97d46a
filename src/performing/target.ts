import type { DataAction } from '../actions/data-action.ts';
import type { Authentication } from '../calling/authentication.ts';
import type { RequestBudget } from '../calling/request-budget.ts';
import type { HttpClient } from '../ports.ts';

/** Where the requests of data actions go. */
export interface Target {
  /** Of its integration: whose answers, budget and credentials these are. */
  readonly name: string;
  /** Scheme, host and port, with a path before that of the request where there is one; no slash at the end. */
  readonly baseUrl?: string;
  /** A path below which everything asked of it lies, such as `/api/`; absent: any. */
  readonly below?: string;
  /** Absent when it asks for no credentials. */
  readonly authentication?: Authentication;
  /** Whether it answers a repeated Idempotency-Key with its first answer. */
  readonly honoursIdempotencyKey: boolean;
  /** Absent: any number of requests. */
  readonly budget?: RequestBudget;
  /** Through which its requests go: only to the hosts that its operator allows. Absent: the performer's. */
  readonly http?: HttpClient;
}

/** A target, or a sentence that tells why there is none. */
export type FoundTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly message: string };

/** Finds targets by the integration type alone. */
export function targetsByType(targets: { readonly [integrationType: string]: Target }) {
  return ({ integrationType }: DataAction): FoundTarget => {
    const target = Object.hasOwn(targets, integrationType) ? targets[integrationType] : undefined;
    if (target !== undefined) return { ok: true, target };
    const message = `No integration of type ${integrationType} is set up; add one to local.integrations.json`;
    return { ok: false, message };
  };
}
