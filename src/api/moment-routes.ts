import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { FlowLibrary } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { flowGraph } from '../simulator/flow-graph.ts';
import type { Simulations } from '../simulator/simulations.ts';
import { callComparison } from './call-comparison.ts';
import { sendRefusal } from './error-body.ts';
import { findFlow } from './flow-id.ts';
import { momentEntry, momentView } from './moment-view.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

/** What is needed to look into calls. */
export interface MomentRoutesOptions {
  readonly simulations: Simulations;
  readonly flows: FlowLibrary;
}

interface CallPath {
  readonly Params: { readonly id: string };
}

interface MomentPath {
  readonly Params: { readonly id: string; readonly moment: string };
}

const MAX_MOMENTS = 10_000_000;

/** The operator's API on what happened in a call, live, past or simulated, and on flows as graphs. */
export function momentRoutes({ simulations, flows }: MomentRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get<CallPath>('/attendant/calls/:id/moments', async (request, reply) => {
      const from = queryCount(request, 'from', { max: MAX_MOMENTS, ifAbsent: 1 });
      if (!from.ok) return sendRefusal(request, reply, from.refusal);
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 200 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const moments = await simulations.moments(request.params.id);
      const shown = moments.all.slice(from.value - 1, from.value - 1 + limit.value);
      return {
        entities: shown.map((_, index) => momentEntry(moments, from.value + index)),
        total: moments.all.length,
        isSimulated: (await simulations.find(request.params.id)) !== undefined,
        firstDifference: moments.differsAt === undefined ? null : moments.differsAt + 1,
      };
    });
    server.get<MomentPath>('/attendant/calls/:id/moments/:moment', async (request, reply) => {
      const { id, moment } = request.params;
      const moments = await simulations.moments(id);
      const number = readMoment(moment, moments.all.length);
      if (!number.ok) return sendRefusal(request, reply, number.refusal);
      return momentView(moments, number.value);
    });
    server.get<CallPath>('/attendant/calls/:id/comparison', async (request, reply) => {
      const other = queryText(request, 'with');
      if (other === undefined || other === '')
        return sendRefusal(request, reply, {
          code: 'bad.request',
          message: 'with must be the id of another call.',
          field: 'with',
        });
      return callComparison(await simulations.moments(request.params.id), await simulations.moments(other));
    });
    server.get<CallPath>('/attendant/flows/:id/graph', async (request) =>
      graphOf({ simulations, flows }, request.params.id, queryText(request, 'version')),
    );
  };
}

function readMoment(text: string, total: number): Outcome<number> {
  const number = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= total) return done(number);
  return refuse('not.found', `The call has the moments 1 to ${total}.`);
}

async function graphOf(
  { simulations, flows }: MomentRoutesOptions,
  id: string,
  version: string | undefined,
): Promise<JsonObject> {
  const flow = version === undefined ? findFlow(flows, id) : await simulations.flow(version);
  if (flow === undefined)
    throw new AttendantError(
      'FLOW_UNKNOWN',
      `no flow is loaded under this name or id; known: ${flows.names().join(', ')}`,
    );
  const { name, type, hash } = flow.program;
  return { name, type, version: hash, units: flowGraph(flow) as never };
}
