import type { Json } from './authoring/json.ts';

/** The present time. Everything that needs it takes a Clock, so that tests and the simulator can set it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once, at or after `at` (epoch ms); the returned function cancels. */
  at(at: number, callback: () => void): () => void;
}

/** New identifiers. */
export interface Ids {
  /** A UUID in lower case. */
  next(): string;
}

/** Where a program writes what an operator may want to know. No secret, number or address goes in. */
export interface Log {
  info(message: string, details?: { readonly [key: string]: Json }): void;
  warn(message: string, details?: { readonly [key: string]: Json }): void;
}

/** One HTTP request, complete: nothing is added but what HTTP itself needs. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, with scheme. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** UTF-8 text; absent for none. */
  readonly body?: string;
  /** The host as people may see it: `*` for a label that a value gives; absent: as the URL has it. */
  readonly hostPattern?: string;
}

/** An answer, read to its end within the limits. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** How a request that got no usable answer ended. */
export type HttpFailureKind =
  /** The guard refused to send it: host, address or header not allowed. Nothing left the machine. */
  | 'refused'
  /** No connection was made: nothing was sent. */
  | 'unreachable'
  /** It may or may not have been received. */
  | 'broken'
  /** No whole answer within the time. It may or may not have been received. */
  | 'timeout'
  /** The answer was over the size limit. It was received. */
  | 'tooLarge';

/** What an HttpClient returns: it never throws for trouble on the network. */
export type HttpResult =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly failure: HttpFailureKind; readonly message: string };

/** Sends one request and reads its answer under the limits given. */
export interface HttpClient {
  send(
    request: HttpRequest,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<HttpResult>;
  close(): Promise<void>;
}
