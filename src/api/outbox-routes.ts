import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { emailFieldsOf } from '../platform/email/email-fields.ts';
import { type SentTemplate, sentTemplateOf } from '../platform/message-templates/sent-template.ts';
import type { Message, MessageExcerpt } from '../platform/messages/message.ts';
import type { MessageQuery } from '../platform/messages/message-store.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

const PATH = '/attendant/outbox';
/** What an e-mail says in HTML is shown, and nothing else: it runs nothing, loads nothing, sends nothing and leads nowhere. */
const HTML_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

interface MessagePath {
  readonly Params: { readonly messageId: string };
}

/** The operator's view of what was sent, newest first: `/attendant/outbox`. */
export function outboxRoutes({ messages }: Platform): FastifyPluginAsync {
  const find = ({ params }: FastifyRequest<MessagePath>): Outcome<Message> => {
    const message = messages.one(params.messageId);
    if (message?.direction === 'outbound') return done(message);
    return refuse('not.found', 'No message of the outbox has this id.');
  };
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (request, reply) => {
      const query = readQuery(request, messages.sequenceOf);
      if (!query.ok) return sendRefusal(request, reply, query.refusal);
      return reply.send({ entities: messages.newest(query.value).map(deliveryEntity) });
    });
    server.get<MessagePath>(`${PATH}/:messageId`, async (request, reply) => {
      const found = find(request);
      return answer(request, reply, found.ok ? done(messageEntity(found.value)) : found);
    });
    server.get<MessagePath>(`${PATH}/:messageId/html`, async (request, reply) => {
      const found = find(request);
      if (!found.ok) return sendRefusal(request, reply, found.refusal);
      const { html } = emailFieldsOf(found.value);
      if (found.value.channel !== 'email' || html === undefined)
        return sendRefusal(request, reply, { code: 'not.found', message: 'This message has no HTML.' });
      return reply.headers(HTML_HEADERS).type('text/html; charset=utf-8').send(html);
    });
  };
}

function readQuery(
  request: FastifyRequest,
  sequenceOf: (id: string) => number | undefined,
): Outcome<MessageQuery> {
  const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
  if (!limit.ok) return limit;
  const after = queryText(request, 'after');
  const before = after === undefined ? undefined : sequenceOf(after);
  if (after !== undefined && before === undefined)
    return refuse('invalid.query.param.value', 'after must be the id of a message.', { field: 'after' });
  const given = (['to', 'channel', 'status', 'text'] as const).flatMap((name) => {
    const value = queryText(request, name);
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return done({
    ...Object.fromEntries(given),
    ...(before !== undefined && { before }),
    limit: limit.value,
  });
}

function deliveryEntity(message: MessageExcerpt): JsonObject {
  const { id: messageId, interactionId: conversationId, clientId, channel, fromAddress, toAddress } = message;
  const { templateId, subject, text, status, carrier, externalId, errorCode, errorReason } = message;
  return {
    messageId,
    conversationId,
    clientId,
    channel,
    fromAddress,
    toAddress,
    templateId,
    subject,
    text,
    status,
    carrier,
    externalId,
    errorCode,
    errorReason,
    queuedAt: isoTime(message.acceptedAt),
    sentAt: isoTime(message.sentAt),
    deliveredAt: isoTime(message.deliveredAt),
    readAt: isoTime(message.readAt),
    failedAt: isoTime(message.failedAt),
  };
}

/** All of a message but the HTML of an e-mail, which has a path of its own. */
function messageEntity(message: Message): JsonObject {
  const { attempts, dueAt } = message;
  return {
    ...deliveryEntity(message),
    attempts,
    nextAt: isoTime(dueAt),
    ...(message.channel === 'email' ? emailParts(message) : templateParts(message)),
  };
}

function emailParts(message: Message): JsonObject {
  const { html, fromName, toName, replyTo } = emailFieldsOf(message);
  return {
    email: {
      fromName: fromName ?? null,
      toName: toName ?? null,
      replyTo: replyTo?.email ?? null,
      hasHtml: html !== undefined,
    },
  };
}

/** A template as the receiver sees it, with the values that the message brought. */
function templateParts({ fields }: Message): JsonObject {
  const template = sentTemplateOf(fields);
  if (template === undefined) return { template: null };
  const { name, language, header, body, footer, buttons = [], values } = template;
  const shown = buttons.map((button, index) => {
    const value = values.find((one) => one.button === index)?.value ?? '';
    return button.kind === 'url'
      ? { ...button, url: button.url.replace(/\{\{[^{}]*\}\}$/, () => value) }
      : button;
  });
  return {
    template: {
      name,
      language,
      header: header ?? null,
      media: mediaOf(template),
      body,
      footer: footer ?? null,
      buttons: shown.map((button) => ({ ...button })),
    },
  };
}

function mediaOf({ headerMedia, values }: SentTemplate): JsonObject | null {
  if (headerMedia !== undefined) return { kind: headerMedia.kind, url: headerMedia.url };
  const brought = values.find(({ component, kind }) => component === 'header' && kind !== 'text');
  return brought === undefined ? null : { kind: brought.kind, url: brought.value };
}
