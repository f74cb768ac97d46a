import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Divisions } from '../platform/authorization/permissions.ts';
import { conversationEntity } from '../platform/conversations/conversation-entity.ts';
import type { ParticipantIds } from '../platform/conversations/conversations.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, clientOf, NO_PERMISSION } from './authorized.ts';
import { sendRefusal } from './error-body.ts';

const VIEW = 'conversation:communication:view';
const DISCONNECT = 'conversation:communication:disconnect';
/** Any of them is enough to change a participant. */
const CHANGE = ['conversation:participant:wrapup', 'conversation:call:record', DISCONNECT];

interface OneConversation {
  readonly Params: { readonly conversationId: string };
}
interface OneParticipant {
  readonly Params: ParticipantIds;
}

/** `/api/v2/conversations/{conversationId}`: conversations of every kind, and who takes part in them. */
export function conversationRoutes({ oauth, conversations }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  return async (server) => {
    server.get<OneConversation>(
      '/api/v2/conversations/:conversationId',
      needs(VIEW),
      async (request, reply) => {
        const view = conversations.one(request.params.conversationId, where(request, VIEW));
        return answer(request, reply, view.ok ? done(conversationEntity(view.value)) : view);
      },
    );
    server.delete<OneConversation>(
      '/api/v2/conversations/:conversationId',
      needs(DISCONNECT),
      async (request, reply) => {
        const ended = await conversations.disconnect(
          request.params.conversationId,
          where(request, DISCONNECT),
        );
        return ended.ok ? reply.code(204).send() : sendRefusal(request, reply, ended.refusal);
      },
    );
    server.post<OneConversation>(
      '/api/v2/conversations/:conversationId/disconnect',
      needs(DISCONNECT),
      async (request, reply) => {
        const ended = await conversations.disconnect(
          request.params.conversationId,
          where(request, DISCONNECT),
        );
        // Genesys' answer is a text as JSON.
        return ended.ok
          ? reply.code(202).type('application/json').send('""')
          : sendRefusal(request, reply, ended.refusal);
      },
    );
    server.patch<OneParticipant>(
      '/api/v2/conversations/:conversationId/participants/:participantId',
      { onRequest: authorized(oauth, { any: CHANGE }) },
      async (request, reply) => {
        const changed = await conversations.patchParticipant(
          request.params,
          where(request, ...CHANGE),
          request.body,
        );
        return changed.ok ? reply.code(202).send() : sendRefusal(request, reply, changed.refusal);
      },
    );
    server.patch<OneParticipant>(
      '/api/v2/conversations/:conversationId/participants/:participantId/attributes',
      { onRequest: authorized(oauth, NO_PERMISSION) },
      async (request, reply) => {
        const changed = await conversations.patchAttributes(request.params, request.body);
        return changed.ok ? reply.code(202).send() : sendRefusal(request, reply, changed.refusal);
      },
    );
  };
}

/** The divisions in which the client holds one of the permissions. */
export function where(request: FastifyRequest, ...permissions: readonly string[]): Divisions {
  const held = permissions.map((permission) => clientOf(request).divisionsOf(permission));
  return held.includes('all') ? 'all' : new Set(held.flatMap((one) => (one === 'all' ? [] : [...one])));
}
