import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Json, JsonObject } from '../authoring/json.ts';
import { AttendantError } from '../errors.ts';
import { REFUSALS, type Refusal } from '../platform/refusal.ts';
import type { Log } from '../ports.ts';

/** A refusal in the shape of Genesys' `ErrorBody`, and its HTTP status. */
export function errorBody(
  refusal: Refusal,
  contextId: string,
): { readonly status: number; readonly body: JsonObject } {
  const status = refusal.status ?? REFUSALS[refusal.code].status;
  return { status, body: bodyOf({ ...refusal, status, contextId: refusal.contextId ?? contextId }) };
}

/** Answers with a refusal. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, body } = errorBody(refusal, request.id);
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
  return reply.code(status).send(body);
}

/**
 * Answers everything that is thrown while a request is served. Only errors of this program are told in their own words;
 * of any other the answer says nothing, and the log its name and where it came from.
 */
export function sendThrown(
  log: Log,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof AttendantError) {
    if (error.status >= 500) logThrown(log, error, request.id);
    const { status, code, message } = error;
    return reply.code(status).send(bodyOf({ status, code, message, contextId: request.id }));
  }
  const refusal = refusalOf(error);
  if (refusal.code === 'internal.server.error') logThrown(log, error, request.id);
  return sendRefusal(request, reply, refusal);
}

interface ErrorParts extends Omit<Refusal, 'code' | 'contextId'> {
  readonly status: number;
  readonly code: string;
  readonly contextId: string;
}

function bodyOf(parts: ErrorParts): JsonObject {
  const { status, code, message, field, params, contextId, details, errors } = parts;
  return {
    message,
    code,
    status,
    messageParams: params ?? {},
    contextId,
    details: details ?? (field === undefined ? [] : [{ errorCode: code, fieldName: field }]),
    errors: errors ?? [],
  };
}

/** What fastify itself refuses, in our words. */
function refusalOf(error: unknown): Refusal {
  switch (fastifyCode(error)) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'unsupported.media.type', message: 'Send the body as application/json.' };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'attendant.body.too.large', message: 'The body is larger than this path reads.' };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { code: 'bad.request', message: 'The body is not as long as Content-Length says.' };
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return {
        code: 'attendant.path.not.readable',
        message: 'The path cannot be decoded, or a part of it is too long.',
      };
    default:
      return {
        code: 'internal.server.error',
        message: 'The server could not do this; its log says more under this contextId.',
      };
  }
}

function fastifyCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as Partial<FastifyError>).code : undefined;
}

/** The message of a foreign error may repeat what a caller sent, so only the name and the places are logged. */
function logThrown(log: Log, error: unknown, contextId: string): void {
  const details: { [key: string]: Json } = {
    contextId,
    error: error instanceof Error ? error.name : typeof error,
  };
  if (error instanceof Error) {
    details['at'] = (error.stack ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('at '))
      .slice(0, 8);
  }
  log.warn('request failed', details);
}
