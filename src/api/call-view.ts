import type { JsonObject } from '../authoring/json.ts';
import type { Conversation, Wait, WaitKind } from '../runtime/conversation.ts';
import { FLOW_TYPES, runnableFlowType } from '../runtime/flow-types.ts';
import { isoTime } from './iso-time.ts';

/** What a caller can do during each wait that the flow takes notice of; hanging up is always possible. */
const TAKES: { readonly [kind in WaitKind]: readonly string[] } = {
  playback: ['press', 'say'],
  digits: ['press'],
  verification: ['press', 'say'],
  choice: ['press', 'say'],
  dataAction: ['press'],
  time: ['press'],
  answer: ['press', 'say', 'write'],
  silence: ['press', 'say'],
  recording: ['press'],
  transfer: ['agentAnswers'],
  agent: ['agentAnswers'],
};

/**
 * A conversation as the operator's API shows it: where it stands, what it waits for, what it holds.
 * Times are ISO 8601. `waitsFor` is null once it has ended, `ending` until then.
 */
export function callView(conversation: Conversation): JsonObject {
  const { id, flow, status, step, startedAt, language, call, frames, at, wait, ending } = conversation;
  return {
    id,
    flow: { name: flow.name, type: flow.type, version: flow.hash },
    status,
    step,
    startedAt: isoTime(startedAt),
    language,
    from: call.ani ?? null,
    to: call.calledAddress ?? null,
    name: call.remoteName ?? null,
    standsAt: { task: frames.at(-1)?.task ?? null, action: at },
    waitsFor: wait === undefined ? null : waitView(wait, flow.type),
    variables: conversation.variables,
    taskVariables: frames.at(-1)?.variables ?? {},
    participantData: conversation.participantData,
    ending: ending === undefined ? null : { reason: ending.reason, detail: ending.detail ?? null },
  };
}

/** `heard` is what the caller hears meanwhile, in order; `takes` names the stimuli that fit. */
function waitView(wait: Wait, flowType: string): JsonObject {
  return {
    for: wait.for,
    dueAt: isoTime(wait.dueAt ?? null),
    heard: (wait.playing ?? []).map(({ text, bargeIn, startsAt, endsAt }) => ({
      text,
      bargeIn,
      startsAt: isoTime(startsAt),
      endsAt: isoTime(endsAt),
    })),
    takes: isAlone(flowType) ? ['hangUp'] : [...TAKES[wait.for], 'hangUp'],
    ...detailsOf(wait),
  };
}

/** Whether nobody is there but the flow. */
function isAlone(flowType: string): boolean {
  const type = runnableFlowType(flowType);
  return type !== undefined && FLOW_TYPES[type].channel === 'none';
}

/** A data action's inputs are left out: the transcript has them, unless they are secure. */
function detailsOf(wait: Wait): JsonObject {
  switch (wait.for) {
    case 'digits':
      return { collected: wait.collected };
    case 'verification':
      return { digits: wait.digits };
    case 'recording':
      return { mailbox: wait.mailbox };
    case 'choice':
      return { plays: wait.plays };
    case 'dataAction':
      return { dataAction: wait.dataAction };
    case 'agent':
      return { queue: wait.queue };
    case 'transfer':
      return { to: wait.to };
    case 'answer':
      return { question: wait.question, noInputs: wait.noInputs, noMatches: wait.noMatches };
    default:
      return {};
  }
}
