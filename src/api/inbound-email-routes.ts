import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { IncomingMail } from '../platform/inbound-email/incoming-mail.ts';
import { MAX_MAIL_BYTES, readMail } from '../platform/inbound-email/read-mail.ts';
import { readWrittenMail } from '../platform/inbound-email/written-mail.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';

/**
 * The operator's ways round SMTP: `POST /attendant/inbound-emails` brings an e-mail in, as JSON or as it would come over
 * the wire (`message/rfc822`); `GET /attendant/emails/{messageId}/reports` tells what mail servers said of one of ours.
 */
export function inboundEmailRoutes({ inboundEmail }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.addContentTypeParser('message/rfc822', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    server.post('/attendant/inbound-emails', { bodyLimit: MAX_MAIL_BYTES }, async (request, reply) => {
      const mail = await mailIn(request);
      if (!mail.ok) return sendRefusal(request, reply, mail.refusal);
      const taken = await inboundEmail.take(mail.value);
      return answer(request, reply, taken.ok ? done({ entities: taken.value }) : taken);
    });
    server.get<{ Params: { messageId: string } }>(
      '/attendant/emails/:messageId/reports',
      async (request, reply) => {
        const reports = inboundEmail.reportsOf(request.params.messageId);
        const entities: readonly JsonObject[] = reports.map(({ at, ...report }) => ({
          ...report,
          at: isoTime(at),
        }));
        return reply.send({ entities });
      },
    );
  };
}

/** The null sender would make every e-mail one of a program. */
const NO_ENVELOPE = { from: 'unknown', to: [] };

async function mailIn({ body }: FastifyRequest): Promise<Outcome<IncomingMail>> {
  if (!(body instanceof Uint8Array)) return readWrittenMail(body);
  const read = await readMail(chunksOf(body), NO_ENVELOPE);
  if (!read.ok) return refuse('bad.request', 'The body is not an e-mail that can be read.');
  const { mail } = read;
  const to = [...mail.to, ...(mail.cc ?? [])].map(({ email }) => email);
  const isReport = mail.deliveryStatus !== undefined;
  // Without an envelope the headers stand in for it. Only reports come from nobody.
  const from = isReport ? '' : (mail.from?.email ?? '');
  return done({ ...mail, envelope: { from, to } });
}

/** In parts, as it would come in over the wire. */
async function* chunksOf(body: Uint8Array): AsyncIterable<Uint8Array> {
  const size = 64 * 1024;
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}
