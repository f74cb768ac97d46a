import fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Platform } from '../platform/platform.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Ids, Log } from '../ports.ts';
import { agentRoutes } from './agent-routes.ts';
import { agentlessMessageRoutes } from './agentless-message-routes.ts';
import { analyticsRoutes } from './analytics-routes.ts';
import { callbackParticipantRoutes } from './callback-participant-routes.ts';
import { callbackRoutes } from './callback-routes.ts';
import { consentRoutes } from './consent-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { divisionRoutes } from './division-routes.ts';
import { domainViewRoutes } from './domain-view-routes.ts';
import { emailRoutes } from './email-routes.ts';
import { sendRefusal, sendThrown } from './error-body.ts';
import { gate } from './gate.ts';
import { inboundDomainRoutes } from './inbound-domain-routes.ts';
import { inboundEmailRoutes } from './inbound-email-routes.ts';
import { inboundMessageRoutes } from './inbound-message-routes.ts';
import { inboundRouteRoutes } from './inbound-route-routes.ts';
import { messageReadRoutes } from './message-read-routes.ts';
import { messageRecipientRoutes } from './message-recipient-routes.ts';
import { oauthClientRoutes } from './oauth-client-routes.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { localUnlessPublic, originGate } from './origin-gate.ts';
import { outboundDomainRoutes } from './outbound-domain-routes.ts';
import { outboundRoutes } from './outbound-routes.ts';
import { outboxRoutes } from './outbox-routes.ts';
import { outcomeRoutes } from './outcome-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { readJson } from './read-json.ts';
import { responseLibraryRoutes } from './response-library-routes.ts';
import { responseRoutes } from './response-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { smsNumberRoutes } from './sms-number-routes.ts';
import { answerUnknownPaths } from './unknown-path.ts';
import { letUploadsTakeTime } from './upload-body.ts';
import { whatsAppConversationRoutes } from './whatsapp-conversation-routes.ts';
import { whatsAppIntegrationRoutes } from './whatsapp-integration-routes.ts';
import { whatsAppSenderRoutes } from './whatsapp-sender-routes.ts';

/** Room for the largest body but those of e-mails, whose route has a limit of its own. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
/** Room for a domain name with a dot at its end. */
const MAX_PARAM_LENGTH = 254;

/** What a server is made of. */
export interface ServerOptions {
  readonly ids: Ids;
  readonly log: Log;
  /** The local platform; absent when another one is used. */
  readonly platform?: Platform;
  /** Further groups of routes. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** Hosts, without port, the server may be addressed as besides localhost. */
  readonly allowedHosts?: readonly string[];
}

/** Builds the HTTP server. It does not listen, and closing it closes nothing else. */
export function buildServer({
  ids,
  log,
  platform,
  plugins = [],
  allowedHosts = [],
}: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    requestIdHeader: false,
    genReqId: () => ids.next(),
    forceCloseConnections: true,
    // These come before any hook.
    frameworkErrors: (error, request, reply) => void sendThrown(log, error, request, named(request, reply)),
  });
  server.setErrorHandler((error, request, reply) => sendThrown(log, error, request, reply));
  answerUnknownPaths(server);
  readBodies(server);
  letUploadsTakeTime(server);
  server.addHook('onRoute', localUnlessPublic);
  const isOurs = originGate({ hosts: allowedHosts });
  server.addHook(
    'onRequest',
    gate((request, reply) => {
      named(request, reply);
      return isOurs(request, reply);
    }),
  );
  for (const plugin of [...(platform === undefined ? [] : platformRoutes(platform)), ...plugins])
    server.register(plugin);
  return server;
}

/** Names the request to the caller, as Genesys Cloud does. */
function named(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header('ININ-Correlation-Id', request.id);
}

function platformRoutes(platform: Platform): readonly FastifyPluginAsync[] {
  return [
    oauthRoutes(platform.oauth),
    oauthClientRoutes(platform),
    divisionRoutes(platform),
    sessionRoutes(platform),
    agentlessMessageRoutes(platform),
    messageRecipientRoutes(platform),
    inboundMessageRoutes(platform),
    emailRoutes(platform),
    whatsAppIntegrationRoutes(platform),
    whatsAppSenderRoutes(platform),
    smsNumberRoutes(platform),
    responseRoutes(platform),
    responseLibraryRoutes(platform),
    messageReadRoutes(platform),
    consentRoutes(platform),
    outboundDomainRoutes(platform),
    inboundDomainRoutes(platform),
    inboundRouteRoutes(platform),
    domainViewRoutes(platform),
    inboundEmailRoutes(platform),
    outboxRoutes(platform),
    queueRoutes(platform),
    outcomeRoutes(platform),
    callbackRoutes(platform),
    callbackParticipantRoutes(platform),
    agentRoutes(platform),
    whatsAppConversationRoutes(platform),
    conversationRoutes(platform),
    analyticsRoutes(platform),
    ...outboundRoutes(platform),
  ];
}

/** JSON only, and none is fine: the official SDK says `application/json` on requests without a body. */
function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const unreadable = new WeakMap<FastifyRequest, Refusal>();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, parsed) => {
    const body = readJson(String(text));
    if (!body.ok) unreadable.set(request, body.refusal);
    parsed(null, body.ok ? body.value : undefined);
  });
  server.addHook(
    'preValidation',
    gate((request, reply) => {
      const refusal = unreadable.get(request);
      return refusal === undefined ? undefined : sendRefusal(request, reply, refusal);
    }),
  );
}
