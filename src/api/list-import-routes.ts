import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { dncColumnsIn } from '../platform/list-imports/dnc-columns.ts';
import { percentOf } from '../platform/list-imports/import-entity.ts';
import { NO_LIST_OF } from '../platform/list-imports/import-targets.ts';
import { type ListImport, type ListKind, ON_ERROR } from '../platform/list-imports/list-import.ts';
import type { ImportOptions } from '../platform/list-imports/list-imports.ts';
import { rejectedRows } from '../platform/list-imports/rejected-rows.ts';
import { charsetOf } from '../platform/list-imports/upload-request.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendCsv } from './csv-answer.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryChoice, queryCount, queryText } from './query.ts';
import { contentLength, streamBodies, withUpload } from './upload-body.ts';

/** Rejected rows that an answer lists; the file of rejected rows has all. */
const ROWS_TOLD = 20;

interface IdPath {
  readonly Params: { readonly id: string };
}

/**
 * The operator's way to fill lists: `POST /attendant/contact-lists/{id}/imports` and `…/dnc-lists/{id}/imports` take a CSV
 * file as their body and answer when it is imported; GET lists the imports, the newest first. `GET /attendant/imports/{id}`
 * tells how far one is, and `…/rejected.csv` has the rows that were not imported.
 */
export function listImportRoutes({
  outbound: { listImports, lists, dncLists },
}: Platform): FastifyPluginAsync {
  function importEntity(one: ListImport): JsonObject {
    const { key, id, state, onError, doneBytes, totalBytes, rowCount, keptCount, rejectedCount, reason } =
      one;
    return {
      id,
      state,
      onError,
      percentComplete: percentOf(one),
      doneBytes,
      totalBytes,
      rowCount,
      importedCount: keptCount,
      rejectedCount,
      ...(reason !== null && { reason }),
      startedAt: isoTime(one.startedAt),
      endedAt: isoTime(one.endedAt),
      rejectedRows: listImports
        .rejected(key, 0, ROWS_TOLD)
        .map(({ line, reason: why }) => ({ line, reason: why })),
      rejectedUri: `/attendant/imports/${id}/rejected.csv`,
    };
  }

  /** An import that failed is a refusal, with its rejected rows. */
  function told(imported: Outcome<ListImport>): Outcome<JsonObject> {
    if (!imported.ok) return imported;
    const { id, key, state, reason } = imported.value;
    if (state === 'complete') return done(importEntity(imported.value));
    const errors = listImports
      .rejected(key, 0, ROWS_TOLD)
      .map((row) => ({ message: `Line ${row.line}: ${row.reason}` }));
    return refuse('attendant.import.failed', reason ?? '', { params: { importId: id }, errors });
  }

  function ofList(
    request: FastifyRequest,
    kind: ListKind,
    list: { readonly key: number } | undefined,
  ): Outcome<JsonObject> {
    if (list === undefined) return NO_LIST_OF[kind];
    const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
    if (!limit.ok) return limit;
    return done({ entities: listImports.ofList(kind, list.key, limit.value).map(importEntity) });
  }

  function find({ params: { id } }: FastifyRequest<IdPath>): Outcome<ListImport> {
    const found = listImports.one(id);
    return found === undefined ? refuse('not.found', 'No import has this id.') : done(found);
  }

  return async (server) => {
    server.addHook('onRequest', localOnly);
    streamBodies(server);
    server.post<IdPath>('/attendant/contact-lists/:id/imports', async (request, reply) => {
      const asked = readAsked(request);
      if (!asked.ok) return answer(request, reply, asked);
      const options = { ...asked.value, idColumn: queryText(request, 'idColumn') };
      const imported = await withUpload(request, (bytes) =>
        listImports.importContacts(request.params.id, bytes, options),
      );
      return answer(request, reply, told(imported));
    });
    server.post<IdPath>('/attendant/dnc-lists/:id/imports', async (request, reply) => {
      const asked = readAsked(request);
      if (!asked.ok) return answer(request, reply, asked);
      const options = { ...asked.value, columns: dncColumnsIn((name) => queryText(request, name)) };
      const imported = await withUpload(request, (bytes) =>
        listImports.importDnc(request.params.id, bytes, options),
      );
      return answer(request, reply, told(imported));
    });
    server.get<IdPath>('/attendant/contact-lists/:id/imports', async (request, reply) =>
      answer(request, reply, ofList(request, 'contacts', lists.one(request.params.id))),
    );
    server.get<IdPath>('/attendant/dnc-lists/:id/imports', async (request, reply) =>
      answer(request, reply, ofList(request, 'dnc', dncLists.one(request.params.id))),
    );
    server.get<IdPath>('/attendant/imports/:id', async (request, reply) => {
      const found = find(request);
      return answer(request, reply, found.ok ? done(importEntity(found.value)) : found);
    });
    server.get<IdPath>('/attendant/imports/:id/rejected.csv', async (request, reply) => {
      const found = find(request);
      if (!found.ok) return answer(request, reply, found);
      return sendCsv(request, reply, 'rejected.csv', rejectedRows(found.value, listImports));
    });
  };
}

/** `onError`, and the encoding, which the Content-Type may say as well. */
function readAsked(request: FastifyRequest): Outcome<ImportOptions> {
  const onError = queryChoice(request, 'onError', ON_ERROR);
  if (!onError.ok) return onError;
  return done({
    onError: onError.value ?? 'skip',
    encoding: queryText(request, 'encoding') ?? charsetOf(request.headers['content-type']),
    totalBytes: contentLength(request),
  });
}
