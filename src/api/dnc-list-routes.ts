import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { DNC_LISTS_PATH as PATH } from '../platform/dnc-lists/dnc-list-entity.ts';
import type { DncListQuery } from '../platform/dnc-lists/dnc-list-store.ts';
import type { DncListInclusion, DncLists } from '../platform/dnc-lists/dnc-lists.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing } from './entity-listing.ts';
import { readNamedPage } from './named-listing.ts';
import { queryChoice, queryFlag, queryList } from './query.ts';

interface ListPath {
  readonly Params: { readonly dncListId: string };
}

/** Do-not-contact lists, as `/api/v2/outbound/dnclists` has them. */
export function dncListRoutes({ oauth, outbound: { dncLists } }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  return async (server) => {
    server.get(PATH, needs('outbound:dncList:view'), async (request, reply) =>
      answer(request, reply, listing(request, PATH, dncLists.list)),
    );
    server.post(PATH, needs('outbound:dncList:add'), async (request, reply) =>
      answer(request, reply, await dncLists.create(request.body)),
    );
    server.get(`${PATH}/divisionviews`, needs('outbound:dncList:search'), async (request, reply) =>
      answer(request, reply, listing(request, `${PATH}/divisionviews`, dncLists.listViews)),
    );
    server.get<ListPath>(
      `${PATH}/divisionviews/:dncListId`,
      needs('outbound:dncList:search'),
      async (request, reply) =>
        answer(request, reply, one(request, request.params.dncListId, dncLists.readView)),
    );
    server.get<ListPath>(`${PATH}/:dncListId`, needs('outbound:dncList:view'), async (request, reply) =>
      answer(request, reply, one(request, request.params.dncListId, dncLists.read)),
    );
    server.put<ListPath>(`${PATH}/:dncListId`, needs('outbound:dncList:edit'), async (request, reply) =>
      answer(request, reply, await dncLists.change(request.params.dncListId, request.body)),
    );
    server.delete<ListPath>(`${PATH}/:dncListId`, needs('outbound:dncList:delete'), async (request, reply) =>
      answer(request, reply, await dncLists.remove(request.params.dncListId)),
    );
  };
}

function one(request: FastifyRequest, id: string, read: DncLists['read']): ReturnType<DncLists['read']> {
  const include = readInclusion(request);
  return include.ok ? read(id, include.value) : include;
}

function listing(request: FastifyRequest, path: string, find: DncLists['list']) {
  const include = readInclusion(request);
  if (!include.ok) return include;
  const asked = readNamedPage(request);
  if (!asked.ok) return asked;
  const source = queryChoice(request, 'dncSourceType', ['rds', 'rds_custom', 'dnc.com', 'gryphon']);
  if (!source.ok) return source;
  const query: DncListQuery = {
    ...asked.value.query,
    ...(source.value === undefined ? {} : { dncSourceType: source.value }),
    ...named('ids', queryList(request, 'id')),
    ...named('divisionIds', queryList(request, 'divisionId')),
  };
  return done(pageListing(request, path, asked.value.page, find(query, include.value)));
}

function named<T extends string>(name: T, values: readonly string[]) {
  return values.length === 0 ? {} : ({ [name]: values } as { readonly [key in T]: readonly string[] });
}

function readInclusion(request: FastifyRequest): Outcome<DncListInclusion> {
  const size = queryFlag(request, 'includeSize');
  if (!size.ok) return size;
  const importStatus = queryFlag(request, 'includeImportStatus');
  if (!importStatus.ok) return importStatus;
  return done({ size: size.value ?? false, importStatus: importStatus.value ?? false });
}
