import type { Operation } from '../../../../src/actions/operation.ts';
import type { Json, JsonObject } from '../../api/json.ts';

/** A data action in `GET /attendant/data-actions`. */
export interface DataActionSummary {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly secure: boolean;
  /** Whether it only fetches credentials for others. */
  readonly isAuthentication: boolean;
  readonly file: string | null;
  readonly method: string | null;
  readonly url: string | null;
}

/** All there are, and the faults that can be played. */
export interface DataActions {
  readonly entities: readonly DataActionSummary[];
  readonly faults: readonly Fault[];
}

/** A fault that can be played in place of the exchange with the receiver. */
export interface Fault {
  readonly name: string;
  readonly about: string;
}

/** `GET /attendant/data-actions/{id}`. */
export interface WholeDataAction extends DataActionSummary {
  readonly inputSchema: Schema;
  readonly successSchema: Schema;
  readonly config: JsonObject;
}

/** What forms understand of a JSON Schema. Everything else is written as JSON. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly Json[];
  readonly maxLength?: number;
}

/** What `…/plan` answers. */
export interface Plan {
  readonly operations: readonly Operation[];
  readonly request?: {
    readonly method: string;
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
    readonly body: string | null;
  };
  /** Null: it stays in this process. */
  readonly outsideHost?: string | null;
  readonly error?: { readonly message: string };
}

/** What `…/run` answers. */
export interface Run {
  readonly operations: readonly Operation[];
  readonly success: boolean;
  readonly finalResult?: Json;
  readonly error?: { readonly message: string; readonly code: string };
}

/** Where a data action is read, planned and run. */
export function pathOf(id: string): string {
  return `/attendant/data-actions/${encodeURIComponent(id)}`;
}
