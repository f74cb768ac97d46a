import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { ListKind } from '../platform/list-imports/list-import.ts';
import type { NamedQuery } from '../platform/outbound/named-query.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { localOnly } from './origin-gate.ts';

interface ListPath {
  readonly Params: { readonly id: string };
}

/** What contact lists and do-not-contact lists have in common. */
interface Lists {
  readonly path: string;
  readonly kind: ListKind;
  create(body: unknown): Promise<Outcome<JsonObject>>;
  read(id: string): Outcome<JsonObject>;
  list(query: NamedQuery): { readonly entities: readonly JsonObject[]; readonly total: number };
  keyOf(id: string): number | undefined;
}

const ALL = { nameMatch: 'Contains', sortBy: 'name', isDescending: false, limit: 1_000, offset: 0 } as const;

/** Contact lists and do-not-contact lists for operators, by id or name: `/attendant/contact-lists`, `/attendant/dnc-lists`. */
export function listViewRoutes({ outbound }: Platform): FastifyPluginAsync {
  const { contactLists, dncLists, lists, listImports } = outbound;
  const include = { size: true };
  const contactsOf: Lists = {
    path: '/attendant/contact-lists',
    kind: 'contacts',
    create: contactLists.create,
    read: (id) => contactLists.read(id, include),
    list: (query) => contactLists.list(query, include),
    keyOf: (id) => lists.one(id)?.key,
  };
  const excludedOf: Lists = {
    path: '/attendant/dnc-lists',
    kind: 'dnc',
    create: dncLists.create,
    read: (id) => dncLists.read(id, include),
    list: (query) => dncLists.list(query, include),
    keyOf: (id) => dncLists.one(id)?.key,
  };

  /** A list with its newest import, which `/attendant/imports/{id}` tells of. */
  function withImport({ kind, keyOf }: Lists, found: Outcome<JsonObject>): Outcome<JsonObject> {
    if (!found.ok) return found;
    const key = keyOf(String(found.value['id']));
    const newest = key === undefined ? undefined : listImports.newest(kind, key);
    return done({ ...found.value, ...(newest !== undefined && { newestImportId: newest.id }) });
  }

  function find(of: Lists, { params: { id } }: FastifyRequest<ListPath>): Outcome<JsonObject> {
    const byId = of.read(id);
    if (byId.ok) return byId;
    const [named] = of.list({ ...ALL, name: id, nameMatch: 'Equals', limit: 1 }).entities;
    return named === undefined ? byId : done(named);
  }

  return async (server) => {
    server.addHook('onRequest', localOnly);
    for (const of of [contactsOf, excludedOf]) {
      server.get(of.path, async () => of.list(ALL));
      server.post(of.path, async (request, reply) => answer(request, reply, await of.create(request.body)));
      server.get<ListPath>(`${of.path}/:id`, async (request, reply) =>
        answer(request, reply, withImport(of, find(of, request))),
      );
    }
  };
}
