import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { emailConversationEntity } from '../platform/email/email-conversation-entity.ts';
import { emailEntity, emailPreviewEntity } from '../platform/email/email-entity.ts';
import { MAX_BODY_BYTES } from '../platform/email/send-email-request.ts';
import { readIdempotencyKey } from '../platform/idempotency.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, clientOf, NO_PERMISSION } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';
import { queryFlag } from './query.ts';

const EMAILS = '/api/v2/conversations/emails';
/** JSON may write each byte of a body as six (`\u0041`); the rest is room for the other fields and a body just over. */
const MAX_REQUEST_BYTES = 6 * MAX_BODY_BYTES + 1024 * 1024;
const SEND = ['conversation:email:create', 'conversation:agentlessEmail:send'];

interface OneConversation {
  readonly Params: { readonly conversationId: string };
}
interface OneEmail {
  readonly Params: { readonly conversationId: string; readonly messageId: string };
}

/** `/api/v2/conversations/emails`: sending agentless e-mail (E), and reading conversations by e-mail (E12). */
export function emailRoutes(platform: Platform): FastifyPluginAsync {
  const { oauth, agentlessEmails, emailConversations } = platform;
  const read = { onRequest: authorized(oauth, NO_PERMISSION) };
  return async (server) => {
    server.post(
      `${EMAILS}/agentless`,
      { bodyLimit: MAX_REQUEST_BYTES, onRequest: authorized(oauth, { any: SEND }) },
      async (request, reply) => {
        const key = readIdempotencyKey(request.headers['idempotency-key']);
        if (!key.ok) return sendRefusal(request, reply, key.refusal);
        const from = { clientId: clientOf(request).id, key: key.value, contextId: request.id };
        const { outcome, isReplayed } = await agentlessEmails.send(request.body, from);
        if (isReplayed) reply.header('idempotency-replayed', 'true');
        return answer(request, reply, outcome);
      },
    );
    server.get<OneConversation>(`${EMAILS}/:conversationId`, read, async (request, reply) => {
      const view = emailConversations.one(request.params.conversationId);
      return answer(request, reply, view.ok ? done(emailConversationEntity(view.value)) : view);
    });
    server.get<OneConversation>(`${EMAILS}/:conversationId/messages`, read, async (request, reply) =>
      list(platform, request, reply),
    );
    server.get<OneEmail>(`${EMAILS}/:conversationId/messages/:messageId`, read, async (request, reply) => {
      const { conversationId, messageId } = request.params;
      const email = emailConversations.email(conversationId, messageId);
      return answer(request, reply, email.ok ? done(emailEntity(email.value)) : email);
    });
  };
}

/** Agentless e-mails are in the conversation that they are threaded into, so `includeAgentlessStitchedMessages` adds none. */
function list(
  { emailConversations }: Platform,
  request: FastifyRequest<OneConversation>,
  reply: FastifyReply,
): FastifyReply {
  const stitched = queryFlag(request, 'includeAgentlessStitchedMessages');
  if (!stitched.ok) return sendRefusal(request, reply, stitched.refusal);
  const page = readPage(request);
  if (!page.ok) return sendRefusal(request, reply, page.refusal);
  const { conversationId } = request.params;
  const { pageSize: limit, pageNumber } = page.value;
  const found = emailConversations.list(conversationId, { limit, offset: (pageNumber - 1) * limit });
  if (!found.ok) return sendRefusal(request, reply, found.refusal);
  const { emails, total } = found.value;
  const entities = emails.map((email) => emailPreviewEntity(email, conversationId));
  const path = `${EMAILS}/${encodeURIComponent(conversationId)}/messages`;
  return reply.send(pageListing(request, path, page.value, { entities, total }));
}
