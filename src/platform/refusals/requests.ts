import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of any request, whatever it asks for. */
export const REQUEST_REFUSALS = {
  'bad.request': {
    status: 400,
    about: 'The request cannot be read: broken JSON, or not the kind of body that belongs here.',
  },
  'constraint.validation': {
    status: 400,
    about: 'A field of the body is missing, of the wrong type or too long.',
  },
  'invalid.query.param.value': { status: 400, about: 'A query parameter has a value that is not allowed.' },
  'invalid.update.wrong.version': {
    status: 409,
    about: 'What is to be changed was changed since the version that the request names.',
  },
  'not.found': { status: 404, about: 'Nothing has this path or id.' },
  'too.many.requests': { status: 429, about: 'A limit on requests is used up.' },
  'unsupported.media.type': { status: 415, about: 'The body is of a type that is not read here.' },
  'internal.server.error': {
    status: 500,
    about: 'The server failed; its log says more under the same contextId.',
  },
  'attendant.method.not.allowed': { status: 405, about: 'The path exists, but not for this method.' },
  'attendant.body.too.large': { status: 413, about: 'The body is larger than the server reads.' },
  'attendant.path.not.readable': { status: 400, about: 'The address of the request cannot be decoded.' },
  'attendant.idempotency.key.invalid': {
    status: 400,
    about: 'The Idempotency-Key is empty, too long or not plain ASCII.',
  },
  'attendant.idempotency.key.reused': {
    status: 409,
    about: 'The Idempotency-Key was used before for another request.',
  },
} as const satisfies Record<string, RefusalKind>;
