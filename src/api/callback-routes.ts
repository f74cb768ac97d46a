import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { callbackConversationEntity } from '../platform/callbacks/callback-entity.ts';
import type { CallbackCaller } from '../platform/callbacks/callbacks.ts';
import { conversationEntity } from '../platform/conversations/conversation-entity.ts';
import { type KeyedOutcome, readIdempotencyKey } from '../platform/idempotency.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, clientOf } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';

const PATH = '/api/v2/conversations/callbacks';

interface ConversationPath {
  readonly Params: { readonly conversationId: string };
}
interface ParticipantPath {
  readonly Params: ConversationPath['Params'] & { readonly participantId: string };
}

/** Scheduled callbacks: how they are asked for, read, moved and ended (K). */
export function callbackRoutes({ oauth, callbacks, conversations }: Platform): FastifyPluginAsync {
  const needs = (...all: readonly string[]) => ({ onRequest: authorized(oauth, { all }) });
  return async (server) => {
    server.post(PATH, needs('conversation:callback:create'), async (request, reply) =>
      createdBy(request, reply, (from) => callbacks.create(request.body, from)),
    );
    server.post<ParticipantPath>(
      '/api/v2/conversations/:conversationId/participants/:participantId/callbacks',
      needs('conversation:callback:create'),
      async (request, reply) =>
        createdOn(request, reply, (from) => callbacks.createOn(request.params, request.body, from)),
    );
    server.get(PATH, needs(), async (request, reply) => {
      const page = readPage(request);
      if (!page.ok) return sendRefusal(request, reply, page.refusal);
      const { pageSize, pageNumber } = page.value;
      const { conversations, total } = callbacks.list(pageSize, (pageNumber - 1) * pageSize);
      const entities = conversations.map(callbackConversationEntity);
      return reply.send(pageListing(request, PATH, page.value, { entities, total }));
    });
    server.get<ConversationPath>(`${PATH}/:conversationId`, needs(), async (request, reply) => {
      const found = callbacks.read(request.params.conversationId);
      return answer(request, reply, found.ok ? done(callbackConversationEntity(found.value)) : found);
    });
    server.patch(PATH, needs('conversation:callback:edit'), async (request, reply) =>
      answer(request, reply, await callbacks.patch(request.body)),
    );
    server.post(`${PATH}/bulk/update`, needs('conversation:callback:edit'), async (request, reply) =>
      answer(request, reply, await callbacks.patchAll(request.body)),
    );
    server.post(
      `${PATH}/bulk/disconnect`,
      needs('conversation:communication:disconnect'),
      async (request, reply) => answer(request, reply, await callbacks.disconnectAll(request.body), 202),
    );
    server.patch<ConversationPath>(
      `${PATH}/:conversationId`,
      needs('conversation:communication:disconnect'),
      async (request, reply) => {
        const { conversationId } = request.params;
        const ended = await callbacks.disconnect(conversationId, request.body);
        if (!ended.ok) return sendRefusal(request, reply, ended.refusal);
        const view = conversations.one(conversationId, 'all');
        return answer(request, reply, view.ok ? done(conversationEntity(view.value)) : view);
      },
    );
    server.patch<ParticipantPath>(
      `${PATH}/:conversationId/participants/:participantId/attributes`,
      needs(),
      async (request, reply) => {
        const { conversationId, participantId } = request.params;
        const outcome = await callbacks.setAttributes(conversationId, participantId, request.body);
        return answer(request, reply, outcome, 202);
      },
    );
  };
}

/** The result of a request that may be repeated under a key. */
async function createdBy(
  request: FastifyRequest,
  reply: FastifyReply,
  create: (from: CallbackCaller) => Promise<KeyedOutcome<unknown>>,
): Promise<FastifyReply> {
  const outcome = await keyed(request, reply, create);
  return answer(request, reply, outcome);
}

/** Genesys answers 201 and nothing. Only who gave a local time is told more: how it was read (K3). */
async function createdOn(
  request: FastifyRequest,
  reply: FastifyReply,
  create: (from: CallbackCaller) => Promise<KeyedOutcome<{ readonly [name: string]: unknown }>>,
): Promise<FastifyReply> {
  const outcome = await keyed(request, reply, create);
  if (!outcome.ok || 'attendantTimeDecision' in outcome.value) return answer(request, reply, outcome, 201);
  return reply.code(201).send();
}

async function keyed<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  create: (from: CallbackCaller) => Promise<KeyedOutcome<T>>,
): Promise<Outcome<T>> {
  const key = readIdempotencyKey(request.headers['idempotency-key']);
  if (!key.ok) return key;
  const from = { clientId: clientOf(request).id, key: key.value, contextId: request.id };
  const { outcome, isReplayed } = await create(from);
  if (isReplayed) reply.header('idempotency-replayed', 'true');
  return outcome;
}
