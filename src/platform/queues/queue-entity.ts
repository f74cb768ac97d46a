import type { JsonObject } from '../../authoring/json.ts';
import type { Queue } from './queue.ts';

/** A queue in the shape of Genesys' `Queue`. Everybody who is a member has joined. */
export function queueEntity(queue: Queue, memberCount: number): JsonObject {
  const { id, name, divisionId, settings } = queue;
  return {
    ...(settings as JsonObject),
    id,
    name,
    division: { id: divisionId, selfUri: `/api/v2/authorization/divisions/${divisionId}` },
    dateCreated: new Date(queue.createdAt).toISOString(),
    dateModified: new Date(queue.modifiedAt).toISOString(),
    memberCount,
    userMemberCount: memberCount,
    joinedMemberCount: memberCount,
    selfUri: `/api/v2/routing/queues/${id}`,
  };
}
