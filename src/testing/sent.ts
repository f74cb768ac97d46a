import type { Json, JsonObject } from '../authoring/json.ts';
import { MASK, maskedValues } from '../authoring/mask.ts';

/** A request as it would have been sent. Credentials are left out. */
export interface TestRequest {
  /** Epoch ms. */
  readonly at: number;
  readonly dataAction: string;
  readonly inputs: JsonObject;
  readonly method: string;
  /** From the path on, unless the data action names the host. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** Read as JSON where it is JSON. */
  readonly body?: Json;
  /** Of a secure data action: compared, and never shown (D8). */
  readonly isSecure?: true;
}

/** A message that a data action sent with success. */
export interface TestMessage {
  readonly at: number;
  readonly dataAction: string;
  readonly channel: string;
  readonly to: string;
  readonly inputs: JsonObject;
  readonly isSecure?: true;
}

/** A request as a report may show it. */
export function shownRequest({ isSecure, ...request }: TestRequest): Omit<TestRequest, 'isSecure'> {
  if (isSecure !== true) return request;
  const { at, dataAction, method, inputs } = request;
  return { at, dataAction, method, url: MASK, inputs: maskedValues(inputs), headers: {} };
}

/** Something that a test left open. */
export interface OpenAnswer {
  readonly message: string;
  /** What to write. */
  readonly hint: string;
}
