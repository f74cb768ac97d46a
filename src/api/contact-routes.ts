import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { CONTACT_LISTS_PATH } from '../platform/contact-lists/contact-list-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing } from './entity-listing.ts';
import { queryFlag, queryList } from './query.ts';

const CONTACTS = `${CONTACT_LISTS_PATH}/:contactListId/contacts`;
const JOBS = `${CONTACTS}/bulk/jobs`;
const ACCEPTED = 202;
/** Room for 1,000 contacts with 50 columns of 512 characters. */
const MAX_CONTACTS_BYTES = 32 * 1024 * 1024;

interface ListPath {
  readonly Params: { readonly contactListId: string };
}
interface ContactPath {
  readonly Params: { readonly contactListId: string; readonly contactId: string };
}
interface JobPath {
  readonly Params: { readonly contactListId: string; readonly jobId: string };
}

/** Contacts and bulk jobs, as `/api/v2/outbound/contactlists/{contactListId}/contacts` has them. */
export function contactRoutes({
  oauth,
  outbound: {
    contactSystem: { contacts, contactJobs },
  },
}: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({
    onRequest: authorized(oauth, { any: [`outbound:${permission}`] }),
  });
  const toView = needs('contact:view');
  const toEdit = needs('contact:edit');
  const toDelete = needs('contact:delete');
  const toViewJobs = needs('contactList:view');
  return async (server) => {
    server.post<ListPath>(
      CONTACTS,
      { ...needs('contact:add'), bodyLimit: MAX_CONTACTS_BYTES },
      async (request, reply) => {
        const isCleared = clearsSystemData(request);
        if (!isCleared.ok) return answer(request, reply, isCleared);
        const { contactListId } = request.params;
        return answer(
          request,
          reply,
          await contacts.add(contactListId, request.body, { isCleared: isCleared.value }),
        );
      },
    );
    server.delete<ListPath>(CONTACTS, toDelete, async (request, reply) => {
      const ids = queryList(request, 'contactIds');
      return answer(request, reply, await contacts.removeMany(request.params.contactListId, ids));
    });
    server.post<ListPath>(`${CONTACTS}/bulk`, toView, async (request, reply) =>
      answer(request, reply, contacts.retrieve(request.params.contactListId, request.body)),
    );
    server.post<ListPath>(`${CONTACTS}/search`, toView, async (request, reply) =>
      answer(
        request,
        reply,
        searched(request, await contacts.search(request.params.contactListId, request.body)),
      ),
    );
    server.post<ListPath>(`${CONTACTS}/bulk/remove`, toDelete, async (request, reply) =>
      answer(request, reply, await contactJobs.remove(request.params.contactListId, request.body), ACCEPTED),
    );
    server.post<ListPath>(`${CONTACTS}/bulk/update`, toEdit, async (request, reply) =>
      answer(request, reply, await contactJobs.update(request.params.contactListId, request.body), ACCEPTED),
    );
    server.get<ListPath>(JOBS, toViewJobs, async (request, reply) =>
      answer(request, reply, jobListing(request, contactJobs.list(request.params.contactListId))),
    );
    server.get<JobPath>(`${JOBS}/:jobId`, toViewJobs, async (request, reply) =>
      answer(request, reply, contactJobs.read(request.params.contactListId, request.params.jobId)),
    );
    server.get<ContactPath>(`${CONTACTS}/:contactId`, toView, async (request, reply) =>
      answer(request, reply, contacts.read(request.params.contactListId, request.params.contactId)),
    );
    server.put<ContactPath>(`${CONTACTS}/:contactId`, toEdit, async (request, reply) =>
      answer(
        request,
        reply,
        await contacts.change(request.params.contactListId, request.params.contactId, request.body),
      ),
    );
    server.delete<ContactPath>(`${CONTACTS}/:contactId`, toDelete, async (request, reply) =>
      answer(request, reply, await contacts.remove(request.params.contactListId, request.params.contactId)),
    );
  };
}

/** `priority` and `doNotQueue` are read and change nothing: a campaign has its order, and writes to nobody twice. */
function clearsSystemData(request: FastifyRequest): Outcome<boolean> {
  for (const name of ['priority', 'doNotQueue']) {
    const flag = queryFlag(request, name);
    if (!flag.ok) return flag;
  }
  const isCleared = queryFlag(request, 'clearSystemData');
  return isCleared.ok ? done(isCleared.value ?? false) : isCleared;
}

function searched(
  request: FastifyRequest<ListPath>,
  found: Outcome<{
    readonly entities: readonly JsonObject[];
    readonly total: number;
    readonly pageNumber: number;
    readonly pageSize: number;
  }>,
): Outcome<JsonObject> {
  if (!found.ok) return found;
  const path = `${CONTACT_LISTS_PATH}/${request.params.contactListId}/contacts/search`;
  return done({ ...pageListing(request, path, found.value, found.value), contactsCount: found.value.total });
}

function jobListing(
  request: FastifyRequest<ListPath>,
  jobs: Outcome<readonly JsonObject[]>,
): Outcome<JsonObject> {
  if (!jobs.ok) return jobs;
  const selfUri = `${CONTACT_LISTS_PATH}/${request.params.contactListId}/contacts/bulk/jobs`;
  return done({ entities: jobs.value, total: jobs.value.length, selfUri });
}
