import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Engine } from '../engine/engine.ts';
import type { FlowLibrary } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import type { Clock } from '../ports.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type { Program } from '../runtime/program.ts';
import type { ConversationStore, ConversationSummary } from '../store/conversation-store.ts';
import { transcript } from '../store/transcript.ts';
import { readCallQuery } from './call-query.ts';
import { readCallStart } from './call-start.ts';
import { checkFits, readStimulus } from './call-stimulus.ts';
import { callStream } from './call-stream.ts';
import { callView } from './call-view.ts';
import { sendRefusal } from './error-body.ts';
import { flowId } from './flow-id.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';

/** What the operator's API on calls works with. */
export interface CallRoutesOptions {
  readonly engine: Pick<Engine, 'startCall' | 'stimulate' | 'onStep'>;
  readonly store: Pick<ConversationStore, 'load' | 'steps' | 'list'>;
  readonly flows: FlowLibrary;
  readonly clock: Clock;
}

interface CallPath {
  readonly Params: { readonly id: string };
}

/** The operator's API on flows and calls: `/attendant/flows` and `/attendant/calls`. */
export function callRoutes({ engine, store, flows, clock }: CallRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/flows', async () => ({ entities: flowEntities(flows) }));
    server.get('/attendant/calls', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const query = await readCallQuery(request, store);
      if (!query.ok) return sendRefusal(request, reply, query.refusal);
      return { entities: (await store.list(limit.value, query.value)).map(summaryEntity) };
    });
    server.post('/attendant/calls', async (request, reply) => {
      const start = readCallStart(flows, request.body);
      if (!start.ok) return sendRefusal(request, reply, start.refusal);
      const view = callView(await engine.startCall(start.value));
      return reply.code(201).header('location', `/attendant/calls/${view['id']}`).send(view);
    });
    server.get<CallPath>('/attendant/calls/:id', async ({ params }) =>
      callView(await find(store, params.id)),
    );
    server.get<CallPath>('/attendant/calls/:id/transcript', async (request, reply) => {
      const { id } = await find(store, request.params.id);
      const events = transcript(id, await store.steps(id));
      if (!wantsLines(request)) return reply.send(events);
      const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
      return reply.type('application/x-ndjson').send(lines);
    });
    server.post<CallPath>('/attendant/calls/:id/stimuli', async (request, reply) => {
      const stimulus = readStimulus(request.body);
      if (!stimulus.ok) return sendRefusal(request, reply, stimulus.refusal);
      const conversation = await find(store, request.params.id);
      checkFits(conversation, stimulus.value);
      return callView(await engine.stimulate(conversation.id, stimulus.value));
    });
    server.get<CallPath>('/attendant/calls/:id/events', (request, reply) =>
      sendEvents({ engine, store, clock }, request, reply),
    );
  };
}

async function find(store: Pick<ConversationStore, 'load'>, id: string): Promise<Conversation> {
  const conversation = await store.load(id);
  if (conversation !== undefined) return conversation;
  throw new AttendantError('CONVERSATION_UNKNOWN', 'no conversation has this id');
}

async function sendEvents(
  { engine, store, clock }: Omit<CallRoutesOptions, 'flows'>,
  request: FastifyRequest<CallPath>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const signal = goneSignal(reply);
  const { id, status } = await find(store, request.params.id);
  const count = transcript(id, await store.steps(id)).length;
  const after = readLastEventId(request, count);
  if (!after.ok) return sendRefusal(request, reply, after.refusal);
  // A browser connects again after every end; 204 tells it that there is nothing more.
  if (status === 'ended' && after.value === count) return reply.code(204).send();
  reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store');
  return reply.send(Readable.from(callStream({ id, after: after.value, store, engine, clock, signal })));
}

/** The number of the last event the client has; 0 for none. @param count how many there are. */
function readLastEventId({ headers }: FastifyRequest, count: number): Outcome<number> {
  const text = headers['last-event-id'] ?? '0';
  if (typeof text === 'string' && /^\d{1,9}$/.test(text) && Number(text) <= count) return done(Number(text));
  return refuse('bad.request', 'Last-Event-ID must be the sequence number of an event of this call.', {
    field: 'Last-Event-ID',
  });
}

/** Aborts when the connection is over, whoever ended it. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => gone.abort());
  return gone.signal;
}

function wantsLines({ headers }: FastifyRequest): boolean {
  return headers.accept?.toLowerCase().includes('application/x-ndjson') === true;
}

function summaryEntity({
  id,
  flowName,
  status,
  waitsFor,
  from,
  to,
  startedAt,
  updatedAt,
}: ConversationSummary): JsonObject {
  return {
    id,
    flow: { name: flowName },
    status,
    waitsFor: waitsFor ?? null,
    from: from ?? null,
    to: to ?? null,
    startedAt: isoTime(startedAt),
    updatedAt: isoTime(updatedAt),
  };
}

function flowEntities(flows: FlowLibrary): readonly JsonObject[] {
  return flows.names().flatMap((name) => {
    const flow = flows.find(name);
    return flow === undefined ? [] : [flowEntity(flow.program)];
  });
}

function flowEntity({ name, type, hash, languages, variables }: Program): JsonObject {
  const only = (key: 'isInput' | 'isOutput') =>
    variables
      .filter((variable) => variable[key])
      .map((variable) => ({ name: variable.name, type: variable.type }));
  return {
    id: flowId(name),
    name,
    type,
    version: hash,
    languages,
    inputs: only('isInput'),
    outputs: only('isOutput'),
  };
}
