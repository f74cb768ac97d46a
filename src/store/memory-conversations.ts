import { AttendantError } from '../errors.ts';
import { fromAddressOf, toAddressOf } from '../runtime/call-addresses.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type {
  ConversationQuery,
  ConversationStore,
  ConversationSummary,
  FlowVersion,
  StepRecord,
  StoredStep,
} from './conversation-store.ts';

interface Kept {
  readonly conversation: Conversation;
  readonly steps: readonly StoredStep[];
}

/** Keeps conversations in memory, for tests and for flows that are only tried. Values are copied on their way in and out. */
export function memoryConversations(): ConversationStore {
  const kept = new Map<string, Kept>();
  const flows = new Map<string, FlowVersion>();
  const waiting = () =>
    [...kept.values()]
      .map(({ conversation }) => conversation)
      .filter(({ wait }) => wait?.dueAt !== undefined);
  return {
    saveStep: async (record) => {
      const { id } = record.conversation;
      kept.set(id, withStep(kept.get(id), structuredClone(record)));
    },
    load: async (id) => structuredClone(kept.get(id)?.conversation),
    steps: async (id) => structuredClone(kept.get(id)?.steps ?? []),
    due: async (now, limit) =>
      waiting()
        .filter((conversation) => dueAt(conversation) <= now)
        .sort((a, b) => dueAt(a) - dueAt(b) || inOrder(a.id, b.id))
        .slice(0, limit)
        .map(({ id }) => id),
    nextDueAt: async (after) =>
      waiting()
        .map(dueAt)
        .filter((at) => at > after)
        .sort((a, b) => a - b)[0],
    unanswered: async () =>
      [...kept.values()]
        .filter(({ conversation }) => conversation.wait?.for === 'dataAction')
        .map(({ conversation }) => conversation.id)
        .sort(inOrder),
    list: async (limit, query = {}) =>
      [...kept.values()]
        .map(toSummary)
        .sort(newestFirst)
        .filter((summary) => isAsked(summary, query))
        .slice(0, limit),
    saveFlow: async (version) => void flows.set(version.hash, { ...version }),
    loadEnvironment: async () => undefined,
    loadFlow: async (hash) => structuredClone(flows.get(hash)),
  };
}

function withStep(before: Kept | undefined, { conversation, at, stimulus, events }: StepRecord): Kept {
  const steps = before?.steps ?? [];
  if (conversation.step !== steps.length + 1) {
    throw new AttendantError(
      'CONVERSATION_CONFLICT',
      `step ${conversation.step} of conversation ${conversation.id} was stored by somebody else first`,
    );
  }
  return { conversation, steps: [...steps, { step: conversation.step, at, stimulus, events }] };
}

function toSummary({ conversation, steps }: Kept): ConversationSummary {
  const { id, flow, status, wait, startedAt, call } = conversation;
  const [from, to] = [fromAddressOf(call), toAddressOf(call)];
  return {
    id,
    flowName: flow.name,
    status,
    ...(wait === undefined ? {} : { waitsFor: wait.for }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    startedAt,
    updatedAt: steps.at(-1)?.at ?? startedAt,
  };
}

type Place = Pick<ConversationSummary, 'id' | 'startedAt'>;

function newestFirst(a: Place, b: Place): number {
  return b.startedAt - a.startedAt || inOrder(a.id, b.id);
}

function isAsked(summary: ConversationSummary, query: ConversationQuery): boolean {
  const { flow, status, text, since = 0, until = Number.POSITIVE_INFINITY, after } = query;
  const { id, flowName, from = '', to = '', startedAt } = summary;
  const isFound = (part: string) => [id, flowName, from, to].some((one) => one.toLowerCase().includes(part));
  return (
    (flow === undefined || flow === flowName) &&
    (status === undefined || status === summary.status) &&
    (text === undefined || isFound(text.toLowerCase())) &&
    startedAt >= since &&
    startedAt <= until &&
    (after === undefined || newestFirst(summary, after) > 0)
  );
}

function dueAt(conversation: Conversation): number {
  return conversation.wait?.dueAt ?? Number.POSITIVE_INFINITY;
}

/** As SQLite compares texts: by their code units. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
