import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { ACTIONS_PATH, actionEntity } from '../platform/data-actions/action-entity.ts';
import type { ActionRecord } from '../platform/data-actions/action-record.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { ACTION_PATHS, type ActionPath, type DataActionRoutesOptions } from './data-action-routes.ts';
import { sendRefusal } from './error-body.ts';

const ADD = { any: ['integrations:action:add'] };
const EDIT = { any: ['integrations:action:edit'] };
const DELETE = { any: ['integrations:action:delete'] };

/** Making, changing, publishing and deleting data actions, as Genesys Cloud has it. */
export function dataActionChangeRoutes({ oauth, dataActions }: DataActionRoutesOptions): FastifyPluginAsync {
  const mayAdd = { onRequest: authorized(oauth, ADD) };
  const mayEdit = { onRequest: authorized(oauth, EDIT) };
  const mayDelete = { onRequest: authorized(oauth, DELETE) };
  const action = `${ACTIONS_PATH}/:actionId`;
  return async (server) => {
    server.post(ACTIONS_PATH, mayAdd, async (request, reply) =>
      answer(request, reply, whole(await dataActions.create(request.body))),
    );
    server.post(`${ACTIONS_PATH}/drafts`, mayAdd, async (request, reply) =>
      answer(request, reply, whole(await dataActions.createDraft(request.body))),
    );
    server.patch<ActionPath>(action, mayEdit, async (request, reply) =>
      answer(request, reply, whole(await dataActions.change(request.params.actionId, request.body))),
    );
    server.post<ActionPath>(`${action}/draft`, mayEdit, async (request, reply) =>
      answer(request, reply, whole(await dataActions.beginDraft(request.params.actionId))),
    );
    server.patch<ActionPath>(`${action}/draft`, mayEdit, async (request, reply) =>
      answer(request, reply, whole(await dataActions.changeDraft(request.params.actionId, request.body))),
    );
    server.post<ActionPath>(`${action}/draft/publish`, mayEdit, async (request, reply) =>
      answer(request, reply, whole(await dataActions.publish(request.params.actionId, request.body))),
    );
    server.get<ActionPath>(`${action}/draft/validation`, mayEdit, async (request, reply) =>
      answer(request, reply, dataActions.validateDraft(request.params.actionId)),
    );
    for (const [state, path] of ACTION_PATHS)
      server.delete<ActionPath>(path, mayDelete, async (request, reply) => {
        const removed = await dataActions.remove(request.params.actionId, state);
        return removed.ok ? reply.code(204).send() : sendRefusal(request, reply, removed.refusal);
      });
  };
}

/** What was stored, with nothing left out: whoever wrote it sees what became of it. */
function whole(stored: Outcome<ActionRecord>): Outcome<JsonObject> {
  return stored.ok ? done(actionEntity(stored.value, { contract: true, config: true })) : stored;
}
