import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { CONTACT_LISTS_PATH } from '../platform/contact-lists/contact-list-entity.ts';
import { DNC_LISTS_PATH } from '../platform/dnc-lists/dnc-list-entity.ts';
import { importStatusOf } from '../platform/list-imports/import-entity.ts';
import { NO_LIST_OF } from '../platform/list-imports/import-targets.ts';
import { charsetOf } from '../platform/list-imports/upload-request.ts';
import type { UploadOffer } from '../platform/list-imports/uploads.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { contentLength, streamBodies, withUpload } from './upload-body.ts';

const UPLOADS = '/uploads/lists';

interface ListPath {
  readonly Params: { readonly listId: string };
}
interface KeyPath {
  readonly Params: { readonly key: string };
}

/** Addresses for CSV files, and how far their imports are, as Genesys Cloud has both. */
export function uploadRoutes({
  oauth,
  outbound: { uploads, listImports, lists, dncLists },
}: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({
    onRequest: authorized(oauth, { any: [`outbound:${permission}`] }),
  });
  const status = (
    request: FastifyRequest<ListPath>,
    reply: FastifyReply,
    kind: 'contacts' | 'dnc',
    listKey: number | undefined,
  ) => {
    if (listKey === undefined) return answer(request, reply, NO_LIST_OF[kind]);
    const newest = listImports.newest(kind, listKey);
    return answer(request, reply, newest === undefined ? NO_IMPORT : done(importStatusOf(newest)));
  };
  return async (server) => {
    server.post(`${CONTACT_LISTS_PATH}/uploads`, needs('contactList:upload'), async (request, reply) =>
      answer(request, reply, addressed(request, uploads.offerForContacts(request.body))),
    );
    server.post(`${DNC_LISTS_PATH}/uploads`, needs('dncList:upload'), async (request, reply) =>
      answer(request, reply, addressed(request, uploads.offerForDnc(request.body))),
    );
    server.get<ListPath>(
      `${CONTACT_LISTS_PATH}/:listId/importstatus`,
      needs('contactList:view'),
      async (request, reply) => status(request, reply, 'contacts', lists.one(request.params.listId)?.key),
    );
    server.get<ListPath>(
      `${DNC_LISTS_PATH}/:listId/importstatus`,
      needs('dncList:view'),
      async (request, reply) => status(request, reply, 'dnc', dncLists.one(request.params.listId)?.key),
    );
  };
}

/**
 * `PUT /uploads/lists/{key}`: takes a file at an address that was given out. Whoever knows the address may put the file
 * there. As with Genesys' addresses 200 says that the file came; whether it could be imported says its import status, which
 * is the answer here.
 */
export function uploadFileRoutes({ outbound: { uploads } }: Platform): FastifyPluginAsync {
  return async (server) => {
    streamBodies(server);
    server.put<KeyPath>(`${UPLOADS}/:key`, { config: { isPublic: true } }, async (request, reply) => {
      const encoding = charsetOf(request.headers['content-type']);
      const options = { encoding, totalBytes: contentLength(request) };
      const imported = await withUpload(request, (bytes) => uploads.put(request.params.key, bytes, options));
      return answer(request, reply, imported.ok ? done(importStatusOf(imported.value)) : imported);
    });
  };
}

/** In the shape of Genesys' `UploadUrlResponse`, at the host that the request came to. */
function addressed(request: FastifyRequest, offer: Outcome<UploadOffer>) {
  if (!offer.ok) return offer;
  const { key, contentType } = offer.value;
  return done({
    url: `${request.protocol}://${request.host}${UPLOADS}/${key}`,
    uploadKey: key,
    headers: { 'content-type': contentType },
  });
}

const NO_IMPORT = refuse('resource.not.found', 'No file was imported into this list.');
