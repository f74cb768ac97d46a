import type { FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import type { JsonObject } from '../authoring/json.ts';
import type { Engine } from '../engine/engine.ts';
import type { CallStart, FlowLibrary } from '../engine/engine-options.ts';
import type { Oauth } from '../platform/oauth/oauth.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import { MAX_FLOW_NAME } from '../runtime/flow.ts';
import type { ConversationStore } from '../store/conversation-store.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { sendRefusal } from './error-body.ts';
import { findWorkflow } from './find-workflow.ts';
import { flowExecutionEntity, launchEntity } from './flow-execution-entity.ts';
import { readFlowInputs } from './flow-inputs.ts';
import { LINE_PATTERN } from './line-pattern.ts';

/** What launching workflows works with. */
export interface FlowExecutionRoutesOptions {
  readonly engine: Pick<Engine, 'startCall'>;
  readonly store: Pick<ConversationStore, 'load' | 'steps'>;
  readonly flows: FlowLibrary;
  readonly oauth: Oauth;
}

const MAX_NAME = 200;

/** Genesys' `FlowExecutionLaunchRequest`; fields it does not have are ignored, as in the cloud. */
const LaunchRequest = Type.Object({
  flowId: Type.String({ minLength: 1, maxLength: MAX_FLOW_NAME }),
  flowVersion: Type.Optional(Type.String({ minLength: 1 })),
  inputData: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME, pattern: LINE_PATTERN })),
});

const checkRequest = requestCheck(LaunchRequest);

/** `/api/v2/flows/executions`: launches workflows and tells how they went. */
export function flowExecutionRoutes({
  engine,
  store,
  flows,
  oauth,
}: FlowExecutionRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.post(
      '/api/v2/flows/executions',
      { onRequest: authorized(oauth, { any: ['architect:flow:launch'] }) },
      async (request, reply) => {
        const start = readLaunch(flows, request.body);
        if (!start.ok) return sendRefusal(request, reply, start.refusal);
        return launchEntity(await engine.startCall(start.value));
      },
    );
    server.get<{ Params: { flowExecutionId: string } }>(
      '/api/v2/flows/executions/:flowExecutionId',
      { onRequest: authorized(oauth, { any: ['architect:flowExecution:view'] }) },
      async (request, reply) =>
        answer(request, reply, await readExecution(store, request.params.flowExecutionId)),
    );
  };
}

function readLaunch(flows: FlowLibrary, body: unknown): Outcome<CallStart> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const { flowId, flowVersion, inputData = {}, name } = checked.value;
  const workflow = findWorkflow(flows, flowId, 'flowId');
  if (!workflow.ok) return workflow;
  const program = workflow.value;
  if (flowVersion !== undefined && flowVersion !== program.hash)
    return refuse('constraint.validation', 'flowVersion must be the version that is loaded, or left out.', {
      field: 'flowVersion',
    });
  const inputs = readFlowInputs(program.variables, inputData as JsonObject, 'inputData');
  if (!inputs.ok) return inputs;
  return done({
    flow: program.name,
    inputs: inputs.value,
    // A workflow has no caller; the launch's name is kept where a call keeps the caller's.
    call: name === undefined ? {} : { remoteName: name },
  });
}

async function readExecution(
  store: FlowExecutionRoutesOptions['store'],
  id: string,
): Promise<Outcome<JsonObject>> {
  const conversation = await store.load(id);
  if (conversation === undefined || conversation.flow.type !== 'workflow')
    return refuse('not.found', 'No flow execution has this id.');
  const steps = conversation.status === 'ended' ? await store.steps(id) : [];
  return done(flowExecutionEntity(conversation, steps));
}
