import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { ActionRecord } from '../platform/data-actions/action-record.ts';
import type { TestRun } from '../platform/data-actions/action-runs.ts';
import type { BenchPlan } from '../platform/data-actions/data-action-bench.ts';
import type { DataActions } from '../platform/data-actions/data-actions.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { errorBody, sendRefusal } from './error-body.ts';
import { localOnly } from './origin-gate.ts';

const PATH = '/attendant/data-actions';

/** A fault that can be played in place of the exchange with the receiver. */
export interface NamedFault {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
}

/** What the operator's workbench works with. */
export interface DataActionBenchRoutesOptions {
  readonly dataActions: DataActions;
  readonly faults: readonly NamedFault[];
}

interface ActionPath {
  readonly Params: { readonly actionId: string };
}

/** The operator's workbench for data actions: what there is, what one would send, and how it goes. `/attendant/data-actions` */
export function dataActionBenchRoutes(options: DataActionBenchRoutesOptions): FastifyPluginAsync {
  const { dataActions, faults } = options;
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (_request, reply) =>
      reply.send({ entities: dataActions.all('published').map(summaryEntity), faults }),
    );
    server.get<ActionPath>(`${PATH}/:actionId`, async (request, reply) => {
      const found = dataActions.one(request.params.actionId, 'published');
      return answer(request, reply, found.ok ? done(wholeEntity(found.value)) : found);
    });
    server.post<ActionPath>(`${PATH}/:actionId/plan`, async (request, reply) => {
      const asked = readRun(request, faults);
      if (!asked.ok) return sendRefusal(request, reply, asked.refusal);
      const plan = dataActions.plan(request.params.actionId, asked.value.input);
      return answer(request, reply, plan.ok ? done(planEntity(plan.value)) : plan);
    });
    server.post<ActionPath>(`${PATH}/:actionId/run`, async (request, reply) => {
      const asked = readRun(request, faults);
      if (!asked.ok) return sendRefusal(request, reply, asked.refusal);
      const { input, fault } = asked.value;
      const how = { flatten: false, ...(fault !== undefined && { fault }) };
      const run = await dataActions.test(request.params.actionId, 'published', input, how);
      return answer(request, reply, run.ok ? done(runEntity(run.value, request.id)) : run);
    });
  };
}

interface AskedRun {
  readonly input: JsonObject;
  readonly fault?: string;
}

function readRun({ body }: FastifyRequest, faults: readonly NamedFault[]): Outcome<AskedRun> {
  // The body was read as JSON; none is an input without values.
  const { input = {}, fault } = isJsonObject((body ?? {}) as Json)
    ? ((body ?? {}) as JsonObject)
    : { input: 0 };
  if (!isJsonObject(input)) return refuse('bad.request', 'input must be a JSON object.', { field: 'input' });
  if (fault === undefined || fault === null) return done({ input });
  if (typeof fault === 'string' && faults.some(({ name }) => name === fault)) return done({ input, fault });
  const names = faults.map(({ name }) => name).join(', ');
  return refuse('bad.request', `fault must be one of ${names}.`, { field: 'fault' });
}

function summaryEntity(action: ActionRecord): JsonObject {
  const { id, name, category, secure, isAuthentication, file, config } = action;
  return {
    id,
    name,
    category,
    secure,
    isAuthentication,
    file: file ?? null,
    method: config.request?.requestType ?? null,
    url: config.request?.requestUrlTemplate ?? null,
  };
}

function wholeEntity(action: ActionRecord): JsonObject {
  const { inputSchema, successSchema, config } = action;
  return { ...summaryEntity(action), inputSchema, successSchema, config: { ...config } as JsonObject };
}

function planEntity({ operations, ...plan }: BenchPlan): JsonObject {
  const shown = operations.map((operation) => ({ ...operation }) as unknown as JsonObject);
  if (plan.outcome !== undefined) {
    const { errorCode, userMessage } = plan.outcome.failure;
    return { operations: shown, error: { code: errorCode, message: userMessage } };
  }
  const { method, url, headers, body } = plan.request;
  return {
    operations: shown,
    request: { method, url, headers: { ...headers }, body: body ?? null },
    outsideHost: plan.outsideHost ?? null,
  };
}

/** Operations with their times, then what came out. */
function runEntity({ operations, outcome }: TestRun, contextId: string): JsonObject {
  return {
    operations: operations.map(({ refusal, notes, ...operation }) => ({
      ...operation,
      ...(refusal !== undefined && { error: refusal.message }),
      ...(notes !== undefined && { notes: notes.map((note): Json => ({ ...note })) }),
    })),
    success: outcome.ok,
    ...(outcome.ok
      ? outcome.value !== undefined && { finalResult: outcome.value }
      : { error: errorBody(outcome.refusal, contextId).body }),
  };
}
