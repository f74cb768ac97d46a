import type { JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import { fromAddressOf, toAddressOf } from '../runtime/call-addresses.ts';
import type { Conversation, Wait, WaitKind } from '../runtime/conversation.ts';
import { type Medium, mediumOf } from '../runtime/medium.ts';
import { isoTime } from './iso-time.ts';

/** What a caller can do during each wait that the flow takes notice of; hanging up is always possible. */
const TAKES: { readonly [kind in WaitKind]: readonly string[] } = {
  playback: ['press', 'say'],
  digits: ['press'],
  verification: ['press', 'say'],
  choice: ['press', 'say'],
  dataAction: ['press'],
  time: ['press'],
  answer: ['press', 'say'],
  silence: ['press', 'say'],
  recording: ['press'],
  transfer: ['agentAnswers'],
  agent: ['agentAnswers'],
  pause: [],
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
    from: fromAddressOf(call) ?? null,
    to: toAddressOf(call) ?? null,
    name: call.remoteName ?? null,
    standsAt: { task: frames.at(-1)?.task ?? null, action: at },
    waitsFor: wait === undefined ? null : waitView(wait, mediumOf(flow.type, call)),
    variables: shownVariables(conversation.variables, conversation),
    taskVariables: shownVariables(frames.at(-1)?.variables ?? {}, conversation),
    participantData: conversation.participantData,
    ending: ending === undefined ? null : { reason: ending.reason, detail: ending.detail ?? null },
  };
}

/** Variables that hold what a secure data action gave show the mask (D8). */
function shownVariables(variables: JsonObject, { concealed = [] }: Conversation): JsonObject {
  if (concealed.length === 0) return variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, concealed.includes(name) ? MASK : value]),
  );
}

/** `heard` is what the caller hears meanwhile, in order; `takes` names the stimuli that fit. */
function waitView(wait: Wait, medium: Medium): JsonObject {
  return {
    for: wait.for,
    dueAt: isoTime(wait.dueAt ?? null),
    heard: (wait.playing ?? []).map(({ text, bargeIn, startsAt, endsAt }) => ({
      text,
      bargeIn,
      startsAt: isoTime(startsAt),
      endsAt: isoTime(endsAt),
    })),
    takes: [...taken(wait, medium), 'hangUp'],
    ...detailsOf(wait),
  };
}

/** What fits a wait, by how the customer takes part: agents answer everybody. */
function taken(wait: Wait, medium: Medium): readonly string[] {
  if (medium === 'nobody') return [];
  if (medium === 'voice') return TAKES[wait.for];
  return wait.for === 'answer' ? ['write'] : TAKES[wait.for].filter((one) => one === 'agentAnswers');
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
