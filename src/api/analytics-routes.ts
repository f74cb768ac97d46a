import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { analyticsEntity } from '../platform/conversations/analytics-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { where } from './conversation-routes.ts';
import { sendRefusal } from './error-body.ts';

const DETAILS = '/api/v2/analytics/conversations/details';
const VIEW = ['analytics:conversationDetail:view', 'analytics:agentConversationDetail:view'];
/** Ids that one request may name. Genesys' limit. */
const MAX_IDS = 100;

/** `/api/v2/analytics/conversations/…details`: finds conversations, and tells of each message how far it is (E12). */
export function analyticsRoutes({ oauth, conversations }: Platform): FastifyPluginAsync {
  const needs = { onRequest: authorized(oauth, { any: VIEW }) };
  return async (server) => {
    server.post(`${DETAILS}/query`, needs, async (request, reply) => {
      const found = conversations.query(request.body, where(request, ...VIEW));
      if (!found.ok) return sendRefusal(request, reply, found.refusal);
      const { conversations: page, total: totalHits } = found.value;
      // Genesys leaves the list out when nothing is found.
      return page.length === 0 ? { totalHits } : { conversations: page.map(analyticsEntity), totalHits };
    });
    server.get(DETAILS, needs, async (request, reply) => {
      const ids = readIds(request);
      if (!ids.ok) return sendRefusal(request, reply, ids.refusal);
      return {
        conversations: conversations.several(ids.value, where(request, ...VIEW)).map(analyticsEntity),
      };
    });
    server.get<{ Params: { conversationId: string } }>(
      '/api/v2/analytics/conversations/:conversationId/details',
      needs,
      async (request, reply) => {
        const view = conversations.one(request.params.conversationId, where(request, ...VIEW));
        return answer(request, reply, view.ok ? done(analyticsEntity(view.value)) : view);
      },
    );
  };
}

/** `id=a,b` or `id=a&id=b`, each once. */
function readIds(request: FastifyRequest): Outcome<readonly string[]> {
  const { id = [] } = request.query as { readonly id?: string | readonly string[] };
  const ids = [...new Set([id].flat().flatMap((text) => text.split(',')))].filter((one) => one !== '');
  if (ids.length >= 1 && ids.length <= MAX_IDS) return done(ids);
  return refuse('invalid.query.param.value', `id must name 1 to ${MAX_IDS} conversations.`, { field: 'id' });
}
