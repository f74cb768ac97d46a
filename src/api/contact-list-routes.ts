import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { CONTACT_LISTS_PATH } from '../platform/contact-lists/contact-list-entity.ts';
import type { ContactListQuery } from '../platform/contact-lists/contact-list-store.ts';
import type { ContactListInclusion } from '../platform/contact-lists/contact-lists.ts';
import { MAX_LISTS_NAMED } from '../platform/contact-lists/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing } from './entity-listing.ts';
import { readNamedPage } from './named-listing.ts';
import { queryFlag, queryList, queryText } from './query.ts';

const VIEWS = `${CONTACT_LISTS_PATH}/divisionviews`;
const ONE = `${CONTACT_LISTS_PATH}/:contactListId`;
const NO_CONTENT = 204;

interface ListPath {
  readonly Params: { readonly contactListId: string };
}

type Find = (
  query: ContactListQuery,
  include: ContactListInclusion,
) => { readonly entities: readonly JsonObject[]; readonly total: number };

/** Contact lists, as `/api/v2/outbound/contactlists` has them. */
export function contactListRoutes({
  oauth,
  outbound: {
    contactSystem: { contactLists, contacts },
  },
}: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({
    onRequest: authorized(oauth, { any: [`outbound:${permission}`] }),
  });
  const toView = needs('contactList:view');
  const toEdit = needs('contactList:edit');
  const toDelete = needs('contactList:delete');
  const toSearch = { onRequest: authorized(oauth, { all: ['outbound:contactList:search'] }) };
  return async (server) => {
    server.get(CONTACT_LISTS_PATH, toView, async (request, reply) =>
      answer(request, reply, listing(request, CONTACT_LISTS_PATH, contactLists.list)),
    );
    server.post(CONTACT_LISTS_PATH, needs('contactList:add'), async (request, reply) =>
      answer(request, reply, await contactLists.create(request.body)),
    );
    server.delete(CONTACT_LISTS_PATH, toDelete, async (request, reply) => {
      const ids = queryList(request, 'id');
      return answer(request, reply, await contactLists.removeMany(ids), NO_CONTENT);
    });
    server.post(`${CONTACT_LISTS_PATH}/bulk/update`, toEdit, async (request, reply) =>
      answer(request, reply, await contactLists.updateMany(request.body)),
    );
    server.get(VIEWS, toSearch, async (request, reply) =>
      answer(request, reply, listing(request, VIEWS, contactLists.listViews)),
    );
    server.get<ListPath>(`${VIEWS}/:contactListId`, toSearch, async (request, reply) =>
      answer(request, reply, reading(request, contactLists.readView)),
    );
    server.get<ListPath>(ONE, toView, async (request, reply) =>
      answer(request, reply, reading(request, contactLists.read)),
    );
    server.put<ListPath>(ONE, toEdit, async (request, reply) =>
      answer(request, reply, await contactLists.change(request.params.contactListId, request.body)),
    );
    server.delete<ListPath>(ONE, toDelete, async (request, reply) =>
      answer(request, reply, await contactLists.remove(request.params.contactListId)),
    );
    server.post<ListPath>(`${ONE}/clear`, needs('contact:delete'), async (request, reply) =>
      answer(request, reply, await contacts.clear(request.params.contactListId), NO_CONTENT),
    );
    server.get<ListPath>(`${ONE}/timezonemappingpreview`, toView, async (request, reply) =>
      answer(request, reply, await contactLists.previewTimeZones(request.params.contactListId)),
    );
  };
}

function listing(request: FastifyRequest, path: string, find: Find): Outcome<JsonObject> {
  const asked = readNamedPage(request);
  if (!asked.ok) return asked;
  const include = inclusionOf(request);
  if (!include.ok) return include;
  const ids = queryList(request, 'id');
  if (ids.length > MAX_LISTS_NAMED)
    return refuse('too.many.bulk.retrieves', `id may name ${MAX_LISTS_NAMED} contact lists.`, {
      field: 'id',
    });
  const divisionIds = queryList(request, 'divisionId');
  const timeZone = queryText(request, 'timeZone');
  const query = {
    ...asked.value.query,
    ...(ids.length > 0 && { ids }),
    ...(divisionIds.length > 0 && { divisionIds }),
    ...(timeZone !== undefined && { timeZone }),
  };
  return done(pageListing(request, path, asked.value.page, find(query, include.value)));
}

function reading(
  request: FastifyRequest<ListPath>,
  read: (id: string, include: ContactListInclusion) => Outcome<JsonObject>,
): Outcome<JsonObject> {
  const include = inclusionOf(request);
  return include.ok ? read(request.params.contactListId, include.value) : include;
}

function inclusionOf(request: FastifyRequest): Outcome<ContactListInclusion> {
  const size = queryFlag(request, 'includeSize');
  if (!size.ok) return size;
  const importStatus = queryFlag(request, 'includeImportStatus');
  if (!importStatus.ok) return importStatus;
  return done({ size: size.value ?? false, importStatus: importStatus.value ?? false });
}
