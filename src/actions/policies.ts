import { type Static, Type } from 'typebox';
import type { Diagnostic } from '../authoring/diagnostic.ts';

const closed = { additionalProperties: false } as const;

/** Statuses that a later try may answer otherwise. */
const REPEATED_STATUSES = [429, 502, 503, 504] as const;

const Retry = Type.Object(
  {
    attempts: Type.Optional(
      Type.Integer({ minimum: 2, maximum: 5, description: 'How often it is sent at most. Default: 3.' }),
    ),
    statuses: Type.Optional(
      Type.Array(Type.Unsafe<number>({ enum: [408, 425, 429, 500, 502, 503, 504] }), {
        minItems: 1,
        description: `Answers after which it is sent again. Default: ${REPEATED_STATUSES.join(', ')}.`,
      }),
    ),
    backoffSeconds: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 30,
        description:
          'The longest wait before the second try; it doubles with each further one. Default: 0.5.',
      }),
    ),
    maxBackoffSeconds: Type.Optional(
      Type.Number({ minimum: 0.1, maximum: 60, description: 'Where the doubling ends. Default: 10.' }),
    ),
  },
  {
    ...closed,
    description:
      'Sends the request again where that does no harm: when nothing was sent, after 429, and otherwise only when it is idempotent. Retry-After counts. Default: never.',
  },
);

const CircuitBreaker = Type.Object(
  {
    failures: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'How many failures open it. Default: 5.' }),
    ),
    withinSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3600, description: 'In how many seconds. Default: 60.' }),
    ),
    openSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3600,
        description: 'How long nothing is sent then, until one request tries. Default: 30.',
      }),
    ),
  },
  {
    ...closed,
    description:
      'Fails at once, with circuit.open, after too many failures of the network, time-outs and statuses from 500. Default: off.',
  },
);

const Cache = Type.Object(
  {
    seconds: Type.Integer({ minimum: 1, maximum: 3600, description: 'How long an answer is used again.' }),
    maxEntries: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many answers are kept. Default: 500.' }),
    ),
  },
  {
    ...closed,
    description:
      'Uses an answer of 2xx again for the same request. Only for GET, HEAD and an idempotent POST that sends no message and records no consent. Default: off.',
  },
);

/** What a definition may say of how it is called, all of it off when it does not: its optional top-level keys. */
export const policyKeys = {
  retry: Type.Optional(Retry),
  circuitBreaker: Type.Optional(CircuitBreaker),
  cache: Type.Optional(Cache),
};

const PolicyKeys = Type.Object(policyKeys);

/** The keys of policies as they stand in a definition. */
export type WrittenPolicies = Static<typeof PolicyKeys>;

/** How often, when and after what a request is sent again. */
export type RetryPolicy = Required<Static<typeof Retry>>;

/** When a data action stops sending to a host that does not answer. */
export type CircuitBreakerPolicy = Required<Static<typeof CircuitBreaker>>;

/** How long answers are used again. */
export type CachePolicy = Required<Static<typeof Cache>>;

/** The policies of one data action, complete. What is absent is off, as in Genesys Cloud. */
export interface Policies {
  readonly retry?: RetryPolicy;
  readonly circuitBreaker?: CircuitBreakerPolicy;
  readonly cache?: CachePolicy;
}

const RETRY: RetryPolicy = {
  attempts: 3,
  statuses: [...REPEATED_STATUSES],
  backoffSeconds: 0.5,
  maxBackoffSeconds: 10,
};
const CIRCUIT_BREAKER: CircuitBreakerPolicy = { failures: 5, withinSeconds: 60, openSeconds: 30 };
const CACHE = { maxEntries: 500 } as const;

/** The policies of a definition with the defaults of what they leave out. */
export function policiesOf({ retry, circuitBreaker, cache }: WrittenPolicies): Policies {
  return {
    ...(retry !== undefined && { retry: { ...RETRY, ...retry } }),
    ...(circuitBreaker !== undefined && { circuitBreaker: { ...CIRCUIT_BREAKER, ...circuitBreaker } }),
    ...(cache !== undefined && { cache: { ...CACHE, ...cache } }),
  };
}

/** What the policies of a data action depend on. */
export interface PolicyGround {
  readonly method: string;
  readonly idempotent: boolean | 'byKey';
  readonly isSecure: boolean;
  /** Whether it sends a message or records a consent. */
  readonly changesSomething: boolean;
}

/** Faults of the policies of a definition, and of what they are declared on. */
export function checkPolicies(
  written: WrittenPolicies,
  ground: PolicyGround,
  file: string,
): readonly Diagnostic[] {
  return [...checkRetry(written, ground, file), ...checkCache(written, ground, file)];
}

function checkRetry({ retry }: WrittenPolicies, ground: PolicyGround, file: string): readonly Diagnostic[] {
  if (retry === undefined) return [];
  const { backoffSeconds, maxBackoffSeconds } = { ...RETRY, ...retry };
  const order: Diagnostic = {
    severity: 'error',
    code: 'RETRY_BACKOFF',
    file,
    pointer: '/retry/backoffSeconds',
    message: `the first wait of ${backoffSeconds} seconds is longer than the longest of ${maxBackoffSeconds}`,
    hint: 'write a larger "maxBackoffSeconds"',
  };
  const idle = ground.idempotent !== false ? [] : (retry.statuses ?? []).filter((status) => status !== 429);
  const unused: Diagnostic = {
    severity: 'warning',
    code: 'RETRY_UNUSED',
    file,
    pointer: '/retry/statuses',
    message: `after ${idle.join(', ')} this request is not sent again: it may have been carried out`,
    hint: 'write "idempotent": true or "byKey" where repeating does no harm',
  };
  return [...(backoffSeconds > maxBackoffSeconds ? [order] : []), ...(idle.length > 0 ? [unused] : [])];
}

function checkCache({ cache }: WrittenPolicies, ground: PolicyGround, file: string): readonly Diagnostic[] {
  const reason = cache === undefined ? undefined : whyNotCached(ground);
  if (reason === undefined) return [];
  const at = { file, pointer: '/cache', severity: 'error', code: 'CACHE_UNSAFE' } as const;
  return [{ ...at, ...reason }];
}

/** A request that writes must arrive each time: of "grant, withdraw, grant" the last would be missing. */
function whyNotCached({ method, idempotent, isSecure, changesSomething }: PolicyGround) {
  const hint = 'remove "cache"';
  if (isSecure) return { message: 'the answers of a secure data action are not kept', hint };
  if (changesSomething)
    return { message: 'a data action that sends or records something is sent each time', hint };
  if (['GET', 'HEAD'].includes(method)) return undefined;
  if (method !== 'POST') return { message: `a ${method} request is sent each time`, hint };
  if (idempotent === true) return undefined;
  return {
    message: 'the answer to a POST can only be used again when it just reads',
    hint: 'write "idempotent": true if it changes nothing, or remove "cache"',
  };
}
