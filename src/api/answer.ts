import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome } from '../platform/refusal.ts';
import { sendRefusal } from './error-body.ts';

/** Answers with the value of an outcome, or with its refusal. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome<unknown>,
  status = 200,
): FastifyReply {
  return outcome.ok ? reply.code(status).send(outcome.value) : sendRefusal(request, reply, outcome.refusal);
}
