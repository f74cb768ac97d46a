import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { FlowLibrary } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import { ExpressionError } from '../runtime/expression/expression.ts';
import type { OpenSimulation } from '../simulator/open-simulation.ts';
import type { Simulations } from '../simulator/simulations.ts';
import { readCallStart } from './call-start.ts';
import { sendRefusal } from './error-body.ts';
import { findFlow } from './flow-id.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';
import { doAct } from './simulation-acts.ts';
import { type ForkBody, readAct, readFork, readPlaying } from './simulation-body.ts';
import { simulationStream } from './simulation-stream.ts';
import { simulationEntity, simulationView } from './simulation-view.ts';

/** What the operator's API on simulated calls works with. */
export interface SimulationRoutesOptions {
  readonly simulations: Simulations;
  readonly flows: FlowLibrary;
  /** Names of the faults that can be played. */
  readonly faults: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer waits for a slow receiver, real milliseconds. */
  readonly settleMs?: number;
}

interface CallPath {
  readonly Params: { readonly id: string };
}

/** After this an answer tells how far the call has come; the rest is followed by its events. */
const SETTLE_MS = 2_000;

/** The operator's API on calls that are played step by step: `/attendant/simulations`. */
export function simulationRoutes(options: SimulationRoutesOptions): FastifyPluginAsync {
  const { simulations, flows, faults, clock } = options;
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.addHook('onClose', async () => simulations.close());
    server.get('/attendant/simulations', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      return {
        entities: simulations.list(limit.value).map(simulationEntity),
        faults,
        dataActionsGoOutside: simulations.goesOutside,
      };
    });
    server.post('/attendant/simulations', async (request, reply) => {
      const { body } = request;
      if (typeof body === 'object' && body !== null && 'from' in body && typeof body.from === 'object') {
        const fork = readFork(body);
        if (!fork.ok) return sendRefusal(request, reply, fork.refusal);
        return created(reply, await forked(options, fork.value));
      }
      const playing = readPlaying(body);
      if (!playing.ok) return sendRefusal(request, reply, playing.refusal);
      const start = readCallStart(flows, playing.value.call);
      if (!start.ok) return sendRefusal(request, reply, start.refusal);
      const { at = clock.now(), options: how } = playing.value;
      const open = await simulations.make(flowNamed(flows, start.value.flow), at, how);
      await settle(
        open.simulation.begin(open.id, start.value, { isStepped: how.isStepped === true }),
        open,
        options,
      );
      return created(reply, open);
    });
    server.get<CallPath>('/attendant/simulations/:id', async ({ params }) =>
      simulationView(await find(simulations, params.id)),
    );
    server.delete<CallPath>('/attendant/simulations/:id', async ({ params }, reply) => {
      if (await simulations.remove(params.id)) return reply.code(204).send();
      throw unknown();
    });
    server.post<CallPath>('/attendant/simulations/:id/acts', async (request, reply) => {
      const act = readAct(request.body);
      if (!act.ok) return sendRefusal(request, reply, act.refusal);
      const open = await find(simulations, request.params.id);
      await settle(doAct(open, act.value), open, options);
      return simulationView(open);
    });
    server.get<CallPath>('/attendant/simulations/:id/events', async (request, reply) => {
      const open = await find(simulations, request.params.id);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store');
      return reply.send(Readable.from(simulationStream({ open, clock, signal: gone.signal })));
    });
  };
}

function created(reply: FastifyReply, open: OpenSimulation): FastifyReply {
  return reply.code(201).header('location', `/attendant/simulations/${open.id}`).send(simulationView(open));
}

async function forked(
  { simulations, flows }: SimulationRoutesOptions,
  body: ForkBody,
): Promise<OpenSimulation> {
  const { flow, changes, ...rest } = body;
  try {
    return await simulations.fork({
      ...rest,
      ...(changes !== undefined && { changes: changes as never }),
      ...(flow !== undefined && { flow: flowNamed(flows, flow) }),
    });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new AttendantError('USAGE', `the value cannot be set: ${error.message}`);
  }
}

function flowNamed(flows: FlowLibrary, name: string) {
  const flow = findFlow(flows, name);
  if (flow !== undefined) return flow;
  const known = flows.names().join(', ') || 'none';
  throw new AttendantError('FLOW_UNKNOWN', `flow names no flow that is loaded; known: ${known}`);
}

async function find(simulations: Simulations, id: string): Promise<OpenSimulation> {
  const open = await simulations.find(id);
  if (open === undefined) throw unknown();
  return open;
}

function unknown(): AttendantError {
  return new AttendantError('CONVERSATION_UNKNOWN', 'no simulated call has this id');
}

/** Waits until the call has settled, but not for ever: a slow receiver, or a time that only the caller lets pass. */
async function settle(
  acting: Promise<void>,
  open: OpenSimulation,
  { settleMs = SETTLE_MS, log }: SimulationRoutesOptions,
): Promise<void> {
  const late = new AbortController();
  let isOver = false;
  acting.catch((error: unknown) => {
    if (isOver)
      log.warn('a simulated call could not go on', { error: error instanceof Error ? error.name : 'error' });
  });
  const stop = open.onStep(() => undefined);
  try {
    await Promise.race([
      acting.then(() => underWay(open, late.signal)),
      sleep(settleMs, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
  } finally {
    isOver = true;
    late.abort();
    stop();
  }
}

/** An answer that is on its way while its receiver waits for the call's clock a moment, such as for a token. */
async function underWay({ simulation }: OpenSimulation, signal: AbortSignal): Promise<void> {
  const isAnswering = () =>
    simulation.conversation.wait?.for === 'dataAction' && !simulation.isAnsweredByHand;
  for (let round = 0; round < 20 && isAnswering() && !signal.aborted; round++)
    await sleep(10, undefined, { signal }).catch(() => undefined);
}
