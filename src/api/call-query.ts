import type { FastifyRequest } from 'fastify';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import type { ConversationQuery, ConversationStore } from '../store/conversation-store.ts';
import { queryChoice, queryText, queryTime } from './query.ts';

/** Reads which calls a list is asked for: `flow`, `status`, `text`, `since`, `until`, and `after` with a call's id. */
export async function readCallQuery(
  request: FastifyRequest,
  store: Pick<ConversationStore, 'load'>,
): Promise<Outcome<ConversationQuery>> {
  const status = queryChoice(request, 'status', ['waiting', 'ended']);
  if (!status.ok) return status;
  const since = queryTime(request, 'since');
  if (!since.ok) return since;
  const until = queryTime(request, 'until');
  if (!until.ok) return until;
  const after = await queryCall(request, store);
  if (!after.ok) return after;
  const flow = queryText(request, 'flow');
  const text = queryText(request, 'text');
  return done({
    ...(status.value !== undefined && { status: status.value }),
    ...(since.value !== undefined && { since: since.value }),
    ...(until.value !== undefined && { until: until.value }),
    ...(after.value !== undefined && { after: after.value }),
    ...(flow !== undefined && flow !== '' && { flow }),
    ...(text !== undefined && text !== '' && { text }),
  });
}

async function queryCall(
  request: FastifyRequest,
  store: Pick<ConversationStore, 'load'>,
): Promise<Outcome<ConversationQuery['after']>> {
  const id = queryText(request, 'after');
  if (id === undefined || id === '') return done(undefined);
  const call = await store.load(id);
  if (call !== undefined) return done({ id, startedAt: call.startedAt });
  return refuse('invalid.query.param.value', 'after must be the id of a call.', { field: 'after' });
}
