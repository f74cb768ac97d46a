import { isObject, type Json } from './json.ts';

/** What a request ends with when the server refuses it or cannot be reached. Its message is a sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** How a request differs from a plain GET. */
export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks the server that this page came from.
 *
 * @typeParam T what the path answers; the server is the page's own, so it is not checked again.
 * @throws RequestError in all cases but the signal's, which throws as fetch does.
 */
export async function ask<T>(path: string, { method = 'GET', body, signal }: Ask = {}): Promise<T> {
  const answer = await reach(path, {
    method,
    ...(signal !== undefined && { signal }),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await answer.text();
  const value = readJson(text);
  if (answer.ok && value !== undefined) return value as T;
  throw refusal(answer.status, value);
}

/** A path with a query; empty and missing values are left out. */
export function withQuery(
  path: string,
  query: { readonly [name: string]: string | number | undefined },
): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** A thrown value as a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong in this page.';
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new RequestError(
      'Attendant does not answer. Is `attendant serve` still running, and is this page opened from its address?',
      0,
      'unreachable',
    );
  }
}

function readJson(text: string): Json | undefined {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Genesys' shape: what is wrong stands in `message`, and all of it in `errors` where there is more. */
function refusal(status: number, value: Json | undefined): RequestError {
  const { message, code, errors } = isObject(value) ? value : {};
  const more = Array.isArray(errors)
    ? errors.flatMap((one: Json) =>
        isObject(one) && typeof one['message'] === 'string' ? [one['message']] : [],
      )
    : [];
  const sentence = typeof message === 'string' ? message : `The server answered ${status}.`;
  return new RequestError(
    [sentence, ...more.filter((one) => one !== sentence)].join(' '),
    status,
    typeof code === 'string' ? code : '',
  );
}
