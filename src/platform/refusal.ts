import type { JsonObject } from '../authoring/json.ts';

/** One way the platform says no. */
interface RefusalKind {
  /** HTTP status. */
  readonly status: number;
  /** What it means, for docs/errors.md. */
  readonly about: string;
}

/**
 * Every refusal of the platform by its `code`. Codes under `attendant.` are local: Genesys publishes none for the case.
 * A test compares the table with docs/errors.md and docs/differences-platform.md.
 */
export const REFUSALS = {
  'bad.request': {
    status: 400,
    about: 'The request cannot be read: broken JSON, or not the kind of body that belongs here.',
  },
  'constraint.validation': {
    status: 400,
    about: 'A field of the body is missing, of the wrong type or too long.',
  },
  'invalid.query.param.value': { status: 400, about: 'A query parameter has a value that is not allowed.' },
  'authentication.required': { status: 401, about: 'The request carries no access token.' },
  'bad.credentials': { status: 401, about: 'The access token is unknown or has expired.' },
  'missing.permissions': {
    status: 403,
    about: 'The client lacks a permission; all of those named are needed.',
  },
  'missing.any.permissions': {
    status: 403,
    about: 'The client lacks permission; any one of those named is enough.',
  },
  'not.authorized': { status: 403, about: 'The request does not come from where it may come from.' },
  'not.found': { status: 404, about: 'Nothing has this path or id.' },
  'rms.response.not.found': { status: 404, about: 'No response (message template) has this id.' },
  'invalid.schema': { status: 400, about: 'The input of a data action does not fit its contract.' },
  'invalid.substitution': {
    status: 500,
    about: 'The templates of a data action cannot be filled with this input.',
  },
  'too.many.requests': { status: 429, about: 'A limit on requests is used up.' },
  'service.unavailable': {
    status: 503,
    about: 'The receiver failed too often; nothing is sent to it for a while.',
  },
  'request.timeout': {
    status: 504,
    about: 'No answer came in time, or the connection broke; the request may have been received.',
  },
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
  'attendant.channel.not.available': { status: 400, about: 'Messages of this kind cannot be sent here yet.' },
  'attendant.carousel.not.available': { status: 400, about: 'Carousel templates cannot be sent here.' },
  'attendant.integration.not.found': {
    status: 400,
    about: 'fromAddress is no WhatsApp integration of this organization (W2).',
  },
  'attendant.integration.not.active': {
    status: 400,
    about: 'fromAddress is a WhatsApp integration that is not active (W2).',
  },
  'attendant.address.not.phone.id': {
    status: 400,
    about: 'An address is no WhatsApp phone ID, such as an E.164 number with its + (W3).',
  },
  'attendant.template.required': { status: 400, about: 'A WhatsApp message without messagingTemplate (W4).' },
  'attendant.template.not.found': { status: 400, about: 'No message template has the responseId (W4).' },
  'attendant.template.not.approved': {
    status: 400,
    about: 'The message template is pending or rejected (W4).',
  },
  'attendant.template.other.integration': {
    status: 400,
    about: 'The message template belongs to other integrations (W4).',
  },
  'attendant.template.parameters.mismatch': {
    status: 400,
    about: 'The parameters do not match the template in number or id (W4).',
  },
  'attendant.template.parameter.kind': {
    status: 400,
    about: 'A parameter has a value of the wrong kind for the template (W4).',
  },
  'attendant.template.text.too.long': {
    status: 400,
    about: 'The text with its parameters is longer than WhatsApp takes (W4).',
  },
  'attendant.consent.missing': {
    status: 400,
    about: 'No granted consent is on record for the channel and address (W5).',
  },
  'attendant.consent.not.found': {
    status: 404,
    about: 'The consent register knows nothing of this channel and address.',
  },
  'attendant.conversation.connected': {
    status: 409,
    about: 'An agent and the customer are in a connected conversation (W7).',
  },
  'attendant.conversation.not.found': { status: 404, about: 'No WhatsApp conversation has this id.' },
  'attendant.action.not.valid': {
    status: 400,
    about: 'The data action has faults; `errors` lists all of them, each with its place.',
  },
  'attendant.action.contract.fixed': {
    status: 400,
    about: 'The contract of a published data action, and whether it is secure, cannot change.',
  },
  'attendant.action.integration.not.found': {
    status: 400,
    about: 'integrationId is no integration that data actions can be added to.',
  },
  'attendant.action.not.executable': {
    status: 400,
    about: 'The data action only asks for credentials that others send; it is not run by itself.',
  },
  'attendant.action.version.conflict': {
    status: 409,
    about: 'The data action was changed since the version that the request names.',
  },
  'attendant.action.of.file': {
    status: 409,
    about: 'The data action is read from a file and is changed there.',
  },
  'attendant.action.draft.exists': { status: 409, about: 'The data action has a draft already.' },
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;

/** Why the platform did not do what was asked. The message holds no secret, number or address. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** The field of the request that is to blame, such as `messagingTemplate.bodyParameters.0.id`. */
  readonly field?: string;
  /** What else Genesys' `details` hold; absent, they hold `field`. */
  readonly details?: readonly { readonly errorCode: string; readonly fieldName?: string }[];
  /** Errors behind this one, as Genesys' `errors` list them. */
  readonly errors?: readonly JsonObject[];
  /** Values within the message, by name, as Genesys lists them. */
  readonly params?: { readonly [name: string]: string };
  /** The request that was refused first, when this answers a repeated one. */
  readonly contextId?: string;
}

/** What the platform answers: a value, or a refusal as data. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** The outcome of a request that was done. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The outcome of a request that was refused. */
export function refuse(
  code: RefusalCode,
  message: string,
  more: Omit<Refusal, 'code' | 'message'> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...more } };
}
