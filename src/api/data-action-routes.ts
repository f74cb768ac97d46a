import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import {
  ACTIONS_PATH,
  type ActionView,
  actionEntity,
  INPUT_SCHEMA_FILE,
  REQUEST_TEMPLATE_FILE,
  SUCCESS_SCHEMA_FILE,
  SUCCESS_TEMPLATE_FILE,
} from '../platform/data-actions/action-entity.ts';
import type { ActionRecord, ActionState } from '../platform/data-actions/action-record.ts';
import type { DataActions } from '../platform/data-actions/data-actions.ts';
import { flattenedSchema } from '../platform/data-actions/flattened-schema.ts';
import type { Oauth } from '../platform/oauth/oauth.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { askedActions } from './data-action-query.ts';
import { entityListing } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';
import { queryChoice, queryFlag } from './query.ts';

/** What the routes of data actions work with. */
export interface DataActionRoutesOptions {
  readonly oauth: Oauth;
  readonly dataActions: DataActions;
}

/** What the path of one data action, or of a part of it, names. */
export interface ActionPath {
  readonly Params: { readonly actionId: string; readonly fileName: string };
}

/** A data action, and the draft beside it: each read in the same way below its own path. */
export const ACTION_PATHS: readonly (readonly [state: ActionState, path: string])[] = [
  ['published', `${ACTIONS_PATH}/:actionId`],
  ['draft', `${ACTIONS_PATH}/:actionId/draft`],
];

const VIEW = { any: ['integrations:action:view', 'bridge:actions:view'] };

/** Reads of data actions, as Genesys Cloud has them: `GET /api/v2/integrations/actions…`. */
export function dataActionRoutes({ oauth, dataActions }: DataActionRoutesOptions): FastifyPluginAsync {
  const onRequest = authorized(oauth, VIEW);
  return async (server) => {
    for (const [state, path] of [
      ['published', ACTIONS_PATH],
      ['draft', `${ACTIONS_PATH}/drafts`],
    ] as const)
      server.get(path, { onRequest }, async (request, reply) =>
        answer(request, reply, listing(request, path, dataActions.all(state))),
      );
    server.get(`${ACTIONS_PATH}/categories`, { onRequest }, async (request, reply) =>
      answer(request, reply, categories(request, dataActions.all('published'))),
    );
    for (const [state, path] of ACTION_PATHS) {
      server.get<ActionPath>(path, { onRequest }, async (request, reply) =>
        answer(request, reply, shown(request, dataActions, dataActions.one(request.params.actionId, state))),
      );
      server.get<ActionPath>(`${path}/schemas/:fileName`, { onRequest }, async (request, reply) =>
        answer(request, reply, schema(request, dataActions, state)),
      );
      server.get<ActionPath>(`${path}/templates/:fileName`, { onRequest }, async (request, reply) => {
        const text = template(request, dataActions, state);
        if (!text.ok) return sendRefusal(request, reply, text.refusal);
        return reply.type('text/plain; charset=utf-8').send(text.value);
      });
    }
  };
}

function listing(request: FastifyRequest, path: string, all: readonly ActionRecord[]): Outcome<JsonObject> {
  const config = queryFlag(request, 'includeConfig');
  if (!config.ok) return config;
  const asked = askedActions(request, all);
  if (!asked.ok) return asked;
  const view = { contract: false, config: config.value ?? false };
  return entityListing(
    request,
    path,
    asked.value.map((action) => actionEntity(action, view)),
  );
}

function categories(request: FastifyRequest, all: readonly ActionRecord[]): Outcome<JsonObject> {
  const secure = queryFlag(request, 'secure');
  if (!secure.ok) return secure;
  const sortOrder = queryChoice(request, 'sortOrder', ['asc', 'desc']);
  if (!sortOrder.ok) return sortOrder;
  const fitting = all.filter((action) => secure.value === undefined || action.secure === secure.value);
  const names = [...new Set(fitting.map(({ category }) => category))].sort();
  if (sortOrder.value === 'desc') names.reverse();
  return entityListing(
    request,
    `${ACTIONS_PATH}/categories`,
    names.map((name) => ({ name })),
  );
}

function shown(
  request: FastifyRequest,
  dataActions: DataActions,
  found: Outcome<ActionRecord>,
): Outcome<JsonObject> {
  const config = queryFlag(request, 'includeConfig');
  if (!config.ok) return config;
  const flatten = queryFlag(request, 'flatten');
  if (!flatten.ok) return flatten;
  const expand = queryChoice(request, 'expand', ['contract']);
  if (!expand.ok) return expand;
  if (!found.ok) return found;
  const { id, state } = found.value;
  const ready = flatten.value === true ? dataActions.ready(id, state) : undefined;
  const view: ActionView = {
    contract: expand.value === 'contract',
    config: config.value ?? false,
    ...(ready?.ok && { flattened: ready.value }),
  };
  return done(actionEntity(found.value, view));
}

function schema(
  request: FastifyRequest<ActionPath>,
  dataActions: DataActions,
  state: ActionState,
): Outcome<JsonObject> {
  const flatten = queryFlag(request, 'flatten');
  if (!flatten.ok) return flatten;
  const { actionId, fileName } = request.params;
  const found = dataActions.one(actionId, state);
  if (!found.ok) return found;
  const isInput = fileName.toLowerCase() === INPUT_SCHEMA_FILE;
  if (!isInput && fileName.toLowerCase() !== SUCCESS_SCHEMA_FILE)
    return refuseFileName([INPUT_SCHEMA_FILE, SUCCESS_SCHEMA_FILE]);
  if (flatten.value !== true) return done(isInput ? found.value.inputSchema : found.value.successSchema);
  const ready = dataActions.ready(actionId, state);
  return ready.ok ? done(flattenedSchema(isInput ? ready.value.inputs : ready.value.outputs)) : ready;
}

function template(
  { params: { actionId, fileName } }: FastifyRequest<ActionPath>,
  dataActions: DataActions,
  state: ActionState,
): Outcome<string> {
  const found = dataActions.one(actionId, state);
  if (!found.ok) return found;
  const { request, response } = found.value.config;
  const name = fileName.toLowerCase();
  if (name === REQUEST_TEMPLATE_FILE) return done(request?.requestTemplate ?? '');
  if (name === SUCCESS_TEMPLATE_FILE) return done(response?.successTemplate ?? '');
  return refuseFileName([REQUEST_TEMPLATE_FILE, SUCCESS_TEMPLATE_FILE]);
}

function refuseFileName(names: readonly string[]): Outcome<never> {
  return refuse('not.found', `A data action has ${names.join(' and ')} here.`);
}
