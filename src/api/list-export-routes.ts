import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { CONTACT_LISTS_PATH } from '../platform/contact-lists/contact-list-entity.ts';
import { DNC_LISTS_PATH } from '../platform/dnc-lists/dnc-list-entity.ts';
import type { CsvDownload, ExportOffer } from '../platform/list-imports/list-exports.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { sendCsv } from './csv-answer.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryFlag } from './query.ts';

const DOWNLOADS = '/downloads/lists';
const FOUND = 302;

interface ListPath {
  readonly Params: { readonly listId: string };
}
interface KeyPath {
  readonly Params: { readonly key: string };
}

/** Exports of contact lists and do-not-contact lists, as Genesys Cloud has them, and the files themselves. */
export function listExportRoutes({ oauth, outbound: { listExports } }: Platform): FastifyPluginAsync {
  const needs = (...permissions: readonly string[]) => ({
    onRequest: authorized(oauth, { all: permissions.map((permission) => `outbound:${permission}`) }),
  });
  const forContacts = needs('contact:view', 'contactList:view');
  const forDnc = needs('dnc:view', 'dncList:view');
  return async (server) => {
    server.post<ListPath>(`${CONTACT_LISTS_PATH}/:listId/export`, forContacts, async (request, reply) =>
      answer(request, reply, listExports.requestContacts(request.params.listId, request.body)),
    );
    server.get<ListPath>(`${CONTACT_LISTS_PATH}/:listId/export`, forContacts, async (request, reply) =>
      sendOffer(request, reply, listExports.offeredContacts(request.params.listId)),
    );
    server.post<ListPath>(`${DNC_LISTS_PATH}/:listId/export`, forDnc, async (request, reply) =>
      answer(request, reply, listExports.requestDnc(request.params.listId)),
    );
    server.get<ListPath>(`${DNC_LISTS_PATH}/:listId/export`, forDnc, async (request, reply) =>
      sendOffer(request, reply, listExports.offeredDnc(request.params.listId)),
    );
    server.get<KeyPath>(`${DOWNLOADS}/:key`, { config: { isPublic: true } }, async (request, reply) =>
      sendFile(request, reply, listExports.download(request.params.key)),
    );
    server.get<ListPath>(
      '/attendant/contact-lists/:listId/contacts.csv',
      { onRequest: localOnly },
      async (request, reply) => sendFile(request, reply, listExports.contactsFile(request.params.listId)),
    );
    server.get<ListPath>(
      '/attendant/dnc-lists/:listId/entries.csv',
      { onRequest: localOnly },
      async (request, reply) => sendFile(request, reply, listExports.dncFile(request.params.listId)),
    );
  };
}

/** Genesys' `ExportUri`, or the way there with `download=true`. */
function sendOffer(request: FastifyRequest, reply: FastifyReply, offer: Outcome<ExportOffer>): FastifyReply {
  if (!offer.ok) return answer(request, reply, offer);
  const isRedirected = queryFlag(request, 'download');
  if (!isRedirected.ok) return answer(request, reply, isRedirected);
  const uri = `${request.protocol}://${request.host}${DOWNLOADS}/${offer.value.key}`;
  if (isRedirected.value === true) return reply.redirect(uri, FOUND);
  return answer(request, reply, done({ uri, exportTimestamp: isoTime(offer.value.at) }));
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: Outcome<CsvDownload>): FastifyReply {
  if (!file.ok) return answer(request, reply, file);
  return sendCsv(request, reply, file.value.fileName, file.value.pieces);
}
