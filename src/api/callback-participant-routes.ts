import type { FastifyPluginAsync } from 'fastify';
import type { ParticipantPlace } from '../platform/callbacks/participant-changes.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';

const PATH = '/api/v2/conversations/callbacks/:conversationId/participants/:participantId';
/** Any one of them lets a participant be changed. */
const CHANGING = [
  'conversation:participant:wrapup',
  'conversation:call:record',
  'conversation:communication:disconnect',
];

interface Path {
  readonly Params: ParticipantPlace;
}

/** What participants of callbacks do: take an offer, hang up, hand over, say what came of it. */
export function callbackParticipantRoutes({ oauth, callbacks }: Platform): FastifyPluginAsync {
  const needs = (...any: readonly string[]) => ({
    onRequest: authorized(oauth, any.length === 0 ? { all: [] } : { any }),
  });
  const communication = `${PATH}/communications/:communicationId`;
  return async (server) => {
    server.patch<Path>(PATH, needs(...CHANGING), async (request, reply) => {
      const outcome = await callbacks.changeParticipant(request.params, request.body);
      return answer(request, reply, outcome.ok ? done(undefined) : outcome, 202);
    });
    server.patch<Path>(communication, needs(), async (request, reply) =>
      answer(request, reply, await callbacks.changeParticipant(request.params, request.body)),
    );
    server.post<Path>(
      `${PATH}/replace`,
      needs('conversation:communication:blindTransfer'),
      async (request, reply) =>
        answer(request, reply, await callbacks.transfer(request.params, request.body), 202),
    );
    server.post<Path>(
      `${communication}/wrapup`,
      needs('conversation:participant:wrapup'),
      async (request, reply) =>
        answer(request, reply, await callbacks.putWrapup(request.params, request.body), 202),
    );
    for (const path of [`${PATH}/wrapup`, `${communication}/wrapup`])
      server.get<Path>(path, needs(), async (request, reply) =>
        answer(request, reply, callbacks.readWrapup(request.params)),
      );
    // No queue here has a list of wrap-up codes: any code is taken.
    server.get<Path>(`${PATH}/wrapupcodes`, needs(), async (request, reply) => {
      const found = callbacks.readWrapup(request.params);
      return answer(request, reply, found.ok ? done([]) : found);
    });
  };
}
