import type { JsonObject } from '../authoring/json.ts';
import type { HttpFailureKind } from '../ports.ts';

/** Why there are no credentials. */
export type AuthorizationFailure = HttpFailureKind | 'denied' | 'secretMissing';

/** What an integration's credentials add to a request, or why there are none. The message never holds a credential (D8). */
export type Authorization =
  | {
      readonly ok: true;
      /** Added to every request, such as `Authorization`. */
      readonly headers: { readonly [name: string]: string };
      /** What templates read as `credentials.x`. */
      readonly credentials?: { readonly [name: string]: string };
      /** What templates read as `authResponse.x`. */
      readonly authResponse?: JsonObject;
    }
  | { readonly ok: false; readonly failure: AuthorizationFailure; readonly message: string };

/** Proves to a receiver who asks. */
export interface Authentication {
  /** Whether templates read what it gives, so that it must be there before the request is made. */
  readonly givesValues: boolean;
  /** What is valid now; asked for once however many wait for it (D9). */
  authorize(timeoutMs: number): Promise<Authorization>;
  /** Something else than `spent`, which the receiver has refused with 401. */
  renew(spent: Authorization, timeoutMs: number): Promise<Authorization>;
}
